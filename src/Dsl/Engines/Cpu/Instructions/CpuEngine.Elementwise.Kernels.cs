namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector> : IHostKernels
{
    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel
    {
        var count = buffers[0].Count;
        if (count >= 2 * MinimumShare)
        {
            Share(new KernelWork<TLanes, TVector, TKernel>(buffers, numbers), count);
            return;
        }
        MapAlone<TKernel>(buffers, numbers, 0, (nuint)count);
    }

    /// <summary>Computes a range of elements on this thread.</summary>
    /// <param name="buffers">The kernel's buffers.</param>
    /// <param name="numbers">The kernel's numbers.</param>
    /// <param name="start">The first element.</param>
    /// <param name="end">The element after the last.</param>
    internal static void MapAlone<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers, nuint start, nuint end)
        where TKernel : struct, IKernel
    {
        KernelMemory memory = default;
        // Most kernels have two or three buffers. A choice by a constant takes no time.
        memory.Place(0, ref First(buffers[0]));
        if (buffers.Length > 1) memory.Place(1, ref First(buffers[1]));
        if (buffers.Length > 2) memory.Place(2, ref First(buffers[2]));
        for (var i = 3; i < buffers.Length; i++) memory.Place(i, ref First(buffers[i]));
        var given = new KernelNumbers(numbers);
        KernelLoop<TLanes, TVector, TKernel>.RunPadded(in memory, in given, start, end);
    }

    void IHostKernels.MapHost<TKernel>(ReadOnlySpan<nint> addresses, int count, ReadOnlySpan<double> numbers) =>
        Share(new HostKernelWork<TLanes, TVector, TKernel>(addresses, numbers), count);
}
