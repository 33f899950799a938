namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    /// <summary>Calls back for each term of a convolution's sums, with the positions of the pixel, the weight and the result.</summary>
    private delegate void Terms(Shape images, Shape results, Window window, Action<int, int, int> term);

    public void Convolution(
        TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination)
    {
        SumResults(OfFilters, x, kernel, window, destination);
        if (bias is not null) this.AddBias(destination, bias, destination);
        if (activation != ActivationKind.Linear) Activate(activation, destination, destination);
    }

    public void ConvolutionImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        SumPixels(OfFilters, gradient, kernel, window, destination);

    public void ConvolutionKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        SumWeights(OfFilters, x, gradient, window, destination);

    private static void SumResults(Terms terms, TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        Doubles(destination).Clear();
        terms(x.Shape, destination.Shape, window,
            (pixel, weight, result) => Doubles(destination)[result] += Doubles(x)[pixel] * Doubles(kernel)[weight]);
    }

    private static void SumPixels(Terms terms, TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        Doubles(destination).Clear();
        terms(destination.Shape, gradient.Shape, window, (pixel, weight, result) =>
            Doubles(destination)[pixel] += Doubles(gradient)[result] * Doubles(kernel)[weight]);
    }

    private static void SumWeights(Terms terms, TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        Doubles(destination).Clear();
        terms(x.Shape, gradient.Shape, window,
            (pixel, weight, result) => Doubles(destination)[weight] += Doubles(gradient)[result] * Doubles(x)[pixel]);
    }

    /// <summary>Visits the terms of a convolution: every filter has a weight for each channel of each cell.</summary>
    private static void OfFilters(Shape images, Shape results, Window window, Action<int, int, int> term)
    {
        var (walk, filters) = (new WindowWalk(images, results, window), results[3]);
        for (var result = 0; result < results.Size; result++)
        {
            var (place, filter) = (walk[result / filters], result % filters);
            for (var cell = 0; cell < walk.Cells; cell++)
            {
                if (walk.Offset(place, cell) is not (>= 0 and var offset)) continue;
                for (var channel = 0; channel < walk.Channels; channel++)
                    term(offset + channel, (cell * walk.Channels + channel) * filters + filter, result);
            }
        }
    }
}
