namespace ModelDsl.Examples;

/// <summary>The columns of a dense layer's kernel, each as long as an image: the pattern that each output looks for.</summary>
internal static class WeightTemplates
{
    /// <summary>Returns the templates, one for each output.</summary>
    /// <param name="kernel">Weights <c>[pixels, outputs]</c>.</param>
    /// <param name="image">Shape of an image.</param>
    public static float[][] Of(Tensor kernel, Shape image)
    {
        var weights = kernel.ToArray();
        var outputs = kernel.Shape[1];
        return [.. Enumerable.Range(0,
            outputs).Select(o => Enumerable.Range(0, image.Size).Select(pixel => weights[pixel * outputs + o]).ToArray())];
    }

    /// <summary>
    /// Returns the limit of the templates' colours. A few pixels at the border of the images are hardly ever lit and have very large
    /// weights. A scale up to those weights would make all others pale. One weight in two hundred is above the limit.
    /// </summary>
    public static double Limit(float[][] templates)
    {
        var sizes = templates.SelectMany(template => template).Select(Math.Abs).Order().ToArray();
        return sizes[(int)(0.995 * (sizes.Length - 1))];
    }
}
