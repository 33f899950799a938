using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The result of a layer of categories: a member of <c>ModelDsl.OutputMode</c>.</summary>
internal enum OutputMode
{
    Int,
    OneHot,
    MultiHot,
    Count,
}

/// <summary>Writes indices of categories as rows of zeros and ones, or of counts.</summary>
internal static class Encoding
{
    /// <summary>1 for 0, NaN for NaN, otherwise 0.</summary>
    private static readonly ScalarFunction IsZero = Of("IsZero", (b, x) => b.Append(ScalarOperations.Equal, x, b.Number(0), b.Number(1), b.Append(
        ScalarOperations.Equal, x, x, b.Number(0), x)));

    /// <summary>1 for a positive number, NaN for NaN, otherwise 0.</summary>
    private static readonly ScalarFunction IsPositive = Of("IsPositive", (b, x) => b.Append(ScalarOperations.Less, b.Number(0), x, b.Number(1), b.Append(
        ScalarOperations.Equal, x, x, b.Number(0), x)));

    /// <summary>Returns the mode of an attribute, and reports one that the layer does not have.</summary>
    /// <param name="name">The layer.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="otherwise">The mode when none is written.</param>
    /// <param name="hasInt">True when the layer may give indices.</param>
    public static OutputMode Mode(string name, AttributeReader attribute, OutputMode otherwise, bool hasInt)
    {
        if (attribute.Member("OutputMode") is not { } member) return otherwise;
        var mode = (OutputMode)member.Value;
        if (member.Name is null || (mode == OutputMode.Int && !hasInt))
        {
            attribute.Report(Rules.PreprocessingOption, "OutputMode", name, $"the output mode {member.Name ?? Literal.Of(member.Value)}",
                $"it must be {(hasInt ? "Int, " : "")}OneHot, MultiHot or Count of OutputMode");
            return otherwise;
        }
        if (mode == OutputMode.Int && attribute.String("Axis") is { Length: > 0 } axis)
            attribute.Report(Rules.PreprocessingOption, "Axis", name, $"the axis '{axis}'", "OutputMode.Int makes no axis");
        return mode;
    }

    /// <summary>Returns a mode in the form for summaries: <c>multi hot</c>.</summary>
    public static string Text(OutputMode mode) => mode switch
    {
        OutputMode.OneHot => "one hot",
        OutputMode.MultiHot => "multi hot",
        OutputMode.Count => "count",
        _ => "int",
    };

    /// <summary>Returns the origins of the axes of the output.</summary>
    public static IEnumerable<AxisOrigin> Axes(OutputMode mode, string axis, TensorType output) =>
        mode == OutputMode.Int ? AxisOrigin.Kept(output.Rank) : AxisOrigin.Features(output, axis);

    /// <summary>Writes indices in a mode.</summary>
    /// <param name="build">The layer.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="indices">The indices, <c>[N, …, k]</c>.</param>
    /// <param name="categories">The number of categories.</param>
    public static Value Write(LayerBuilder build, OutputMode mode, Value indices, int categories)
    {
        var (graph, name, taken) = (build.Graph, build.Name, indices.Type.Columns.Size);
        if (mode == OutputMode.Int) return indices;
        if (taken == 1) indices = graph.Reshape(indices, name + "Indices", indices.Type.With(indices.Type.RowDims));
        build.CheckNumbers("one-hot rows", System.Numerics.BigInteger.One * indices.Type.Elements * categories);
        if (build.Failed) return indices;

        var rows = indices.Type.With([.. indices.Type.Dims, categories]);
        var along = graph.Append(
            Reductions.BroadcastColumns, name + "Along", new OperationAttributes { Type = rows, Factor = 1 }, indices);
        var minusCategories = graph.Append(
            Constants.Multiples, name + "MinusCategories", new OperationAttributes { Type = TensorType.Float(categories), Factor = -1 });
        var distances = graph.Append(Matrices.AddBias, name + "Distances", along, minusCategories);
        var isLast = taken == 1 || mode == OutputMode.OneHot;
        var oneHot = Map(graph, isLast ? name : name + "OneHot", IsZero, distances);
        if (isLast) return oneHot;

        var counts = Sum(graph, mode == OutputMode.Count ? name : name + "Counts", Moved(graph, name, oneHot));
        return mode == OutputMode.Count ? counts : Map(graph, name, IsPositive, counts);
    }

    /// <summary>
    /// Returns the sums of rows of small whole numbers, which are exact: <c>[N, …, k] → [N, …]</c>. A mean times k would not be exact.
    /// </summary>
    public static Value Sum(GraphBuilder graph, string name, Value rows)
    {
        var ones = graph.Constant(name + "Ones", TensorType.Float(rows.Type.Columns, 1), 1);
        var sums = graph.Append(Matrices.MatMul, name + "Sums", rows, ones);
        return graph.Reshape(sums, name, rows.Type.With(rows.Type.RowDims));
    }

    /// <summary>Applies a function to every number.</summary>
    public static Value Map(GraphBuilder graph, string name, ScalarFunction function, Value x) =>
        graph.Append(Maps.Map, name, new OperationAttributes { Function = function }, x);

    /// <summary>Returns the function of one number.</summary>
    public static ScalarFunction Of(string name, Func<ScalarBuilder, int, int> write)
    {
        var builder = new ScalarBuilder();
        return builder.Build(name, 1, write(builder, builder.Argument(0)));
    }

    /// <summary>Exchanges the last two axes.</summary>
    private static Value Moved(GraphBuilder graph, string name, Value x)
    {
        var last = x.Type.Rank - 2;
        var axes = Enumerable.Range(0, last - 1).Concat([last, last - 1]).ToEquatableArray();
        return graph.Append(Layouts.Permute, name + "ByCategory", new OperationAttributes { Axes = axes }, x);
    }
}
