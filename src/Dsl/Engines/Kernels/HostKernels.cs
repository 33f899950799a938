namespace ModelDsl.Engines;

/// <summary>
/// Runs kernels in memory that the host sees, by the processor's vectors: one pass, where a library of tensors would take one for each
/// operation. For engines whose memory it is.
/// </summary>
public static class HostKernels
{
    /// <summary>Computes <see cref="ITensorEngine.Map"/>.</summary>
    /// <typeparam name="TKernel">What is computed.</typeparam>
    /// <param name="addresses">Where the float32 numbers of each buffer begin, in memory that does not move. Two buffers are one or do not overlap.</param>
    /// <param name="count">How many numbers each has.</param>
    /// <param name="numbers">The kernel's numbers.</param>
    public static void Map<TKernel>(ReadOnlySpan<nint> addresses, int count, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel =>
        ((IHostKernels)Engine.Cpu).MapHost<TKernel>(addresses, count, numbers);
}

/// <summary>An engine that computes in the host's memory.</summary>
internal interface IHostKernels
{
    /// <inheritdoc cref="HostKernels.Map"/>
    void MapHost<TKernel>(ReadOnlySpan<nint> addresses, int count, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel;
}
