using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>
/// Tensors of layers as values of a method. They have no batch. So only functions that cannot mistake one of their axes for the batch take
/// them: functions of elements, and products.
/// </summary>
internal static class WeightFunctions
{
    private const string Few = "weights can only be used in functions of elements, Transpose, and MatMul(x, weight)";

    private static readonly ImmutableHashSet<string> OfElements = [.. ElementwiseFunctions.All.Select(function => function.Name)];

    /// <summary>Returns a layer's tensor; null, with a report, when nothing is known about it yet.</summary>
    public static Value? Weight(LoweringContext context, ModelSpec spec, TensorNode node)
    {
        var layer = spec.Layers[node.LayerIndex];
        var known = context.Layers.All.Any(info => info.Layer.Name == layer.Name);
        if (context.Tensors.Find(layer, node.Name) is { } weight)
        {
            if (weight.Producer.Is(Sources.Parameter) || (weight.Producer.Is(Sources.State) && layer.Frozen)) return weight;
            return Report("is a moving statistic, which only its layer uses: apply the layer");
        }
        return Report(known
            ? $"is not a tensor of layer '{layer.Name}', which is declared without it"
            : $"has no shape before layer '{layer.Name}' is applied: apply it first, as in 'x | m.{layer.Name}'");

        Value? Report(string what)
        {
            context.Report(Rules.WeightUse, node.Anchor, node.Text, what);
            return null;
        }
    }

    /// <summary>Lowers a function of tensors when one of them has no batch.</summary>
    public static Value Lower(FunctionBuilder f) => f.Node.Function switch
    {
        var function when OfElements.Contains(function) => TensorFunctionTable.Of(function).Lower(f),
        "Transpose" => Transpose(f),
        "MatMul" => MatMul(f),
        _ => f.Report(Rules.WeightUse, $"works along the axes of a batch, but {f.Operands.First(x => !x.Type.IsPerSample).Type.ShapeText} is a weight: {Few}"),
    };

    private static Value Transpose(FunctionBuilder f)
    {
        var (named, rank) = (f.Node.Integers, f.X.Type.Rank);
        var axes = (named.Count == 0 ? Enumerable.Range(0, rank).Reverse()
            : named.Select(axis => axis < 0 ? axis + rank : axis)).ToEquatableArray();
        return axes.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, rank))
            ? f.Append(Layouts.Permute, new OperationAttributes { Axes = axes }, f.X)
            : f.Report(Rules.WeightUse, $"can't transpose the weight {f.X.Type.ShapeText}: name each of its {Literal.Of(rank)} axes once");
    }

    /// <summary>Multiplies two matrices. A matrix that was transposed only for this product is read in its original layout.</summary>
    private static Value MatMul(FunctionBuilder f)
    {
        var (a, b) = (f.X, f.Operands[1]);
        if (a.Type.Rank != 2 || b.Type.Rank != 2 || a.Type.Columns != b.Type.Dims[0])
            return f.Report(Rules.ProductShapes, a.Type.ShapeText, b.Type.ShapeText, "[N, k] and a weight [k, n]", "the last axis of the batch must equal the first axis of the weight, so Reshape the batch or Transpose the weight");
        return b.Producer.Is(Layouts.Permute) && b.Producer.Attributes.Axes is [1, 0]
            ? f.Append(Matrices.MatMul, new OperationAttributes { TransposeRight = true }, a, b.Producer.Operands[0])
            : f.Append(Matrices.MatMul, a, b);
    }
}
