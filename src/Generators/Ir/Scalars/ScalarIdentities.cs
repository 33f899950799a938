using System.Collections.Immutable;

namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>Identities that hold for every number, for ±∞ and for NaN. They do not keep the sign of a zero.</summary>
internal static class ScalarIdentities
{
    /// <summary>Returns the step that replaces an operation's result; null when the identity does not apply.</summary>
    private delegate int? Identity(ScalarBuilder build, int[] x);

    private static readonly ImmutableDictionary<string, ImmutableArray<Identity>> Of = new (ScalarOperation On, Identity Rule)[]
    {
        (ScalarOperations.Add, static (b, x) => b[x[1]].IsConstant(0) ? x[0] : b[x[0]].IsConstant(0) ? x[1] : null),
        (ScalarOperations.Add, static (b, x) => Negated(b, x[1]) is { } y ? b.Append(ScalarOperations.Subtract, x[0], y) : null),
        (ScalarOperations.Add, static (b, x) => Negated(b, x[0]) is { } y ? b.Append(ScalarOperations.Subtract, x[1], y) : null),
        (ScalarOperations.Subtract, static (b, x) => b[x[1]].IsConstant(0) ? x[0] : null),
        (ScalarOperations.Subtract, static (b, x) => b[x[0]].IsConstant(0) ? b.Append(ScalarOperations.Negate, x[1]) : null),
        (ScalarOperations.Subtract, static (b, x) => Negated(b, x[1]) is { } y ? b.Append(ScalarOperations.Add, x[0], y) : null),
        (ScalarOperations.Multiply, static (b, x) => b[x[1]].IsConstant(1) ? x[0] : b[x[0]].IsConstant(1) ? x[1] : null),
        (ScalarOperations.Multiply, static (b, x) => b[x[1]].IsConstant(-1) ? b.Append(ScalarOperations.Negate, x[0]) : null),
        (ScalarOperations.Multiply, static (b, x) => b[x[0]].IsConstant(-1) ? b.Append(ScalarOperations.Negate, x[1]) : null),
        (ScalarOperations.Multiply, static (b, x) =>
            Negated(b, x[0]) is { } y ? b.Append(ScalarOperations.Negate, b.Append(ScalarOperations.Multiply, y, x[1])) : null),
        (ScalarOperations.Multiply, static (b, x) =>
            Negated(b, x[1]) is { } y ? b.Append(ScalarOperations.Negate, b.Append(ScalarOperations.Multiply, x[0], y)) : null),
        (ScalarOperations.Divide, static (b, x) => b[x[1]].IsConstant(1) ? x[0] : null),
        (ScalarOperations.Negate, static (b, x) => Negated(b, x[0])),
        (ScalarOperations.Power, static (b, x) => b.Constant(x[1]) is { } power ? Powers.Write(b, x[0], power) : null),
        (ScalarOperations.Less, static (b, x) => x[0] == x[1] ? x[3] : null),
        (ScalarOperations.Less, static (b, x) => Chosen(b, ScalarOperations.Less, x)),
        (ScalarOperations.Equal, static (b, x) => Chosen(b, ScalarOperations.Equal, x)),
    }.GroupBy(row => row.On.Name).ToImmutableDictionary(rows => rows.Key, rows => rows.Select(row => row.Rule).ToImmutableArray());

    public static int? Simplify(ScalarBuilder build, ScalarOperation operation, int[] x)
    {
        if (!Of.TryGetValue(operation.Name, out var identities)) return null;
        foreach (var identity in identities)
            if (identity(build, x) is { } step) return step;
        return null;
    }

    private static int? Negated(ScalarBuilder build, int step) => build[step].Is(ScalarOperations.Negate) ? build[step].Operands[0] : null;

    /// <summary>
    /// Simplifies a choice between equal steps, a choice by constants, and a choice by a condition that was tested before.
    /// </summary>
    private static int? Chosen(ScalarBuilder b, ScalarOperation choice, int[] x)
    {
        if (x[2] == x[3]) return x[2];
        if (b.Constant(x[0]) is { } left && b.Constant(x[1]) is { } right) return choice.Evaluate!([left, right, 1, 0]) == 1 ? x[2] : x[3];
        if (Same(2) is { } yes) return b.Append(choice, x[0], x[1], yes, x[3]);
        return Same(3) is { } no ? b.Append(choice, x[0], x[1], x[2], no) : null;

        // When a branch is a choice by the same condition: returns the only part of it that can be reached.
        int? Same(int branch) => b[x[branch]] is { } inner && inner.Is(choice) && inner.Operands[0] == x[0] && inner.Operands[1] == x[1]
            ? inner.Operands[branch] : null;
    }
}
