namespace ModelDsl.Import.Python;

/// <summary>Convolutions.</summary>
internal static class ConvolutionLayers
{
    public static PrintedLayer Conv(Conv layer, LayerPlace place)
    {
        var (window, kernel) = (layer.Window, layer.Kernel);
        var isEven = window.Begin.SequenceEqual(window.End);
        return new(
            [place.Makes(
                $"nn.Conv{Axes(window, place)}d",
                PythonText.Number(kernel.Shape[1] * layer.Groups), PythonText.Number(kernel.Shape[0]),
                Sizes(window.Size), Unless(1, "stride", window.Strides), isEven ? Unless(0, "padding", window.Begin) : null,
                Unless(1, "dilation", window.Dilations), Unless(1, "groups", [layer.Groups]), SimpleLayers.NoBias(layer.Bias))],
            place.Stores(("weight", kernel), ("bias", layer.Bias)),
            x => place.Call(isEven ? x : Pads.Around(x, window, "0.0")));
    }

    /// <summary>
    /// PyTorch cuts the same number of places off both sides, and then adds places at the end. If that can't say what is meant, nothing is
    /// cut off by the module, and an index takes the part that is meant.
    /// </summary>
    public static PrintedLayer ConvTranspose(ConvTranspose layer, LayerPlace place)
    {
        var (window, kernel) = (layer.Window, layer.Kernel);
        var axes = Axes(window, place);
        var more = Enumerable.Range(0, axes).Select(i => layer.OutputPadding[i] + window.Begin[i] - window.End[i]).ToList();
        var isEven = Fits(more);
        if (!isEven) more = [.. Enumerable.Range(0, axes).Select(i => Math.Max(layer.OutputPadding[i] - window.End[i], 0))];
        if (!Fits(more)) place.Refuse("PyTorch adds fewer places at the end than the stride or the dilation");
        return new(
            [place.Makes(
                $"nn.ConvTranspose{axes}d",
                PythonText.Number(kernel.Shape[0]), PythonText.Number(kernel.Shape[1] * layer.Groups),
                Sizes(window.Size), Unless(1, "stride", window.Strides), isEven ? Unless(0, "padding", window.Begin) : null,
                Unless(0, "output_padding", more), Unless(1, "groups", [layer.Groups]), SimpleLayers.NoBias(layer.Bias),
                Unless(1, "dilation", window.Dilations))],
            place.Stores(("weight", kernel), ("bias", layer.Bias)),
            x => isEven ? place.Call(x) : new($"{place.Call(x)}[:, :, {string.Join(", ", Enumerable.Range(0, axes).Select(Part))}]"));

        bool Fits(List<int> added) =>
            Enumerable.Range(0, axes)
                .All(i => added[i] >= 0 && (added[i] == 0 || added[i] < Math.Max(window.Strides[i], window.Dilations[i])));

        string Part(int axis)
        {
            var (begin, cut) = (window.Begin[axis], Math.Max(window.End[axis] - layer.OutputPadding[axis], 0));
            return $"{(begin == 0 ? "" : begin)}:{(cut == 0 ? "" : -cut)}";
        }
    }

    /// <summary>Sizes of a window: one number if all are equal.</summary>
    public static string Sizes(IReadOnlyList<int> sizes) => PythonText.Same([.. sizes.Select(size => (long)size)]);

    /// <summary>An argument with a name, or null if it has the value that the module takes anyway.</summary>
    public static string? Unless(int usual, string name, IReadOnlyList<int> values) =>
        values.All(value => value == usual) ? null : $"{name}={Sizes(values)}";

    private static int Axes(Window window, LayerPlace place)
    {
        if (window.Size.Count > 3) place.Refuse("PyTorch has convolutions over at most three axes");
        return window.Size.Count;
    }
}
