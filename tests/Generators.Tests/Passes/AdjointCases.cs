using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Tests.Scalars;

namespace ModelDsl.Generators.Tests.Passes;

/// <summary>
/// An operation on parameters, in one of its forms: with attributes, on operands of some ranks. Its results are weighted with numbers and
/// summed to a loss.
/// </summary>
internal sealed record AdjointCase(string Name, OperationDefinition Operation, Func<CaseBuilder, IEnumerable<Value>> Results)
{
    public Graph Graph()
    {
        var build = new CaseBuilder();
        return build.WeighedSum(Results(build));
    }

    /// <summary>The same with a loss that is not linear in the results, so that upstream gradients change, too.</summary>
    public Graph Curved()
    {
        var build = new CaseBuilder();
        return build.WeighedSum([.. Results(build).SelectMany(y => new[] { y, build.Graph.Append(Elementwise.Multiply, "squared", y, y) })]);
    }
}

internal sealed class CaseBuilder
{
    private int sources;

    public GraphBuilder Graph { get; } = new();

    public Value Parameter(TensorType type) => Graph.Source(Sources.Parameter, "parameter", type, sources++);

    /// <summary>A mask of ones and zeros, at random.</summary>
    public Value Mask(TensorType type) => Graph.Append(
        Arithmetic.Less, "mask", Graph.Constant("zero", type, 0), Graph.Source(Sources.Input, "chosen", type, sources++));

    public Graph WeighedSum(IEnumerable<Value> results)
    {
        Value? loss = null;
        foreach (var result in results)
        {
            var weights = Graph.Source(Sources.Input, "weights", result.Type, sources++);
            var sum = Graph.Append(Reductions.Sum, "sum", Graph.Append(Elementwise.Multiply, "weighed", result, weights));
            loss = loss is null ? sum : Graph.Append(Elementwise.Add, "loss", loss, sum);
        }
        return Graph.Build([new GraphOutput(OutputRole.Loss, loss!)]);
    }
}

/// <summary>Every operation with an adjoint, with every attribute that it reads, for ranks 0 to 4, with and without a batch.</summary>
internal static partial class AdjointCases
{
    private static readonly Dim N = Dim.Batch;

    private static readonly TensorType[] Types =
        [TensorType.Scalar, TensorType.Float(N), TensorType.Float(3), TensorType.Float(N, 3), TensorType.Float(N, 2, 3),
        TensorType.Float(N, 2, 2, 3)];

    private static readonly TensorType[] WithColumns = [.. Types.Skip(2), TensorType.Float(4, 3)];

    public static IReadOnlyDictionary<string, AdjointCase> All { get; } = Cases().ToDictionary(c => c.Name);

    private static IEnumerable<AdjointCase> Cases() =>
    [
        .. Types.SelectMany(OnOneType),
        .. Types.SelectMany(Mapped),
        .. Activated(Types[^1]),
        .. WithColumns.SelectMany(OnMatrix),
        .. RowActivationCases(),
        .. Products(),
        .. OverImages(),
        .. WithColumns.SelectMany(Normalized),
        .. Reshapes(),
        .. WithColumns.Select(type => Case($"ConcatColumns {type}", Layouts.ConcatColumns, OperationAttributes.None, type, type.With([.. type.RowDims, 2]))),
        .. OverSequences(),
        .. Recurrent(),
        .. Permutations(),
        .. WithColumns.SelectMany(CrossEntropies),
    ];

    private static IEnumerable<AdjointCase> Mapped(TensorType type)
    {
        foreach (var arguments in Enumerable.Range(1, 3))
        {
            // A function does not depend on the shape, so each shape gets other functions.
            var random = new Random(10 * Array.IndexOf(Types, type) + arguments);
            var function = RandomFunction.Of([.. Enumerable.Range(0, 12).Select(_ => random.Next(1 << 20))], arguments);
            yield return Case($"Map {function} on {type}", Maps.Map, new() { Function = function }, [.. Enumerable.Repeat(type, arguments)]);
        }
    }

