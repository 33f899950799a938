namespace ModelDsl.Engines;

/// <summary>
/// Runs kernels in host memory with the processor's vectors, in one pass. A tensor library needs one pass for each operation. It is for
/// engines that own such memory.
/// </summary>
public static class HostKernels
{
    /// <summary>Computes <see cref="ITensorEngine.Map"/>.</summary>
    /// <typeparam name="TKernel">The kernel.</typeparam>
    /// <param name="addresses">The start of each buffer's float32 numbers, in memory that does not move. Two buffers are the same or do not
    /// overlap.</param>
    /// <param name="count">Numbers per buffer.</param>
    /// <param name="numbers">The kernel's numbers.</param>
    public static void Map<TKernel>(
        ReadOnlySpan<nint> addresses, int count, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel =>
        ((IHostKernels)Engine.Cpu).MapHost<TKernel>(addresses, count, numbers);
}

/// <summary>An engine that computes in the host's memory.</summary>
internal interface IHostKernels
{
    /// <inheritdoc cref="HostKernels.Map"/>
    void MapHost<TKernel>(ReadOnlySpan<nint> addresses, int count, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel;
}
