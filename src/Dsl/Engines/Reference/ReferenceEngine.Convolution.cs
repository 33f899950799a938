namespace ModelDsl.Engines;

internal sealed partial class ReferenceEngine
{
    public void Convolution(
        TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination)
    {
        var sums = Doubles(destination);
        for (var i = 0; i < sums.Length; i++) sums[i] = bias is null ? 0 : Doubles(bias)[i % destination.Columns];
        VisitFilters(x.Shape, destination.Shape, window, (pixel, weight, result) =>
            Doubles(destination)[result] += Doubles(x)[pixel] * Doubles(kernel)[weight]);
        if (activation != ActivationKind.Linear) Activate(activation, destination, destination);
    }

    public void ConvolutionImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        Doubles(destination).Clear();
        VisitFilters(destination.Shape, gradient.Shape, window, (pixel, weight, result) =>
            Doubles(destination)[pixel] += Doubles(gradient)[result] * Doubles(kernel)[weight]);
    }

    public void ConvolutionKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        Doubles(destination).Clear();
        VisitFilters(x.Shape, gradient.Shape, window, (pixel, weight, result) =>
            Doubles(destination)[weight] += Doubles(gradient)[result] * Doubles(x)[pixel]);
    }

    /// <summary>Every result of every filter with each number of the image and of the kernel that it is made from.</summary>
    private static void VisitFilters(Shape images, Shape results, Window window, Action<int, int, int> visit)
    {
        var (walk, filters) = (new WindowWalk(images, results, window), results[3]);
        for (var result = 0; result < results.Size; result++)
        {
            var (place, filter) = (walk[result / filters], result % filters);
            for (var cell = 0; cell < walk.Cells; cell++)
            {
                if (walk.Offset(place, cell) is not (>= 0 and var offset)) continue;
                for (var channel = 0; channel < walk.Channels; channel++)
                    visit(offset + channel, (cell * walk.Channels + channel) * filters + filter, result);
            }
        }
    }
}