    /// <summary>Activations on the type with the most numbers: each is one kernel, whose adjoint does not depend on the shape.</summary>
    private static IEnumerable<AdjointCase> Activated(TensorType type) =>
    [
        .. ActivationTable.Elementwise.Select(row => Case($"{row.Name} {type}", Elementwise.Activate, new() { Activation = row.Name }, type)),
        .. new (string Name, ActivationNumbers Numbers)[]
        {
            ("Relu", new(0.3, 2, 0.5)), ("LeakyRelu", new(0.4, double.PositiveInfinity, 0)), ("Elu", new(0.7, 0, 0)), ("Celu", new(2, 0, 0)),
            ("SoftShrink", new(0, 0, 0.5)), ("HardShrink", new(0, 0, 0.5)), ("Squareplus", new(0.5, 0, 0)),
            ("Threshold", new(0.7, 0, -0.25)),
        }.Select(row => Case($"{row.Name} {type} with {row.Numbers}", Maps.Map, new() { Function = ActivationTable.Of(row.Name).Function(row.Numbers) }, type)),
    ];

    private static IEnumerable<AdjointCase> OverImages()
    {
        var image = TensorType.Float(N, 5, 4, 2);
        yield return Case("ChannelDropout", Images.ChannelDropout, new() { Rate = 0.3, Index = 2 }, image);
        yield return new("Pixels", Images.Pixels, b =>
            [b.Graph.Append(Images.Pixels, "y", b.Graph.Source(Sources.Input, RandomData.Indices, TensorType.Float(N, 7)), b.Parameter(image))]);
        Window[] windows =
        [
            new(Span1D.Valid(1), Span1D.Valid(1)),
            new(Span1D.Valid(2, 2), Span1D.Valid(2, 2)),
            new(Span1D.Same(5, 3, 1, 1), Span1D.Same(4, 2, 1, 1)),
            new(Span1D.Valid(2, 3), Span1D.Valid(1, 2)),
            new(Span1D.Same(5, 3, 2, 2), Span1D.Same(4, 2, 1, 3)),
        ];
        foreach (var window in windows)
        {
            var over = new OperationAttributes { Window = window };
            TensorType Found(int numbers) => image.With([N, window.Rows.Places(5), window.Columns.Places(4), numbers * 2]);
            yield return Case($"Patches, {window}", Images.Patches, over, image);
            yield return Case($"PatchesGradient, {window}", Images.PatchesGradient, over with { Type = image }, Found(window.Cells));
            yield return new($"MaxPool, {window}", Images.MaxPool, b => [b.Graph.Append(Images.MaxPool, "y", over, b.Graph.Source(Sources.Parameter, RandomData.Spread, image))]);
            yield return Case($"AveragePool, {window}", Images.AveragePool, over, image);
            yield return Case($"DepthwiseConvolution, {window}", Images.DepthwiseConvolution, over, image, TensorType.Float(window.Rows.Size, window.Columns.Size, 2, 1));
            yield return Case($"DepthwiseImageGradient, {window}", Images.DepthwiseImageGradient, over with { Type = image }, Found(1), TensorType.Float(window.Rows.Size, window.Columns.Size, 2, 1));
            yield return Case($"AveragePoolGradient, {window}", Images.AveragePoolGradient, over with { Type = image }, Found(1));
        }
    }

