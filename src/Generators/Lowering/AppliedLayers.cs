using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>The layers that were applied so far, in the order of their first use.</summary>
internal sealed class AppliedLayers
{
    private readonly List<LayerInfo> layers = [];
    private readonly Dictionary<string, Anchor> firstUses = [];
    private int uses;

    public ImmutableArray<LayerInfo> All => [.. layers];

    /// <summary>Begins a use of a layer.</summary>
    /// <returns>The use's random stream.</returns>
    public int Begin(LayerSpec layer, Anchor? at)
    {
        if (at is { } expression && !firstUses.ContainsKey(layer.Name)) firstUses.Add(layer.Name, expression);
        return uses++;
    }

    /// <summary>Ends a use of a layer.</summary>
    public void End(LayerInfo use)
    {
        var known = layers.FindIndex(info => info.Layer.Name == use.Layer.Name);
        if (known < 0) layers.Add(use);
        else layers[known] = layers[known].UsedAgain(use.Inputs[0], use.Flops);
    }

    /// <summary>Returns the expression that uses a layer first; none when the layers simply follow each other.</summary>
    public ImmutableArray<Anchor> FirstUse(LayerSpec layer) => firstUses.TryGetValue(layer.Name, out var first) ? [first] : [];
}
