using ModelDsl.Files;

namespace ModelDsl.Matching;

/// <summary>Chooses the tensors of a file that are weights of the model.</summary>
internal static class Selection
{
    /// <summary>A count of batches, which PyTorch keeps beside the statistics of a normalisation. No computation uses it.</summary>
    private const string Counter = "num_batches_tracked";

    /// <summary>Returns the tensors, without the prefix and without those to ignore.</summary>
    /// <exception cref="FileFault">The file holds several state dicts, or does not hold what the author names.</exception>
    public static IReadOnlyList<ForeignTensor> Of(IReadOnlyList<ForeignTensor> all, WeightMap map)
    {
        var chosen = map.Prefix.Length > 0 ? Under(all, map.Prefix.TrimEnd('.')) : InTheOnlyHome(all);
        string[] unknown = [.. map.Ignore.Where(name => !chosen.Any(tensor => IsIn(tensor.Name, name)))];
        if (unknown.Length > 0) throw new FileFault($"has no tensors {Texts.Join(unknown)}, which Ignore names");
        return [.. chosen.Where(tensor => !IsCounter(tensor.Name) && !map.Ignore.Any(name => IsIn(tensor.Name, name)))];
    }

    /// <summary>Returns the layers of a model that are not kept as they are.</summary>
    /// <exception cref="FileFault">The model does not have what the author names.</exception>
    public static IReadOnlyList<OwnLayer> Of(IReadOnlyList<OwnLayer> layers, WeightMap map)
    {
        foreach (var (list, names) in new[] { ("Keep", map.Keep), ("ChannelsFirst", map.ChannelsFirst), ("ChannelsLast", map.ChannelsLast) })
        {
            string[] unknown = [.. names.Where(name => !layers.Any(layer => layer.Tensors.Any(tensor => IsIn($"{layer.Name}.{tensor.Property}", name))))];
            if (unknown.Length > 0) throw new FileFault($"can't be read with this {list}: the model has no layer {Texts.Join(unknown)}");
        }
        return [.. from layer in layers
                   let taken = layer.Tensors.Where(tensor => !map.Keep.Any(name => IsIn($"{layer.Name}.{tensor.Property}", name))).ToArray()
                   where taken.Length > 0
                   select layer with { Tensors = taken }];
    }

    private static bool IsIn(string name, string part) =>
        name == part || (name.StartsWith(part, StringComparison.Ordinal) && name.Length > part.Length && name[part.Length] == '.');

    private static bool IsCounter(string name) => name == Counter || name.EndsWith($".{Counter}", StringComparison.Ordinal);

    private static IReadOnlyList<ForeignTensor> Under(IReadOnlyList<ForeignTensor> all, string prefix)
    {
        ForeignTensor[] under = [.. all.Where(tensor => IsIn(tensor.Name, prefix) && tensor.Name != prefix)
            .Select(tensor => tensor with { Name = tensor.Name[(prefix.Length + 1)..] })];
        return under.Length > 0 ? under : throw new FileFault($"has no tensors whose names begin with {prefix}");
    }

    /// <summary>A checkpoint holds the state dict beside the state of an optimizer, which lies deeper.</summary>
    private static IReadOnlyList<ForeignTensor> InTheOnlyHome(IReadOnlyList<ForeignTensor> all)
    {
        if (all.Any(tensor => tensor.Home.Length == 0)) return all;
        string[] homes = [.. all.Select(tensor => tensor.Home).Where(home => !home.Contains('.')).Distinct()];
        if (homes is [var only]) return Under(all, only);
        var names = homes.Length > 0 ? homes : [.. all.Select(tensor => tensor.Home).Distinct()];
        throw new FileFault($"holds several state dicts. Choose one: new WeightMap {{ Prefix = \"…\" }} with {Texts.Join(names)}");
    }
}
