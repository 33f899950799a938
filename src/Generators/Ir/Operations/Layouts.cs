using System.Collections.Immutable;
using ModelDsl.Generators.Support;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Operations that move numbers and compute nothing.</summary>
internal static class Layouts
{
    /// <summary>The dimensions of a sample in another order; the batch stays first. The adjoint is the inverse permutation.</summary>
    public static readonly OperationDefinition Permute = new(nameof(Permute), Stage.Lowering, static (operands, attributes) =>
    {
        var (x, axes) = (operands[0], attributes.Axes);
        var batch = x.IsPerSample ? 1 : 0;
        Require(x.Element == ElementType.Float && axes.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, x.Rank - batch)), operands);
        return [x.With([.. x.Dims.Take(batch), .. axes.Select(axis => x.Dims[batch + axis])])];
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var axes = op.Attributes.Axes.ToList();
            var inverse = Enumerable.Range(0, axes.Count).Select(axis => axes.IndexOf(axis)).ToEquatableArray();
            return [build.Gradient(Permute!, op.Operands[0], new OperationAttributes { Axes = inverse }, d[0]!)];
        },
        Tangent = LinearIn(0),
        Instruction = new("Permute", static a => [a.Operand(0), $"[{string.Join(", ", AllAxes(a.Operation).Select(Literal.Of))}]", a.Result()]),
        Onnx = new("Permute", static a => [a.Operand(0), .. AllAxes(a.Operation).Select(Literal.Of)]),
    };

    /// <summary>
    /// Reverses the order along one axis. The attribute index is that axis, which is not the batch. It is its own adjoint.
    /// </summary>
    public static readonly OperationDefinition Flip = new(nameof(Flip), Stage.Lowering, static (operands, attributes) =>
    {
        var (x, axis) = (operands[0], attributes.Index);
        Require(x.Element == ElementType.Float && axis >= 0 && axis < x.Rank && !x.Dims[axis].IsBatch, operands);
        return [x];
    })
    {
        Adjoint = static (build, op, d) => [build.Gradient(Flip!, op.Operands[0], op.Attributes, d[0]!)],
        Tangent = LinearIn(0),
        Instruction = new("Flip", static a => [a.Operand(0), Literal.Of(a.Attributes.Index), a.Result()]),
        Onnx = new("Flip", static a => [a.Operand(0), Literal.Of(a.Attributes.Index)]),
    };

    /// <summary>The columns of two values side by side: <c>[m, k]</c> and <c>[m, n]</c> give <c>[m, k + n]</c>.</summary>
    public static readonly OperationDefinition ConcatColumns = new(nameof(ConcatColumns), Stage.Lowering, static (operands, _) =>
    {
        var (a, b) = (operands[0], operands[1]);
        Require(a.Rank > 0 && a.RowDims.Equals(b.RowDims) && !a.Columns.IsBatch && !b.Columns.IsBatch, operands);
        return [a.With([.. a.RowDims, a.Columns.Size + b.Columns.Size])];
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var (a, b) = (op.Operands[0], op.Operands[1]);
            return
            [
                build.Gradient(Sequences.Columns, a, new OperationAttributes { Type = a.Type }, d[0]!),
                build.Gradient(Sequences.Columns, b, new OperationAttributes { Type = b.Type, Index = a.Type.Columns.Size }, d[0]!),
            ];
        },
        Tangent = Linear,
        Instruction = new("ConcatColumns", static a => a.All),
        Onnx = new("ConcatColumns"),
    };

    public static readonly ImmutableArray<OperationDefinition> All = [Permute, Flip, ConcatColumns];

    /// <summary>Returns the permutation of all dimensions, in the form for an engine.</summary>
    private static IEnumerable<int> AllAxes(Operation operation) => operation.Result.Type.IsPerSample
        ? new[] { 0 }.Concat(operation.Attributes.Axes.Select(axis => axis + 1))
        : operation.Attributes.Axes;
}
