namespace ModelDsl.Import.Python;

/// <summary>Normalisations.</summary>
internal static class NormalizationLayers
{
    /// <summary>
    /// PyTorch's momentum is the part that the batch gets, ONNX's the part that the statistics keep. Both normalise a batch with its biased
    /// variance.
    /// </summary>
    public static PrintedLayer BatchNorm(BatchNorm layer, LayerPlace place)
    {
        // A matrix and a sequence have the same module.
        var axes = place.Shapes.Select(shape => Math.Max(shape.Rank - 2, 1)).Distinct().ToList();
        if (axes.Count != 1 || axes[0] > 3) place.Refuse("PyTorch has no batch normalisation for operands of these ranks");
        var features = layer.Scale.Length;
        return new(
            [place.Makes($"nn.BatchNorm{axes[0]}d", PythonText.Number(features), Epsilon(layer.Epsilon), Momentum(layer.Momentum))],
            place.Stores(
                ("weight", layer.Scale), ("bias", layer.Bias), ("running_mean", layer.Mean), ("running_var", layer.Variance),
                ("num_batches_tracked", Tensor.Integers("num_batches_tracked", [], () => [0]))),
            place.Call);
    }

    public static PrintedLayer LayerNorm(LayerNorm layer, LayerPlace place)
    {
        var sizes = place.Shapes[0].Dimensions.Skip(place.Shapes[0].Rank - layer.Axes).Select(dimension => dimension.Size).ToList();
        var shape = sizes.Count == 1 ? PythonText.Number(sizes[0]) : PythonText.Tuple(sizes);
        return Affine(place, "nn.LayerNorm", [shape, Epsilon(layer.Epsilon)], "elementwise_affine=False", layer.Scale, layer.Bias);
    }

    public static PrintedLayer GroupNorm(GroupNorm layer, LayerPlace place) => Affine(
        place, "nn.GroupNorm", [PythonText.Number(layer.Groups), PythonText.Number(place.Shapes[0][1].Size), Epsilon(layer.Epsilon)],
        "affine=False", layer.Scale, layer.Bias);

    public static PrintedLayer RmsNorm(RmsNorm layer, LayerPlace place) => new(
        [place.Makes(Helpers.RmsNorm.Name, PythonText.Number(layer.Scale.Length), Epsilon(layer.Epsilon))],
        place.Stores(("weight", layer.Scale)),
        place.Call)
    { Helpers = [Helpers.RmsNorm] };

    /// <summary>A module with scale and bias. If it has one of the two, the other is taken away after the module is made.</summary>
    private static PrintedLayer Affine(
        LayerPlace place, string type, IReadOnlyList<string> arguments, string neither, Tensor? scale, Tensor? bias)
    {
        var makes = place.Makes(type, [.. arguments, scale is null && bias is null ? neither : null]);
        string[] lines = (scale, bias) switch
        {
            (null, not null) => [makes, $"{place.Self}.weight = None"],
            (not null, null) => [makes, $"{place.Self}.bias = None"],
            _ => [makes],
        };
        return new(lines, place.Stores(("weight", scale), ("bias", bias)), place.Call);
    }

    private static string Epsilon(double epsilon) => "eps=" + PythonText.Number((float)epsilon);

    // In decimal numbers, so that 0.99 becomes 0.01.
    private static string Momentum(double kept) => "momentum=" + PythonText.Number((float)(1 - (decimal)(float)kept));
}
