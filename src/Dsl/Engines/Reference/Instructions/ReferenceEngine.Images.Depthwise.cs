namespace ModelDsl.Engines.Reference;

internal partial class ReferenceEngine
{
    public void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        SumResults(OfChannels, x, kernel, window, destination);

    public void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        SumPixels(OfChannels, gradient, kernel, window, destination);

    public void DepthwiseKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        SumWeights(OfChannels, x, gradient, window, destination);

    /// <summary>Visits the terms of a depthwise convolution: each channel of a cell has its own weight.</summary>
    private static void OfChannels(Shape images, Shape results, Window window, Action<int, int, int> term)
    {
        var walk = new WindowWalk(images, results, window);
        for (var result = 0; result < results.Size; result++)
        {
            var (place, channel) = (walk[result / walk.Channels], result % walk.Channels);
            for (var cell = 0; cell < walk.Cells; cell++)
                if (walk.Offset(place, cell) is >= 0 and var offset) term(offset + channel, cell * walk.Channels + channel, result);
        }
    }
}