    private static IEnumerable<AdjointCase> Normalized(TensorType type)
    {
        // Over columns, over groups of columns (of the whole and of each sample), and over rows.
        (int Groups, TensorType Type)[] statistics =
            [(3, TensorType.Float(3)), (1, TensorType.Float(1)), (3, type.With([type.Dims[0], 3])), (1, type.With([type.Dims[0], 1])),
            (1, type.With(type.RowDims))];
        foreach (var (groups, of) in statistics.Where(s => type.Rank > 1 || s.Type.Rank < 2))
        {
            var attributes = new OperationAttributes { Epsilon = 0.5, Groups = groups, Type = of };
            yield return new($"Standardize {type}, {groups} groups, statistics {of}", Normalizations.Standardize, b =>
                [b.Graph.AppendAll(Normalizations.Standardize, [b.Parameter(type)], attributes, ["y", "mean", "variance"])[0]]);
        }
        yield return new($"ReciprocalSqrt {type}", Normalizations.ReciprocalSqrt, b =>
        {
            var positive = b.Graph.Append(Elementwise.Activate, "positive", new OperationAttributes { Activation = "Softplus" }, b.Parameter(type));
            return [b.Graph.Append(Normalizations.ReciprocalSqrt, "y", new OperationAttributes { Epsilon = 0.1 }, positive)];
        });
        yield return Case($"ScaleRows {type}", Normalizations.ScaleRows, OperationAttributes.None, type, TensorType.Float(3));
        yield return new($"ScaleRows {type} and AddBias", Normalizations.ScaleRows, b =>
            [b.Graph.Append(Matrices.AddBias, "y", b.Graph.Append(Normalizations.ScaleRows, "scaled", b.Parameter(type), b.Parameter(TensorType.Float(3))), b.Parameter(TensorType.Float(3)))]);
    }

    private static IEnumerable<AdjointCase> OnOneType(TensorType type)
    {
        foreach (var operation in new[] { Elementwise.Add, Elementwise.Subtract, Elementwise.Multiply })
        {
            yield return Case($"{operation} {type}", operation, OperationAttributes.None, type, type);
            yield return new($"{operation} {type} with itself", operation, b => b.Parameter(type) is var x ? [b.Graph.Append(operation, "y", x, x)] : []);
        }
        foreach (var factor in new Coefficient[] { 1, -2.5, new(0.5, -1), new(3, 1) })
        {
            yield return Case($"Scale {type} by {factor}", Elementwise.Scale, new() { Factor = factor }, type);
            yield return Case($"Sum {type} by {factor}", Reductions.Sum, new() { Factor = factor }, type);
            yield return Case($"BroadcastScalar to {type} by {factor}", Reductions.BroadcastScalar, new() { Factor = factor, Type = type }, TensorType.Scalar);
            if (type.Rank > 0 && type != TensorType.Float(N))
            {
                var rows = type.With(type.RowDims);
                yield return Case($"BroadcastColumns to {type} by {factor}", Reductions.BroadcastColumns, new() { Factor = factor, Type = type }, rows);
            }
        }
        yield return Case($"Dropout {type}", Elementwise.Dropout, new() { Rate = 0.3, Index = 2 }, type);
        foreach (var random in new[] { Elementwise.Normal, Elementwise.Uniform })
            yield return new($"{random.Name} {type}", random, b =>
                [b.Graph.Append(Elementwise.Multiply, "y", b.Parameter(type), b.Graph.Append(random, "noise", new OperationAttributes { Type = type, Index = 3 }))]);
        yield return Case($"Divide {type}", Arithmetic.Divide, OperationAttributes.None, type, type);
        yield return new($"Less {type}", Arithmetic.Less, b => [b.Graph.Append(Arithmetic.Less, "y", b.Parameter(type), b.Parameter(type))]);
        yield return new($"Less or equal {type}", Arithmetic.Less, b =>
            [b.Graph.Append(Elementwise.Multiply, "y", b.Parameter(type), b.Graph.Append(Arithmetic.Less, "less", new OperationAttributes { Index = 1 }, b.Parameter(type), b.Parameter(type)))]);
        yield return new($"Where {type}", Arithmetic.Where, b =>
        {
            var (x, other) = (b.Parameter(type), b.Parameter(type));
            return [b.Graph.Append(Arithmetic.Where, "y", b.Graph.Append(Arithmetic.Less, "less", x, other), x, b.Parameter(type))];
        });
        if (type.Rank > 0 && type.Columns.Size > 1)
        {
            yield return new($"ClassIndices {type}", Losses.ClassIndices, b =>
                [b.Graph.AppendAll(Losses.SparseSoftmaxCrossEntropy, [b.Parameter(type), b.Graph.Append(Losses.ClassIndices, "classes", b.Graph.Constant("ones", type.With(type.RowDims), 1))], OperationAttributes.None, ["losses", "probabilities"])[0]]);
        }
        yield return new($"StopGradient {type}", Sources.StopGradient, b =>
            [b.Graph.Append(Elementwise.Multiply, "y", b.Parameter(type), b.Graph.Append(Sources.StopGradient, "c", b.Graph.Constant("constant", type, 1.5)))]);
        yield return Case($"Abs {type}", Arithmetic.Abs, OperationAttributes.None, type);
        yield return Case($"Sign {type}", Arithmetic.Sign, OperationAttributes.None, type);
        foreach (var operation in new[] { Arithmetic.Log, Arithmetic.Sqrt })
            yield return new($"{operation} {type}", operation, b => [b.Graph.Append(operation, "y", b.Graph.Append(Elementwise.Activate, "positive", new OperationAttributes { Activation = "Softplus" }, b.Parameter(type)))]);
        foreach (var (least, most) in new[] { (-0.5, 1.0), (double.NegativeInfinity, 0.5), (-1.0, double.PositiveInfinity) })
            yield return Case($"Clamp {type} to {least} … {most}", Arithmetic.Clamp, new() { Least = least, Most = most }, type);
        yield return new($"Fill {type}", Elementwise.Fill, b => [b.Graph.Append(Elementwise.Multiply, "y", b.Parameter(type), b.Graph.Constant("c", type, new Coefficient(1.5, -1)))]);
    }

