using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Rules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Tangent rules that several operations share. They cover operations whose derivative has a common form.</summary>
internal static class TangentRules
{
    /// <summary>The rule of an operation that is constant or piecewise constant: its derivative is 0 wherever it exists.</summary>
    public static readonly TangentRule Still = static (_, op, _) => [.. op.Results.Select(_ => (Value?)null)];

    /// <summary>
    /// The rule of an operation of one operand whose Jacobian is symmetric, such as an elementwise operation. The tangent is the adjoint,
    /// applied to the operand's tangent.
    /// </summary>
    public static readonly TangentRule Symmetric = static (build, op, t) => [build.Adjoint(op, t[0]!)];

    /// <summary>
    /// The rule of an operation that is linear in all operands together. It applies the operation to their tangents, with 0 for an operand
    /// that does not move.
    /// </summary>
    public static readonly TangentRule Linear = static (build, op, t) =>
        [build.Tangent(op.Definition, op.Result, op.Attributes, [.. t.Select((x, i) => x ?? build.Zero(op.Operands[i]))])];

    /// <summary>
    /// Returns the rule of an operation that is linear in each of some operands separately, such as a product. In its other operands it
    /// must be piecewise constant. For each of these operands, the rule applies the operation with the tangent in the operand's place, and
    /// sums the results.
    /// </summary>
    public static TangentRule LinearIn(params int[] operands) => (build, op, t) => [LinearPart(build, op, t, operands)];

    /// <summary>
    /// Returns the part of a tangent that comes through the operands in which the operation is linear; null when none of them moves.
    /// </summary>
    public static Value? LinearPart(TangentBuilder build, Operation op, ImmutableArray<Value?> t, params int[] operands)
    {
        Value? sum = null;
        foreach (var i in operands)
            if (t[i] is { } tangent) sum = build.Sum(sum,
                build.Tangent(op.Definition, op.Result, op.Attributes, [.. op.Operands.SetItem(i, tangent)]), op.Result);
        return sum;
    }
}
