namespace ModelDsl.Import;

/// <summary>Reads formulas: which function made a wire, and from what.</summary>
internal static class Formulas
{
    /// <summary>Whether two numbers are the same up to the rounding of float32.</summary>
    public static bool IsNear(double number, double expected) => Math.Abs(number - expected) <= 1e-5 * Math.Abs(expected);

    /// <summary>The operand of a function of one number.</summary>
    public static Wire? Of(Draft draft, Wire wire, UnaryFunction function) =>
        draft.Producer(wire) is { Operation: Unary unary } step && unary.Function == function ? step.Operands[0] : null;

    /// <summary>The operands of a function of two numbers.</summary>
    public static (Wire A, Wire B)? Of(Draft draft, Wire wire, BinaryFunction function) =>
        draft.Producer(wire) is { Operation: Binary binary } step && binary.Function == function
            ? (step.Operands[0], step.Operands[1]) : null;

    /// <summary>The other operand of a sum with a number: x and c of x + c, c + x or x − c.</summary>
    public static (Wire X, double Number)? Sum(Draft draft, Wire wire) => Of(draft, wire, BinaryFunction.Add) switch
    {
        (var x, { Number: { } number }) when Keeps(x, wire) => (x, number),
        ({ Number: { } number }, var x) when Keeps(x, wire) => (x, number),
        _ => Of(draft, wire, BinaryFunction.Subtract) is (var x, { Number: { } number }) && Keeps(x, wire) ? (x, -number) : null,
    };

    /// <summary>Factors of a product, with powers and the number before them. A wire that is no product is its own factor.</summary>
    public static (double Number, List<Wire> Factors) Product(Draft draft, Wire wire)
    {
        var factors = new List<Wire>();
        var number = 1.0;
        Collect(draft, wire, wire.Shape, factors, ref number, depth: 0);
        return (number, factors);
    }

    /// <summary>The sum of squares' mean: x of mean(x²) over the last axes, with their number.</summary>
    public static (Wire X, Reduce Mean)? MeanOfSquares(Draft draft, Wire wire) =>
        draft.Producer(wire) is { Operation: Reduce { Function: ReduceFunction.Mean, KeepAxes: true } mean } step
        && Product(draft, step.Operands[0]) is (1, [var a, var b]) && a == b ? (a, mean) : null;

    private static void Collect(Draft draft, Wire wire, Shape shape, List<Wire> factors, ref double number, int depth)
    {
        // More factors are no known formula.
        var step = depth < 16 && factors.Count < 64 ? draft.Producer(wire) : null;
        switch (step?.Operation)
        {
            case Binary { Function: BinaryFunction.Multiply } when step.Operands[1].Number is { } factor && Keeps(step.Operands[0], wire):
                number *= factor;
                Collect(draft, step.Operands[0], shape, factors, ref number, depth + 1);
                break;
            case Binary { Function: BinaryFunction.Multiply } when step.Operands[0].Number is { } factor && Keeps(step.Operands[1], wire):
                number *= factor;
                Collect(draft, step.Operands[1], shape, factors, ref number, depth + 1);
                break;
            case Binary { Function: BinaryFunction.Divide } when step.Operands[1].Number is { } divisor && Keeps(step.Operands[0], wire):
                number /= divisor;
                Collect(draft, step.Operands[0], shape, factors, ref number, depth + 1);
                break;
            case Binary { Function: BinaryFunction.Multiply }
                when step.Operands.All(operand => operand.Constant is null && Keeps(operand, wire)):
                Collect(draft, step.Operands[0], shape, factors, ref number, depth + 1);
                Collect(draft, step.Operands[1], shape, factors, ref number, depth + 1);
                break;
            case Unary { Function: UnaryFunction.Square }:
                Collect(draft, step.Operands[0], shape, factors, ref number, depth + 1);
                Collect(draft, step.Operands[0], shape, factors, ref number, depth + 1);
                break;
            case Binary { Function: BinaryFunction.Power } when step.Operands[1].Number == 3 && Keeps(step.Operands[0], wire):
                for (var i = 0; i < 3; i++)
                    Collect(draft, step.Operands[0], shape, factors, ref number, depth + 1);
                break;
            default:
                factors.Add(wire);
                break;
        }
    }

    private static bool Keeps(Wire operand, Wire result) => operand.Shape.Equals(result.Shape);
}