    private static IEnumerable<AdjointCase> OnMatrix(TensorType type) =>
    [
        Case($"Softmax {type}", Losses.Softmax, OperationAttributes.None, type),
        Case($"AddBias {type}", Matrices.AddBias, OperationAttributes.None, type, TensorType.Float(3)),
        Case($"SumRows {type}", Reductions.SumRows, OperationAttributes.None, type),
        Case($"MeanColumns {type}", Reductions.MeanColumns, OperationAttributes.None, type),
    ];

    private static IEnumerable<AdjointCase> RowActivationCases() =>
    [
        .. WithColumns.Select(type => Case($"LogSoftmax {type}", RowActivations.LogSoftmax, OperationAttributes.None, type)),
        .. WithColumns.Select(type => Case($"Sparsemax {type}", RowActivations.Sparsemax, OperationAttributes.None, type)),
        .. WithColumns.Select(type => type.With(type.RowDims.Append(4))).Select(type => Case($"Glu {type}", RowActivations.Glu, OperationAttributes.None, type)),
        .. new TensorType[] { TensorType.Float(2, 2, 3), TensorType.Float(1, 1, 3), TensorType.Float(2, 1, 1), TensorType.Float(1, 2, 1) }
            .Select(slopes => Case($"PRelu {slopes}", RowActivations.PRelu, OperationAttributes.None, TensorType.Float(N, 2, 2, 3), slopes)),
        Case("PRelu of vectors", RowActivations.PRelu, OperationAttributes.None, TensorType.Float(N, 3), TensorType.Float(3)),
    ];

