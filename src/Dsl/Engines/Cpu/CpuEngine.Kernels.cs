namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector> : IHostKernels
{
    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel =>
        Share(new KernelWork<TLanes, TVector, TKernel>(buffers, numbers), buffers[0].Count);

    void IHostKernels.MapHost<TKernel>(ReadOnlySpan<nint> addresses, int count, ReadOnlySpan<double> numbers) =>
        Share(new HostKernelWork<TLanes, TVector, TKernel>(addresses, numbers), count);
}
