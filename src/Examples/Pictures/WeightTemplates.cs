namespace ModelDsl.Examples;

/// <summary>The columns of a dense layer's kernel, each as long as an image: what every output looks for.</summary>
internal static class WeightTemplates
{
    /// <summary>The templates, one for each output.</summary>
    /// <param name="kernel">Weights <c>[pixels, outputs]</c>.</param>
    /// <param name="image">Shape of an image.</param>
    public static float[][] Of(Tensor kernel, Shape image)
    {
        var weights = kernel.ToArray();
        var outputs = kernel.Shape[1];
        return [.. Enumerable.Range(0, outputs).Select(o => Enumerable.Range(0, image.Size).Select(pixel => weights[pixel * outputs + o]).ToArray())];
    }

    /// <summary>
    /// Where the colours of templates end: a few pixels at the border of the images, hardly ever lit, have weights so large that a scale
    /// up to them would leave all others pale. One in two hundred lies beyond.
    /// </summary>
    public static double Limit(float[][] templates)
    {
        var sizes = templates.SelectMany(template => template).Select(Math.Abs).Order().ToArray();
        return sizes[(int)(0.995 * (sizes.Length - 1))];
    }
}
