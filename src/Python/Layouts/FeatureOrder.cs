using ModelDsl.Files;

namespace ModelDsl.Layouts;

/// <summary>
/// Puts features that were an image into the order of this library. PyTorch flattens an image channels first, this library channels last:
/// the rows of the kernel behind it lie in another order, although the shapes are equal.
/// </summary>
internal static class FeatureOrder
{
    private static readonly string[] Vectors = ["Gamma", "Beta", "MovingMean", "MovingVariance", "Scale", "Alpha"];

    /// <summary>The axes along which the features that a layer reads lie. Other tensors of these layers don't depend on them.</summary>
    private static readonly Dictionary<string, string[]> Readers = new()
    {
        ["Dense"] = ["Kernel"],
        ["SimpleRNN"] = ["Kernel"],
        ["LSTM"] = ["Kernel"],
        ["GRU"] = ["Kernel"],
        ["BatchNormalization"] = Vectors,
        ["LayerNormalization"] = Vectors,
        ["RMSNormalization"] = Vectors,
        ["PReLU"] = Vectors,
    };

    /// <summary>Returns a tensor of a layer with its features in the order of this library.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="property">The tensor.</param>
    /// <param name="numbers">Its numbers in the layout of this library, but with features in the order of PyTorch.</param>
    /// <param name="map">The author's word on the order.</param>
    /// <exception cref="FileFault">The order is not known.</exception>
    public static Numbers Own(LayerDescription layer, string property, Numbers numbers, WeightMap map)
    {
        var (read, written) = (OrderOf(layer, layer.Reads, "reads", map), OrderOf(layer, layer.Writes, "makes", map));
        if (read is null && written is null) return numbers;
        if (!Readers.TryGetValue(layer.Kind, out var readers) || (written is not null && layer.Kind is "SimpleRNN" or "LSTM" or "GRU"))
            throw new FileFault($"can't give {layer.Name} its weights: its features were an image, which PyTorch orders channels first, and a {layer.Kind} can't be put in order");
        if (layer.Kind == "Dense")
        {
            if (read is not null && property == "Kernel") numbers = numbers.Reorder(0, read);
            if (written is not null) numbers = numbers.Reorder(property == "Kernel" ? 1 : 0, written);
            return numbers;
        }
        if (read is not null && written is not null && !read.SequenceEqual(written))
            throw new FileFault($"can't give {layer.Name} its weights: it reads the features of one image and makes those of another");
        var order = (read ?? written)!;
        return readers.Contains(property) && numbers.Values.Length >= order.Length ? numbers.Reorder(0, order) : numbers;
    }

    private static int[]? OrderOf(LayerDescription layer, MergedAxes? axes, string does, WeightMap map)
    {
        if (axes is null || map.ChannelsLast.Contains(layer.Name)) return null;
        if (map.ChannelsFirst.Contains(layer.Name)) return ChannelsFirst(axes.Shape);
        var rank = axes.Shape.Rank;
        if (axes.Source == AxesSource.Windows && rank <= 3) return ChannelsFirst(axes.Shape);
        if (rank == 2 && axes.Source is AxesSource.Rows or AxesSource.None) return null;
        if (rank == 3 && axes.Source == AxesSource.None) return ChannelsFirst(axes.Shape);
        throw new FileFault($"does not say how PyTorch orders the features {axes.Shape} that {layer.Name} {does}. Write new WeightMap {{ ChannelsFirst = [\"{layer.Name}\"] }} if they are those of a PyTorch image or sequence with channels first; otherwise ChannelsLast");
    }

    /// <summary>Returns for each feature of an image, channels last, its position with channels first.</summary>
    private static int[] ChannelsFirst(Shape shape)
    {
        var channels = shape[^1];
        var pixels = shape.Size / channels;
        var order = new int[shape.Size];
        for (var i = 0; i < order.Length; i++) order[i] = i % channels * pixels + i / channels;
        return order;
    }
}
