namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel =>
        Share(new KernelWork<TLanes, TVector, TKernel>(buffers, numbers), buffers[0]);
}