    private static IEnumerable<AdjointCase> Products() =>
    [
        .. WithColumns.Select(type => Product(false, false, type, TensorType.Float(3, 4))),
        .. WithColumns.Select(type => Product(true, false, type, type.With([.. type.RowDims, 2]))),
        .. WithColumns.Select(type => Product(false, true, type, TensorType.Float(2, 3))),
        Product(true, true, TensorType.Float(4, 3), TensorType.Float(2, 4)),
        Product(false, false, TensorType.Float(3), TensorType.Float(3, 1)),
        Grouped(false, false, TensorType.Float(N, 6), TensorType.Float(3, 4)),
        Grouped(false, false, TensorType.Float(N, 3, 2), TensorType.Float(1, 6)),
        Grouped(false, true, TensorType.Float(N, 4), TensorType.Float(3, 4)),
        Grouped(false, true, TensorType.Float(5, 2), TensorType.Float(2, 2)),
        Grouped(true, false, TensorType.Float(N, 2, 6), TensorType.Float(N, 2, 4)),
        Grouped(true, false, TensorType.Float(4, 2), TensorType.Float(4, 6)),
    ];

    private static AdjointCase Product(bool left, bool right, TensorType a, TensorType b) => Case(
        $"MatMul {a}{(left ? "ᵀ" : "")} {b}{(right ? "ᵀ" : "")}", Matrices.MatMul, new() { TransposeLeft = left, TransposeRight = right }, a, b);

    private static AdjointCase Grouped(bool left, bool right, TensorType a, TensorType b) => Case(
        $"GroupedMatMul {a}{(left ? "ᵀ" : "")} {b}{(right ? "ᵀ" : "")}", Matrices.GroupedMatMul,
        new() { Groups = 2, TransposeLeft = left, TransposeRight = right }, a, b);

    private static IEnumerable<AdjointCase> Reshapes() =>
        from pair in new (TensorType From, TensorType To)[]
        {
            (TensorType.Float(N, 2, 3), TensorType.Float(N, 6)),
            (TensorType.Float(N, 6), TensorType.Float(N, 3, 2, 1)),
            (TensorType.Float(6), TensorType.Float(2, 3)),
            (TensorType.Float(N), TensorType.Float(N, 1)),
        }
        select Case($"Reshape {pair.From} to {pair.To}", Sources.Reshape, new() { Type = pair.To }, pair.From);

    private static IEnumerable<AdjointCase> Permutations() =>
        from pair in new (TensorType Type, int[] Axes)[]
        {
            (TensorType.Float(N, 2, 3), [1, 0]),
            (TensorType.Float(N, 2, 3, 4), [2, 0, 1]),
            (TensorType.Float(N, 2, 3, 4), [1, 0, 2]),
            (TensorType.Float(2, 3, 1, 4), [3, 1, 0, 2]),
            (TensorType.Float(N, 5), [0]),
            (TensorType.Float(N), []),
        }
        select Case($"Permute {pair.Type} to {string.Join(" ", pair.Axes)}", Layouts.Permute, new() { Axes = [.. pair.Axes] }, pair.Type);

    /// <summary>Each with a loss from its losses, from its probabilities, and from both.</summary>
    private static IEnumerable<AdjointCase> CrossEntropies(TensorType type) =>
        from operation in new[] { Losses.SparseSoftmaxCrossEntropy, Losses.SoftmaxCrossEntropy, Losses.SigmoidCrossEntropy }
        from results in new int[][] { [0], [1], [0, 1] }
        select new AdjointCase($"{operation} {type} through {string.Join(" and ", results)}", operation, b =>
        {
            var labels = operation == Losses.SparseSoftmaxCrossEntropy ? new TensorType(ElementType.Int32, type.RowDims) : type;
            var values = b.Graph.AppendAll(operation, [b.Parameter(type), b.Graph.Source(Sources.Labels, "labels", labels)], OperationAttributes.None, ["losses", "probabilities"]);
            return results.Select(i => values[i]);
        });

    private static AdjointCase Case(
        string name, OperationDefinition operation, OperationAttributes attributes, params TensorType[] operands) =>
        new(name, operation, b => [b.Graph.Append(operation, "y", attributes, [.. operands.Select(b.Parameter)])]);
}
