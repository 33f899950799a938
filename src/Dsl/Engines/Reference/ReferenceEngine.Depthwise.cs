namespace ModelDsl.Engines;

internal partial class ReferenceEngine
{
    public void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        Doubles(destination).Clear();
        Visit(x.Shape, destination.Shape, window, (pixel, weight, place) =>
            Doubles(destination)[place] += Doubles(x)[pixel] * Doubles(kernel)[weight]);
    }

    public void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        Doubles(destination).Clear();
        Visit(destination.Shape, gradient.Shape, window, (pixel, weight, place) =>
            Doubles(destination)[pixel] += Doubles(gradient)[place] * Doubles(kernel)[weight]);
    }

    public void DepthwiseKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        Doubles(destination).Clear();
        Visit(x.Shape, gradient.Shape, window, (pixel, weight, place) =>
            Doubles(destination)[weight] += Doubles(gradient)[place] * Doubles(x)[pixel]);
    }

    /// <summary>Every number of a place with each number of the image and of the kernel that it is made from.</summary>
    private static void Visit(Shape images, Shape places, Window window, Action<int, int, int> visit)
    {
        var walk = new WindowWalk(images, places, window);
        for (var place = 0; place < places.Size; place++)
        {
            var (first, channel) = (walk[place / walk.Channels], place % walk.Channels);
            for (var cell = 0; cell < walk.Cells; cell++)
                if (walk.Offset(first, cell) is >= 0 and var offset) visit(offset + channel, cell * walk.Channels + channel, place);
        }
    }
}
