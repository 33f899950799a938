namespace ModelDsl.Import.Python;

/// <summary>Every kind of layer, and what it becomes.</summary>
internal static class LayerTable
{
    private static readonly IReadOnlyDictionary<Type, Func<Layer, LayerPlace, PrintedLayer>> Rows =
        new Dictionary<Type, Func<Layer, LayerPlace, PrintedLayer>>
        {
            [typeof(Dense)] = Row<Dense>(SimpleLayers.Dense),
            [typeof(Embedding)] = Row<Embedding>(SimpleLayers.Embedding),
            [typeof(PRelu)] = Row<PRelu>(SimpleLayers.PRelu),
            [typeof(Weight)] = Row<Weight>(SimpleLayers.Weight),
            [typeof(Conv)] = Row<Conv>(ConvolutionLayers.Conv),
            [typeof(ConvTranspose)] = Row<ConvTranspose>(ConvolutionLayers.ConvTranspose),
            [typeof(BatchNorm)] = Row<BatchNorm>(NormalizationLayers.BatchNorm),
            [typeof(LayerNorm)] = Row<LayerNorm>(NormalizationLayers.LayerNorm),
            [typeof(GroupNorm)] = Row<GroupNorm>(NormalizationLayers.GroupNorm),
            [typeof(RmsNorm)] = Row<RmsNorm>(NormalizationLayers.RmsNorm),
            [typeof(Recurrent)] = Row<Recurrent>(RecurrentLayers.Recurrent),
            [typeof(MultiHeadAttention)] = Row<MultiHeadAttention>(AttentionLayers.MultiHeadAttention),
        };

    /// <summary>The kinds of layers that can be printed.</summary>
    public static IEnumerable<Type> Kinds => Rows.Keys;

    public static PrintedLayer Print(Layer layer, LayerPlace place) => Rows[layer.GetType()](layer, place);

    private static Func<Layer, LayerPlace, PrintedLayer> Row<T>(Func<T, LayerPlace, PrintedLayer> print) where T : Layer =>
        (layer, place) => print((T)layer, place);
}
