namespace ModelDsl.Import.Python;

/// <summary>Pools.</summary>
internal static class Pools
{
    public static Expression Write(Pool pool, IReadOnlyList<Term> x, StepPlace place)
    {
        var window = pool.Window;
        if (window.Size.Count > 3) place.Refuse("PyTorch has pools over at most three axes");
        var operand = x[0].Expression;
        // PyTorch pads the same number of places at both ends, at most half the window.
        var isEven = window.Begin.SequenceEqual(window.End)
            && window.Begin.Zip(window.Size, (pad, size) => 2 * pad <= size).All(fits => fits);
        var size = ConvolutionLayers.Sizes(window.Size);
        var stride = ConvolutionLayers.Sizes(window.Strides);
        var padding = isEven ? ConvolutionLayers.Unless(0, "padding", window.Begin) : null;
        if (pool.IsMaximum)
        {
            var padded = isEven ? operand : Pads.Around(operand, window, "float(\"-inf\")");
            return Call("max", padded, padding, ConvolutionLayers.Unless(1, "dilation", window.Dilations));
        }
        if (window.Dilations.Any(dilation => dilation != 1)) place.Refuse("PyTorch has no average pool with dilation");
        if (isEven) return Call("avg", operand, padding, padding is null || pool.CountsPads ? null : "count_include_pad=False");
        if (pool.CountsPads) return Call("avg", Pads.Around(operand, window, "0.0"));
        place.Needs(Helpers.MeanOfWindows);
        return Expression.Call(
            Helpers.MeanOfWindows.Name, $"F.avg_pool{window.Size.Count}d", operand.Text, size, stride, Pads.Of(window.Begin, window.End));

        Expression Call(string kind, Expression padded, params string?[] rest) => Expression.Call(
            $"F.{kind}_pool{window.Size.Count}d",
            [padded.Text, size, .. stride == size ? Array.Empty<string>() : [stride],
                .. rest.Where(text => text is not null).Select(text => text!)]);
    }
}
