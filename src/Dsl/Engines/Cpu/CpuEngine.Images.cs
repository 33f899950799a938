namespace ModelDsl.Engines;

/// <summary>
/// Windows over images. The numbers of a pixel lie side by side, and so do the pixels of a row: patches move whole rows of cells, pools
/// work on as many channels at once as a vector has lanes. Threads share the samples; none writes behind its own.
/// </summary>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Patches(TensorBuffer x, Window window, TensorBuffer destination) =>
        ShareSamples(new PatchesWork<TLanes, TVector>((CpuBuffer)x, window, (CpuBuffer)destination), destination);

    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination) =>
        ShareSamples(new PatchesGradientWork<TLanes, TVector>((CpuBuffer)gradient, window, (CpuBuffer)destination), gradient);

    public void MaxPool(TensorBuffer x, Window window, TensorBuffer destination) =>
        ShareSamples(new MaxPoolWork<TLanes, TVector>((CpuBuffer)x, window, (CpuBuffer)destination), x);

    public void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        ShareSamples(
            new MaxPoolGradientWork<TLanes, TVector>((CpuBuffer)x, (CpuBuffer)maxima, (CpuBuffer)gradient, window, (CpuBuffer)destination), x);

    public void AveragePool(TensorBuffer x, Window window, TensorBuffer destination) =>
        ShareSamples(new AveragePoolWork<TLanes, TVector>((CpuBuffer)x, window, (CpuBuffer)destination), x);

    public void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination) =>
        ShareSamples(new AveragePoolGradientWork<TLanes, TVector>((CpuBuffer)gradient, window, (CpuBuffer)destination), destination);

    public void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        ShareSamples(new DepthwiseWork<TLanes, TVector>((CpuBuffer)x, (CpuBuffer)kernel, window, (CpuBuffer)destination), destination);

    public void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        ShareSamples(
            new DepthwiseImageGradientWork<TLanes, TVector>((CpuBuffer)gradient, (CpuBuffer)kernel, window, (CpuBuffer)destination), destination);
}
