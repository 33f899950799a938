using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void Patches(TensorBuffer x, Window window, TensorBuffer destination) => Each(
        ImageKernels.Patches, destination.Count, Walk(x, destination, window, destination) with { X = Numbers(x) });

    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination) => Each(
        ImageKernels.PatchesGradient, destination.Count,
        Walk(destination, gradient, window, destination) with { Gradient = Numbers(gradient) });

    public void MaxPool(TensorBuffer x, Window window, TensorBuffer destination) => Each(
        ImageKernels.MaxPool, destination.Count, Walk(x, destination, window, destination) with { X = Numbers(x) });

    public void MaxPoolGradient(
        TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination) => Each(
        ImageKernels.MaxPoolGradient, destination.Count,
        Walk(x, gradient, window, destination) with { X = Numbers(x), Gradient = Numbers(gradient) });

    public void MaxPoolTangent(TensorBuffer x, TensorBuffer maxima, TensorBuffer tangent, Window window, TensorBuffer destination) => Each(
        ImageKernels.MaxPoolTangent, destination.Count,
        Walk(x, destination, window, destination) with { X = Numbers(x), Gradient = Numbers(tangent) });

    /// <summary>Returns the arguments of all kernels on images; a view that one does not use is the destination.</summary>
    private static WindowArguments Walk(TensorBuffer images, TensorBuffer results, Window window, TensorBuffer destination) => new()
    {
        X = Numbers(destination),
        Gradient = Numbers(destination),
        Destination = Numbers(destination),
        Window = window,
        Height = images.Shape[1],
        Width = images.Shape[2],
        Channels = images.Shape[3],
        Rows = results.Shape[1],
        Columns = results.Shape[2],
        Count = destination.Count,
    };
}
