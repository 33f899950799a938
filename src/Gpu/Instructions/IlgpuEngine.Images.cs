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
        PoolKernels.Max, destination.Count, Walk(x, destination, window, destination) with { X = Numbers(x) });

    public void MaxPoolGradient(
        TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination) => Each(
        PoolKernels.MaxGradient, destination.Count, Walk(x, gradient, window, destination) with
        {
            X = Numbers(x),
            Maxima = Numbers(maxima),
            Gradient = Numbers(gradient),
        });

    public void MaxPoolTangent(TensorBuffer x, TensorBuffer maxima, TensorBuffer tangent, Window window, TensorBuffer destination) => Each(
        PoolKernels.MaxTangent, destination.Count, Walk(x, destination, window, destination) with
        {
            X = Numbers(x),
            Maxima = Numbers(maxima),
            Gradient = Numbers(tangent),
        });

    public void AveragePool(TensorBuffer x, Window window, TensorBuffer destination) => Each(
        PoolKernels.Average, destination.Count, Walk(x, destination, window, destination) with { X = Numbers(x) });

    public void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination) => Each(
        PoolKernels.AverageGradient, destination.Count,
        Walk(destination, gradient, window, destination) with { Gradient = Numbers(gradient) });

    public void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination) => Each(
        DepthwiseKernels.Forward, destination.Count,
        Walk(x, destination, window, destination) with { X = Numbers(x), Kernel = Numbers(kernel) });

    public void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) => Each(
        DepthwiseKernels.ImageGradient, destination.Count,
        Walk(destination, gradient, window, destination) with { Gradient = Numbers(gradient), Kernel = Numbers(kernel) });

    public void DepthwiseKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        const int channelsOfGroup = 32;
        var side = Math.Min(ThreadsOf(x.Columns), channelsOfGroup);
        var sums = window.Height * window.Width * ((x.Columns - 1) / side + 1);
        var parts = Parts(ManyGroups / sums, gradient.Rows, 128);
        var walk = Walk(x, gradient, window, destination) with
        {
            X = Numbers(x),
            Gradient = Numbers(gradient),
            Places = gradient.Rows,
            PlacesOfPart = (gradient.Rows + parts - 1) / parts,
            Side = side,
        };
        if (parts > 1) walk.Destination = Scratch(destination, parts * destination.Count);
        Launch(DepthwiseKernels.KernelGradient, new(sums * parts, Team.Most), walk);
        if (parts > 1) Sum(walk.Destination, parts, 1, destination);
    }

    /// <summary>Returns the arguments of all kernels on images; a view that one does not use is the destination.</summary>
    private static WindowArguments Walk(TensorBuffer images, TensorBuffer results, Window window, TensorBuffer destination) => new()
    {
        X = Numbers(destination),
        Kernel = Numbers(destination),
        Maxima = Numbers(destination),
        Gradient = Numbers(destination),
        Destination = Numbers(destination),
        Window = window,
        Height = new(images.Shape[1]),
        Width = new(images.Shape[2]),
        Channels = new(images.Shape[3]),
        Rows = new(results.Shape[1]),
        Columns = new(results.Shape[2]),
        Cells = new(window.Height * window.Width),
        CellColumns = new(window.Width),
        StrideHeight = new(window.StrideHeight),
        StrideWidth = new(window.StrideWidth),
        DilationHeight = new(window.DilationHeight),
        DilationWidth = new(window.DilationWidth),
        Count = destination.Count,
    };
}
