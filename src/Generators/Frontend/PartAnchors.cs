using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// Moves findings from layers to parameters. Lowering knows layers by number, and a declaration has parameters. So a fault of a layer
/// inside a record is reported at the parameter.
/// </summary>
internal static class PartAnchors
{
    public static Finding Move(Finding finding, IReadOnlyList<PartSpec> parts)
    {
        var anchor = finding.Anchor;
        if (anchor.Place is not (Place.Layer or Place.LayerType or Place.LayerAttribute or Place.Initialize)) return finding;
        var first = 0;
        for (var i = 0; i < parts.Count; first += parts[i].Count, i++)
        {
            if (anchor.Index >= first + parts[i].Count) continue;
            var moved = Forward.Inlining.IsRecord(parts[i]) ? new Anchor(Place.Layer, i) : anchor with { Index = i };
            return finding with { Anchor = moved };
        }
        return finding;
    }
}
