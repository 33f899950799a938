using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Rules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Tangent rules that several operations share: an operation's own shape of derivative often says all of it.</summary>
internal static class TangentRules
{
    /// <summary>What moves in steps, or not at all: where it has a derivative, that is 0.</summary>
    public static readonly TangentRule Still = static (_, op, _) => [.. op.Results.Select(_ => (Value?)null)];

    /// <summary>An operation of one operand whose Jacobian is symmetric, as that of each element by itself is: the tangent is what its adjoint makes of it.</summary>
    public static readonly TangentRule Symmetric = static (build, op, t) => [build.Adjoint(op, t[0]!)];

    /// <summary>An operation that is linear in all operands together: the operation on their tangents, 0 where one does not move.</summary>
    public static readonly TangentRule Linear = static (build, op, t) =>
        [build.Tangent(op.Definition, op.Result, op.Attributes, [.. t.Select((x, i) => x ?? build.Zero(op.Operands[i]))])];

    /// <summary>
    /// An operation that is linear in each of some operands by itself, as a product is, and moves in steps with the others: the sum of the
    /// operation with the tangent of each in its place.
    /// </summary>
    public static TangentRule LinearIn(params int[] operands) => (build, op, t) => [LinearPart(build, op, t, operands)];

    /// <summary>The part of a tangent that comes through operands in which the operation is linear; null where none of them moves.</summary>
    public static Value? LinearPart(TangentBuilder build, Operation op, ImmutableArray<Value?> t, params int[] operands)
    {
        Value? sum = null;
        foreach (var i in operands)
            if (t[i] is { } tangent) sum = build.Sum(sum, build.Tangent(op.Definition, op.Result, op.Attributes, [.. op.Operands.SetItem(i, tangent)]), op.Result);
        return sum;
    }
}
