namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Windows over images. The numbers of a pixel lie side by side, and so do the pixels of a row. So patches copy whole rows of cells, and
/// pools process as many channels at once as a vector has lanes. Threads share places or samples; no thread writes past its own.
/// </summary>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Patches(TensorBuffer x, Window window, TensorBuffer destination) =>
        ShareParts(new PatchesWork<TLanes, TVector>((CpuBuffer)x, window, (CpuBuffer)destination), destination.Rows, destination);

    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination) =>
        ShareSamples(new PatchesGradientWork<TLanes, TVector>((CpuBuffer)gradient, window, (CpuBuffer)destination), gradient);

    public void Convolution(
        TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination) =>
        new ConvolutionWork<TLanes, TVector>(
            (CpuBuffer)x, (CpuBuffer)kernel, window, (CpuBuffer?)bias, activation, (CpuBuffer)destination).Run();

    public void ConvolutionImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        new ConvolutionImageGradientWork<TLanes, TVector>((CpuBuffer)gradient, (CpuBuffer)kernel, window, (CpuBuffer)destination).Run();

    public void ConvolutionKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        new ConvolutionKernelGradientWork<TLanes, TVector>((CpuBuffer)x, (CpuBuffer)gradient, window, (CpuBuffer)destination).Run();

    public void MaxPool(TensorBuffer x, Window window, TensorBuffer destination) =>
        ShareSamples(new MaxPoolWork<TLanes, TVector>((CpuBuffer)x, window, (CpuBuffer)destination), x);

    public void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        ShareSamples(
            new MaxPoolGradientWork<TLanes, TVector>((CpuBuffer)x, (CpuBuffer)maxima, (CpuBuffer)gradient, window,
                (CpuBuffer)destination), x);

    public void MaxPoolTangent(TensorBuffer x, TensorBuffer maxima, TensorBuffer tangent, Window window, TensorBuffer destination) =>
        ShareSamples(
            new MaxPoolTangentWork<TLanes, TVector>((CpuBuffer)x, (CpuBuffer)maxima, (CpuBuffer)tangent, window,
                (CpuBuffer)destination), x);

    public void AveragePool(TensorBuffer x, Window window, TensorBuffer destination) =>
        ShareSamples(new AveragePoolWork<TLanes, TVector>((CpuBuffer)x, window, (CpuBuffer)destination), x);

    public void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination) =>
        ShareSamples(new AveragePoolGradientWork<TLanes, TVector>((CpuBuffer)gradient, window, (CpuBuffer)destination), destination);

    public void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        ShareSamples(new DepthwiseWork<TLanes, TVector>((CpuBuffer)x, (CpuBuffer)kernel, window, (CpuBuffer)destination), destination);

    public void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        ShareSamples(
            new DepthwiseImageGradientWork<TLanes, TVector>((CpuBuffer)gradient, (CpuBuffer)kernel, window,
                (CpuBuffer)destination), destination);
}
