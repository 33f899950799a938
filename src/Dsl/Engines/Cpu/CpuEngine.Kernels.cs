namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector> : IHostKernels
{
    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel
    {
        var count = buffers[0].Count;
        if (count >= 2 * WorthSharing)
        {
            Share(new KernelWork<TLanes, TVector, TKernel>(buffers, numbers), count);
            return;
        }
        KernelMemory memory = default;
        // Most kernels have two or three buffers: a choice by a constant takes no time.
        memory.Place(0, ref First(buffers[0]));
        if (buffers.Length > 1) memory.Place(1, ref First(buffers[1]));
        if (buffers.Length > 2) memory.Place(2, ref First(buffers[2]));
        for (var i = 3; i < buffers.Length; i++) memory.Place(i, ref First(buffers[i]));
        var given = new KernelNumbers(numbers);
        KernelLoop<TLanes, TVector, TKernel>.RunPadded(in memory, in given, 0, (nuint)count);
    }

    void IHostKernels.MapHost<TKernel>(ReadOnlySpan<nint> addresses, int count, ReadOnlySpan<double> numbers) =>
        Share(new HostKernelWork<TLanes, TVector, TKernel>(addresses, numbers), count);
}
