using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>Elementwise functions of one or two tensors. Shapes are equal, or one side is a number.</summary>
internal static class ElementwiseFunctions
{
    private static readonly ScalarFunction Maximum = ScalarCalls.OfTwo(nameof(Maximum)), Minimum = ScalarCalls.OfTwo(nameof(Minimum));

    public static readonly ImmutableArray<TensorFunction> All =
    [
        .. ActivationTable.Functions
            .Select(row => new TensorFunction(row.Name, f => Activate(f, f.X, row.Name))),
        new("Exp", static f => Activate(f, f.X, "Exponential")),
        new("Log", static f => f.Append(Arithmetic.Log, f.X)),
        new("Sqrt", static f => f.Append(Arithmetic.Sqrt, f.X)),
        new("Square", static f => f.Append(Elementwise.Multiply, f.X, f.X)),
        new("Abs", static f => f.Append(Arithmetic.Abs, f.X)),
        new("Sign", static f => f.Append(Arithmetic.Sign, f.X)),
        new("Clip", static f => double.IsNaN(f.Number(0) + f.Number(1)) || f.Number(0) > f.Number(1)
            ? f.Report(Rules.ClipBounds, Literal.Of(f.Number(0)), Literal.Of(f.Number(1)))
            : f.Append(Arithmetic.Clamp, new OperationAttributes { Least = f.Number(0), Most = f.Number(1) }, f.X)),
        new("StopGradient", static f => f.Append(Sources.StopGradient, f.X)),
        new("negate", static f => f.Scaled(f.X, -1)),
        new("+", static f => Binary(f, Elementwise.Add)),
        new("-", static f => Binary(f, Elementwise.Subtract)),
        new("*", static f => f.Operands.Count == 1 ? WithNumber(f, number => f.Scaled(f.X, number)) : Binary(f, Elementwise.Multiply)),
        new("/", static f => f.Operands.Count == 1 && !f.Node.NumberFirst
            ? WithNumber(f, number => number == 0 ? f.ReportAt(Anchor.Right, Rules.NotFinite, "a division by 0")
                : Float32.Holds(1 / number) ? f.Scaled(f.X, 1 / number) : f.Append(Arithmetic.Divide, f.X, f.Filled(number)))
            : Binary(f, Arithmetic.Divide)),
        new("<", static f => Compare(f, swapped: false, orEqual: false)),
        new(">", static f => Compare(f, swapped: true, orEqual: false)),
        new("<=", static f => Compare(f, swapped: false, orEqual: true)),
        new(">=", static f => Compare(f, swapped: true, orEqual: true)),
        new("Maximum", static f => Mapped(f, Maximum)),
        new("Minimum", static f => Mapped(f, Minimum)),
        new("Map", static f => Mapped(f, f.Node.Kernel!)),
        new("Where", static f => Equal(f, f.Operands) ? f.Append(Arithmetic.Where, [.. f.Operands]) : f.X),
    ];

    private static Value Activate(FunctionBuilder f, Value x, string activation) =>
        f.Append(Elementwise.Activate, new OperationAttributes { Activation = activation }, x);

    private static Value Mapped(FunctionBuilder f, ScalarFunction function) => Equal(f, f.Operands)
        ? f.Append(Maps.Map, new OperationAttributes { Function = function }, [.. f.Operands])
        : f.X;

    private static Value Compare(FunctionBuilder f, bool swapped, bool orEqual)
    {
        if (Pair(f) is not var (a, b)) return f.X;
        var attributes = new OperationAttributes { Index = orEqual ? 1 : 0 };
        return swapped ? f.Append(Arithmetic.Less, attributes, b, a) : f.Append(Arithmetic.Less, attributes, a, b);
    }

    private static Value Binary(FunctionBuilder f, OperationDefinition operation) =>
        Pair(f) is var (a, b) ? f.Append(operation, a, b) : f.X;

    /// <summary>Returns both sides; null, with a report, when they do not fit.</summary>
    private static (Value A, Value B)? Pair(FunctionBuilder f)
    {
        if (f.Operands.Count == 2) return Equal(f, f.Operands) ? (f.X, f.Operands[1]) : null;
        if (!IsFinite(f, f.Number(0))) return null;
        var number = f.Filled(f.Number(0));
        return f.Node.NumberFirst ? (number, f.X) : (f.X, number);
    }

    private static Value WithNumber(FunctionBuilder f, Func<double, Value> rule) => IsFinite(f, f.Number(0)) ? rule(f.Number(0)) : f.X;

    private static bool IsFinite(FunctionBuilder f, double number)
    {
        if (!double.IsNaN(number) && !double.IsInfinity(number)) return true;
        f.ReportAt(f.Node.NumberFirst ? Anchor.Left : Anchor.Right, Rules.NotFinite, Literal.Of(number));
        return false;
    }

    private static bool Equal(FunctionBuilder f, IReadOnlyList<Value> operands)
    {
        var other = operands.FirstOrDefault(operand => operand.Type != operands[0].Type);
        if (other is not null) f.ReportShapes(operands[0].Type, other.Type, "repeat one of them along axes of size 1 with BroadcastTo (there is no silent broadcasting)");
        return other is null && operands.Skip(1).All(operand => f.Meet(operands[0].Type, operand.Type))
            && (operands.Count < 3 || f.Meet(operands[1].Type, operands[2].Type));
    }
}
