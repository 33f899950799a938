using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir.Rules;

/// <summary>The tool of tangent rules. Every method appends an operation that gives (a part of) the tangent of a value.</summary>
internal sealed class TangentBuilder(GraphBuilder graph)
{
    /// <summary>Appends an operation whose first result is the tangent of a value.</summary>
    public Value Tangent(OperationDefinition operation, Value of, params Value[] operands) =>
        Tangent(operation, of, OperationAttributes.None, operands);

    /// <inheritdoc cref="Tangent(OperationDefinition, Value, Value[])"/>
    public Value Tangent(OperationDefinition operation, Value of, OperationAttributes attributes, params Value[] operands) =>
        graph.Append(operation, NameOf(of), attributes, operands);

    /// <summary>Appends an operation on the way to the tangent of a value, and returns all of its results.</summary>
    public ImmutableArray<Value> All(OperationDefinition operation, Value of, OperationAttributes attributes, params Value[] operands) =>
        graph.AppendAll(operation, [.. operands], attributes, [NameOf(of)]);

    /// <summary>Applies the adjoint of an operation of one operand to a tangent.</summary>
    public Value Adjoint(Operation operation, Value tangent)
    {
        var upstream = operation.Results.Select((_, i) => i == 0 ? tangent : null).ToImmutableArray();
        return operation.Definition.Adjoint!(new AdjointBuilder(graph, NameOf(operation.Results[0])), operation, upstream)[0]!;
    }

    /// <summary>Returns the source of a direction: the tangent of a value that moves by itself.</summary>
    public Value Direction(OperationDefinition source, Value of) => graph.Source(source, of.Name + "Direction", of.Type, of.Producer.Attributes.Index);

    public Value Zero(Value of) => Constant(of, of.Type, 0);

    public Value Constant(Value of, TensorType type, Coefficient value) => graph.Constant(NameOf(of), type, value);

    public Value Reshape(Value x, Value of, TensorType type) => graph.Reshape(x, NameOf(of), type);

    public Value Scale(Value x, Coefficient factor, Value of) =>
        Tangent(Elementwise.Scale, of, new OperationAttributes { Factor = factor }, x);

    public Value Multiply(Value a, Value b, Value of) => Tangent(Elementwise.Multiply, of, a, b);

    /// <summary>Returns the sum of two parts of a value's tangent; the other one when one is null.</summary>
    public Value? Sum(Value? a, Value? b, Value of) => a is null ? b : b is null ? a : Tangent(Elementwise.Add, of, a, b);

    /// <summary>Returns the difference of two parts; a null part counts as 0.</summary>
    public Value? Difference(Value? a, Value? b, Value of) =>
        b is null ? a : a is null ? Scale(b, -1, of) : Tangent(Elementwise.Subtract, of, a, b);

    /// <summary>Returns the sum of each row, repeated along the row.</summary>
    public Value RowSums(Value x, Value of) => x.Type.Columns.IsBatch
        ? Tangent(Reductions.BroadcastScalar, of, new OperationAttributes { Type = x.Type }, Tangent(Reductions.Sum, of, x))
        : AlongRows(SumOfRows(x, of), x.Type, of);

    /// <summary>Returns the sum of each row: <c>[m, n] → [m]</c>.</summary>
    public Value SumOfRows(Value x, Value of) => Scale(Tangent(Reductions.MeanColumns, of, x), x.Type.Columns.Size, of);

    /// <summary>Returns one number of each row, repeated along the row.</summary>
    public Value AlongRows(Value x, TensorType type, Value of, double factor = 1) =>
        Tangent(Reductions.BroadcastColumns, of, new OperationAttributes { Type = type, Factor = factor }, x);

    /// <summary>
    /// Returns the mean of each group of numbers, of the attributes' type: the statistics of <see cref="Normalizations.Standardize"/>.
    /// </summary>
    public Value Means(Value x, OperationAttributes groups, Value of) => All(Normalizations.Standardize, of, groups, x)[1];

    /// <summary>Returns one number of each group, repeated for each number of the group.</summary>
    public Value AlongGroups(Value statistics, TensorType type, int groups, Value of)
    {
        if (groups == 1 && statistics.Type.Dims.Equals(type.RowDims)) return AlongRows(statistics, type, of);
        var (columns, before) = (type.Columns.Size, statistics.Type.Rank == 1 ? Array.Empty<Dim>() : [type.Dims[0]]);
        var ofColumns = Reshape(AlongRows(statistics, type.With([.. before, groups, columns / groups]), of), of,
            type.With([.. before, columns]));
        if (before.Length == 0) return Tangent(Matrices.AddBias, of, Constant(of, type, 0), ofColumns);
        // Statistics of each sample: repeat them over the dimensions between the sample and the columns.
        var between = (int)(type.Elements / (type.IsPerSample ? 1 : type.Dims[0].Size) / columns);
        var repeated = AlongRows(ofColumns, type.With([.. before, columns, between]), of);
        int[] axes = type.IsPerSample ? [1, 0] : [0, 2, 1];
        return Reshape(Tangent(Layouts.Permute, of, new OperationAttributes { Axes = axes.ToEquatableArray() }, repeated), of, type);
    }

    /// <summary>Returns a value to write a formula with.</summary>
    public Formula Formula(Value x) => new(graph, x);

    private static string NameOf(Value value) => value.Name + "Tangent";
}
