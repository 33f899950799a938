using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// Finds the layers that read features which were an image, and the layers whose features become one. The order of their weights depends on
/// the order of the image's axes, in which frameworks differ.
/// </summary>
internal sealed class FeatureOrders
{
    /// <summary>The operations that keep the place of each number. Operands that are not per sample have no part in it.</summary>
    private static readonly ImmutableHashSet<OperationDefinition> InPlace =
    [
        Elementwise.Add, Elementwise.Subtract, Elementwise.Multiply, Elementwise.Scale, Elementwise.Activate, Elementwise.Dropout, Maps.Map,
        Arithmetic.Divide, Arithmetic.Abs, Arithmetic.Sign, Arithmetic.Log, Arithmetic.Sqrt, Arithmetic.Clamp, Arithmetic.Less,
        Arithmetic.Where, Sources.StopGradient, Matrices.AddBias, Normalizations.ScaleRows, Normalizations.ReciprocalSqrt,
        Normalizations.Standardize, Losses.Softmax, RowActivations.LogSoftmax, RowActivations.Sparsemax, RowActivations.PRelu,
        Images.ChannelDropout,
    ];

    private static readonly ImmutableHashSet<OperationDefinition> OfWindows =
        [.. Images.All.Where(operation => operation != Images.ChannelDropout)];

    private static readonly ImmutableHashSet<OperationDefinition> OfRows =
        [.. Recurrences.All, Matrices.MatMul, Matrices.GroupedMatMul, Matrices.BatchMatMul, Masks.MaskedMatMul, Sequences.Gather];

    private readonly Dictionary<Value, (LayerSpec Layer, Value Input)> made = [];
    private readonly Dictionary<Value, MergedAxes?> orders = [];
    private readonly Dictionary<string, MergedAxes> reads = [], writes = [];
    private readonly Dictionary<Value, List<string>> writers = [];

    /// <summary>Returns a layer with what was found about it.</summary>
    public LayerInfo Describe(LayerInfo layer) => layer with { Reads = Find(reads, layer.Layer), Writes = Find(writes, layer.Layer) };

    /// <summary>Notes a use of a layer.</summary>
    public void Apply(LayerSpec layer, Value x, Value output)
    {
        var order = Of(x);
        if (order is { IsMerged: true }) Note(reads, layer.Name, order);
        var source = Source(layer, x);
        if (order?.Split is { } split && source is not null)
        {
            foreach (var writer in writers[split]) writes[writer] = writes[writer].From(source);
        }
        // The operations of a layer without weights tell more: they may be a view.
        var tells = source is not null || !LayerTable.Of(layer).Tensors.IsEmpty;
        if (tells && output.Stored != x.Stored) made[output.Stored] = (layer, x.Stored);
    }

    /// <summary>Notes the output of the model.</summary>
    public void End(Value output) => Of(output);

    private static string? Source(LayerSpec layer, Value x) => LayerTable.Of(layer).Features switch
    {
        FeatureAxes.Windows => MergedAxes.Windows,
        FeatureAxes.Rows => MergedAxes.Rows,
        FeatureAxes.KeptRows when x.Type.Rank > 2 => MergedAxes.Rows,
        _ => null,
    };

    /// <summary>Returns the order of a value's features; null for a value that has none, such as a constant.</summary>
    private MergedAxes? Of(Value value)
    {
        value = value.Stored;
        if (orders.TryGetValue(value, out var known)) return known;
        return orders[value] = Find(value);
    }

    private MergedAxes? Find(Value value)
    {
        if (made.TryGetValue(value, out var use)) return OfLayer(use.Layer, use.Input);
        var operation = value.Producer;
        if (operation.Is(Sources.Input)) return MergedAxes.Input;
        if (operation.Is(Sources.Reshape)) return Reshaped(operation.Operands[0], value);
        if (OfWindows.Contains(operation.Definition)) return new([], MergedAxes.Windows);
        if (OfRows.Contains(operation.Definition)) return new([], MergedAxes.Rows);

        var all = operation.Operands.Where(operand => operand.Type.IsPerSample).Select(Of).OfType<MergedAxes>().ToArray();
        if (all.Length == 0) return null;
        var order = all.Aggregate((a, b) => a.With(b));
        if (InPlace.Contains(operation.Definition)) return order;
        return order.IsMerged || operation.Is(Layouts.Permute) ? order with { Source = MergedAxes.Several } : order;
    }

    private MergedAxes? OfLayer(LayerSpec layer, Value x)
    {
        var order = Of(x);
        return LayerTable.Of(layer).Features switch
        {
            FeatureAxes.Windows or FeatureAxes.Rows => new([], Source(layer, x)!),
            _ => Source(layer, x) is { } source ? order?.From(source) : order,
        };
    }

    private MergedAxes? Reshaped(Value x, Value y)
    {
        if (Of(x) is not { } order) return null;
        int[] from = [.. x.Type.Dims.Skip(1).Select(dim => dim.Size)], to = [.. y.Type.Dims.Skip(1).Select(dim => dim.Size)];
        var (last, next) = (from.Length == 0 ? 1 : from[^1], to.Length == 0 ? 1 : to[^1]);
        if (last == next) return order;
        if (Trailing(from, next) is { } merged)
            return order.IsMerged ? order with { Source = MergedAxes.Several } : order with { Shape = merged };
        if (Trailing(to, last) is not { } split) return order with { Source = MergedAxes.Several };
        if (order.IsMerged)
            return order.Shape.SequenceEqual(split) ? order with { Shape = [] } : order with { Source = MergedAxes.Several };
        var axes = new MergedAxes(split, MergedAxes.None);
        if (!axes.IsMerged) return order;
        writers[y] = [];
        Mark(x, axes, y);
        return order with { Shape = [], Source = MergedAxes.None, Split = y };
    }

    /// <summary>Notes the axes for the layers that a value's features come from.</summary>
    private void Mark(Value x, MergedAxes axes, Value split)
    {
        x = x.Stored;
        if (made.TryGetValue(x, out var use))
        {
            Note(writes, use.Layer.Name, axes);
            writers[split].Add(use.Layer.Name);
            if (LayerTable.Of(use.Layer).Features is FeatureAxes.Kept or FeatureAxes.KeptRows) Mark(use.Input, axes, split);
            return;
        }
        var isKept = InPlace.Contains(x.Producer.Definition) || x.Producer.Is(Sources.Reshape);
        foreach (var operand in x.Producer.Operands.Where(operand => operand.Type.IsPerSample))
            Mark(operand, isKept && operand.Type.Columns == x.Type.Columns ? axes : axes with { Source = MergedAxes.Several }, split);
    }

    private static MergedAxes? Find(Dictionary<string, MergedAxes> notes, LayerSpec layer) =>
        notes.TryGetValue(layer.Name, out var order) ? order : null;

    private static void Note(Dictionary<string, MergedAxes> notes, string layer, MergedAxes order) =>
        notes[layer] = notes.TryGetValue(layer, out var known) ? known.With(order) : order;

    /// <summary>Returns the last axes whose product is a number; null when there are not at least two.</summary>
    private static ImmutableArray<int>? Trailing(int[] shape, int product)
    {
        var (size, first) = (1L, shape.Length);
        while (first > 0 && size < product) size *= shape[--first];
        return size == product && shape.Length - first > 1 ? [.. shape.Skip(first)] : null;
    }
}
