using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Ir.Rules;

/// <summary>A value of a graph, for writing formulas element by element: <c>1 - 2 * y</c> appends the operations that compute it.</summary>
internal sealed class Formula(GraphBuilder graph, Value value)
{
    /// <summary>The result of the formula so far.</summary>
    public Value Value => value;

    public static Formula operator +(Formula a, Formula b) => a.Append(Elementwise.Add, OperationAttributes.None, b.Value);

    public static Formula operator +(Formula a, double b) => a + a.Of(b);

    public static Formula operator +(double a, Formula b) => b + a;

    public static Formula operator -(Formula a, Formula b) => a.Append(Elementwise.Subtract, OperationAttributes.None, b.Value);

    public static Formula operator -(double a, Formula b) => b.Of(a) - b;

    public static Formula operator *(Formula a, Formula b) => a.Append(Elementwise.Multiply, OperationAttributes.None, b.Value);

    public static Formula operator *(double a, Formula b) => b.Append(Elementwise.Scale, new OperationAttributes { Factor = a });

    public static Formula operator /(Formula a, Formula b) => a.Append(Arithmetic.Divide, OperationAttributes.None, b.Value);

    /// <summary>Applies an activation to the value.</summary>
    public Formula Activate(string activation) => Append(Elementwise.Activate, new OperationAttributes { Activation = activation });

    public Formula Exp() => Activate("Exponential");

    public Formula Abs() => Append(Arithmetic.Abs, OperationAttributes.None);

    public Formula Sign() => Append(Arithmetic.Sign, OperationAttributes.None);

    /// <summary>Limits the value to two bounds.</summary>
    public Formula Clamp(double least, double most) => Append(Arithmetic.Clamp, new OperationAttributes { Least = least, Most = most });

    /// <summary>Returns <c>1/√(x + more)</c>.</summary>
    public Formula ReciprocalSqrt(double more) => Append(Normalizations.ReciprocalSqrt, new OperationAttributes { Epsilon = more });

    /// <summary>Returns 1 where the value is above a bound, and 0 otherwise.</summary>
    public Formula Above(double bound) => Of(bound).Append(Arithmetic.Less, OperationAttributes.None, Value);

    /// <summary>Returns a number, repeated everywhere.</summary>
    public Formula Of(double number) => new(graph, graph.Constant(value.Name + "Number", value.Type, number));

    private Formula Append(OperationDefinition operation, OperationAttributes attributes, params Value[] others) =>
        new(graph, graph.Append(operation, value.Name + "Curvature", attributes, [value, .. others]));
}
