namespace ModelDsl.Import;

/// <summary>Activations that an exporter wrote as their formulas.</summary>
internal static class ActivationPass
{
    // A gate g(x), the number before it, and the activation that number·x·g(x) is.
    private sealed record Gate(double Number, UnaryFunction Function, Func<Draft, Wire, Wire?> Argument);

    private static readonly IReadOnlyList<Gate> Gates =
    [
        new(0.5, UnaryFunction.Gelu, (draft, gate) => OneMore(draft, gate, UnaryFunction.Erf) is { } inner
            && Formulas.Product(draft, inner) is (var number, { Count: > 0 }) && Formulas.IsNear(number, Math.Sqrt(0.5)) ? inner : null),
        new(0.5, UnaryFunction.GeluTanh,
            (draft, gate) => OneMore(draft, gate, UnaryFunction.Tanh) is { } inner ? Cubic(draft, inner) : null),
        new(1, UnaryFunction.Silu, (draft, gate) => Formulas.Of(draft, gate, UnaryFunction.Sigmoid)),
        new(1, UnaryFunction.QuickGelu, (draft, gate) => Formulas.Of(draft, gate, UnaryFunction.Sigmoid)),
        new(1, UnaryFunction.Mish, (draft, gate) => Formulas.Of(draft, gate, UnaryFunction.Tanh) is { } inner
            ? Formulas.Of(draft, inner, UnaryFunction.Softplus) : null),
        new(1, UnaryFunction.HardSwish, HardSigmoid),
        new(1 / 6.0, UnaryFunction.HardSwish, Clipped),
    ];

    public static bool Recognise(Draft draft, DraftStep step)
    {
        if (step.Result.Type != ElementType.Float)
            return false;
        switch (step.Operation)
        {
            case Binary { Function: BinaryFunction.Multiply or BinaryFunction.Divide }:
                return Product(draft, step);
            case Unary { Function: UnaryFunction.Log } when Exponential(draft, step.Operands[0]) is { } x:
                draft.Rewrite(step, new Unary(UnaryFunction.Softplus), x);
                return true;
            case Binary { Function: BinaryFunction.Maximum } when Zero(step) is { } x && x.Shape.Equals(step.Result.Shape):
                draft.Rewrite(step, new Unary(UnaryFunction.Relu), x);
                return true;
            case Clip { Least: 0, Most: null }:
                draft.Rewrite(step, new Unary(UnaryFunction.Relu), step.Operands[0]);
                return true;
            default:
                return false;
        }
    }

    private static bool Product(Draft draft, DraftStep step)
    {
        var (number, factors) = Formulas.Product(draft, step.Result);
        foreach (var gate in factors)
            foreach (var row in Gates)
            {
                if (row.Argument(draft, gate) is not { } argument)
                    continue;
                // number·rest·g(scale·x) is the activation of x if the rest is x.
                var (scale, inner) = Formulas.Product(draft, argument);
                var expected = row.Function switch
                {
                    UnaryFunction.Gelu => Math.Sqrt(0.5),
                    UnaryFunction.QuickGelu => 1.702,
                    _ => 1,
                };
                var rest = new List<Wire>(factors);
                rest.Remove(gate);
                if (!Formulas.IsNear(scale, expected) || !Formulas.IsNear(number, row.Number) || !IsSame(rest, inner))
                    continue;
                if (Wire(draft, argument, expected, inner) is not { } x || !x.Shape.Equals(step.Result.Shape))
                    continue;
                draft.Rewrite(step, new Unary(row.Function), x);
                return true;
            }
        if (factors is [var only] && Clipped(draft, only) is { } clipped && Formulas.IsNear(number, 1 / 6.0))
        {
            draft.Rewrite(step, new Unary(UnaryFunction.HardSigmoid, 1 / 6.0, 0.5), clipped);
            return true;
        }
        return false;
    }

    // The wire that is x in g(scale·x).
    private static Wire? Wire(Draft draft, Wire argument, double scale, List<Wire> inner)
    {
        if (scale == 1)
            return argument;
        if (inner.Count == 1)
            return inner[0];
        return draft.Producer(argument) is { Operation: Binary { Function: BinaryFunction.Multiply or BinaryFunction.Divide } } step
            ? step.Operands[0].Number is null ? step.Operands[0] : step.Operands[1]
            : null;
    }

    private static bool IsSame(List<Wire> a, List<Wire> b)
    {
        var rest = new List<Wire>(b);
        return a.Count == b.Count && a.All(rest.Remove);
    }

    private static Wire? OneMore(Draft draft, Wire gate, UnaryFunction function) =>
        Formulas.Sum(draft, gate) is (var x, 1) ? Formulas.Of(draft, x, function) : null;

    // x of √(2/π)·(x + 0.044715·x³), or of √(2/π)·x·(1 + 0.044715·x²).
    private static Wire? Cubic(Draft draft, Wire wire)
    {
        var (number, factors) = Formulas.Product(draft, wire);
        if (!Formulas.IsNear(number, Math.Sqrt(2 / Math.PI)))
            return null;
        bool IsTerm(Wire term, Wire x, int power) => Formulas.Product(draft, term) is var (factor, parts)
            && Formulas.IsNear(factor, 0.044715) && parts.Count == power && parts.All(part => part == x);
        if (factors is [var sum] && Formulas.Of(draft, sum, BinaryFunction.Add) is var (a, b))
            return IsTerm(b, a, 3) ? a : IsTerm(a, b, 3) ? b : null;
        if (factors is [var first, var second])
            foreach (var (x, other) in new[] { (first, second), (second, first) })
                if (Formulas.Sum(draft, other) is (var term, 1) && IsTerm(term, x, 2))
                    return x;
        return null;
    }

    private static Wire? HardSigmoid(Draft draft, Wire gate) =>
        draft.Producer(gate) is { Operation: Unary { Function: UnaryFunction.HardSigmoid, Beta: 0.5 } unary } step
        && Formulas.IsNear(unary.Alpha, 1 / 6.0) ? step.Operands[0] : null;

    private static Wire? Clipped(Draft draft, Wire gate) =>
        draft.Producer(gate) is { Operation: Clip { Least: 0, Most: 6 } } step
            && Formulas.Sum(draft, step.Operands[0]) is (var x, 3) ? x : null;

    // x of 1 + eˣ.
    private static Wire? Exponential(Draft draft, Wire wire) =>
        Formulas.Sum(draft, wire) is (var sum, 1) ? Formulas.Of(draft, sum, UnaryFunction.Exp) : null;

    private static Wire? Zero(DraftStep step) =>
        step.Operands[1].Number == 0 ? step.Operands[0] : step.Operands[0].Number == 0 ? step.Operands[1] : null;
}
