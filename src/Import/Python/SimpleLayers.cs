namespace ModelDsl.Import.Python;

/// <summary>Layers that are one module, or one parameter.</summary>
internal static class SimpleLayers
{
    /// <summary>The argument of modules that have a bias unless they are told otherwise.</summary>
    public static string? NoBias(Tensor? bias) => bias is null ? "bias=False" : null;

    public static PrintedLayer Dense(Dense layer, LayerPlace place) => new(
        [place.Makes("nn.Linear", PythonText.Number(layer.In), PythonText.Number(layer.Out), NoBias(layer.Bias))],
        place.Stores(("weight", Weight(layer)), ("bias", layer.Bias)),
        place.Call);

    /// <summary>The kernel of a dense layer as PyTorch has it: [out, in].</summary>
    public static Tensor Weight(Dense layer) => layer.IsTransposed ? layer.Kernel : layer.Kernel.Transposed();

    public static PrintedLayer Embedding(Embedding layer, LayerPlace place) => new(
        [place.Makes("nn.Embedding", PythonText.Number(layer.Table.Shape[0]), PythonText.Number(layer.Table.Shape[1]))],
        place.Stores(("weight", layer.Table)),
        place.Call);

    /// <summary>PyTorch's module has a slope for each place of axis 1, or one for all.</summary>
    public static PrintedLayer PRelu(PRelu layer, LayerPlace place)
    {
        var (slope, length) = (layer.Slope, layer.Slope.Length);
        var ofChannels = place.Shapes.All(shape => shape.Rank > 1 && slope.Shape.Count == shape.Rank - 1) && slope.Shape[0] == length;
        if (ofChannels || length == 1)
        {
            return new([place.Makes("nn.PReLU", PythonText.Number(length))], place.Stores(("weight", slope.As(length))), place.Call);
        }
        return new([place.Makes(Helpers.PReLU.Name, Sizes(slope))], place.Stores(("weight", slope)), place.Call) { Helpers = [Helpers.PReLU] };
    }

    /// <summary>A parameter of the model itself. No step calls it.</summary>
    public static PrintedLayer Weight(Weight layer, LayerPlace place) => new(
        [$"{place.Self} = nn.Parameter(torch.zeros({Sizes(layer.Tensor)}))"],
        [new StoredTensor(place.Name, layer.Tensor)],
        place.Call);

    /// <summary>A shape as arguments: <c>3, 4</c>.</summary>
    public static string Sizes(Tensor tensor) => string.Join(", ", tensor.Shape.Select(size => PythonText.Number(size)));
}
