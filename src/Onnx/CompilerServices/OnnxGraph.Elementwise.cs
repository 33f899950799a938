using System.Collections.Immutable;
using Onnx;
using static Onnx.TensorProto.Types;

namespace ModelDsl.CompilerServices;

// Functions of each element, and of the elements at the same place of two values.
public sealed partial class OnnxGraph
{
    /// <summary>a + b</summary>
    public OnnxValue Add(string name, OnnxValue a, OnnxValue b) => Binary("Add", name, a, b);

    /// <summary>a − b</summary>
    public OnnxValue Subtract(string name, OnnxValue a, OnnxValue b) => Binary("Sub", name, a, b);

    /// <summary>a·b</summary>
    public OnnxValue Multiply(string name, OnnxValue a, OnnxValue b) => Binary("Mul", name, a, b);

    /// <summary>a/b</summary>
    public OnnxValue Divide(string name, OnnxValue a, OnnxValue b) => Binary("Div", name, a, b);

    /// <summary>a to the power b</summary>
    public OnnxValue Power(string name, OnnxValue a, OnnxValue b) => Binary("Pow", name, a, b);

    /// <summary>factor·x</summary>
    public OnnxValue Scale(string name, OnnxValue x, double factor) => factor == -1 ? Negate(name, x) : Multiply(name, x, Number(factor));

    /// <summary>a + factor·b</summary>
    public OnnxValue AddScaled(string name, OnnxValue a, OnnxValue b, double factor) =>
        factor == -1 ? Subtract(name, a, b) : Add(name, a, Scale(name + ".Scaled", b, factor));

    /// <summary>−x</summary>
    public OnnxValue Negate(string name, OnnxValue x) => Unary("Neg", name, x);

    /// <summary>|x|</summary>
    public OnnxValue Abs(string name, OnnxValue x) => Unary("Abs", name, x);

    /// <summary>−1, 0 or 1</summary>
    public OnnxValue Sign(string name, OnnxValue x) => Unary("Sign", name, x);

    /// <summary>log x</summary>
    public OnnxValue Log(string name, OnnxValue x) => Unary("Log", name, x);

    /// <summary>√x</summary>
    public OnnxValue Sqrt(string name, OnnxValue x) => Unary("Sqrt", name, x);

    /// <summary>eˣ</summary>
    public OnnxValue Exp(string name, OnnxValue x) => Unary("Exp", name, x);

    /// <summary>eˣ − 1. Near 0, where the difference would cancel, it is 2t/(1 − t) with t = tanh(x/2).</summary>
    public OnnxValue ExpMinus1(string name, OnnxValue x)
    {
        var half = Tanh(name + ".Tanh", Scale(name + ".Half", x, 0.5));
        var near = Divide(name + ".Near", Scale(name + ".Twice", half, 2), Subtract(name + ".Rest", Number(1), half));
        var far = Subtract(name + ".Far", Exp(name + ".Exp", x), Number(1));
        return IfLess(name, Abs(name + ".Abs", x), Number(1), near, far);
    }

    /// <summary>sin x</summary>
    public OnnxValue Sin(string name, OnnxValue x) => Unary("Sin", name, x);

    /// <summary>cos x</summary>
    public OnnxValue Cos(string name, OnnxValue x) => Unary("Cos", name, x);

    /// <summary>The largest whole number that is not above x</summary>
    public OnnxValue Floor(string name, OnnxValue x) => Unary("Floor", name, x);

    /// <summary>Φ(x), the distribution function of the normal distribution</summary>
    public OnnxValue Normal(string name, OnnxValue x)
    {
        var error = Unary("Erf", name + ".Erf", Scale(name + ".Scaled", x, Math.Sqrt(0.5)));
        return Scale(name, Add(name + ".Above0", error, Number(1)), 0.5);
    }

    /// <summary>x limited to two bounds; infinite for none</summary>
    public OnnxValue Clamp(string name, OnnxValue x, double least, double most)
    {
        var layout = LayoutOf(x);
        return Node("Clip", name, [In(x, layout), Bound(least), Bound(most)], x.Dims, layout);

        string Bound(double bound) => double.IsInfinity(bound) ? "" : Scalar((float)bound);
    }

    /// <summary>1 where a &lt; b, or a ≤ b, and 0 elsewhere</summary>
    public OnnxValue Less(string name, OnnxValue a, OnnxValue b, bool orEqual) =>
        new(name, Result(a, b)) { Truth = Comparison(orEqual ? "LessOrEqual" : "Less", name + ".Truth", a, b, OnnxLayout.ChannelsLast) };

    /// <summary>a where the condition is not 0, and b elsewhere</summary>
    public OnnxValue Where(string name, OnnxValue condition, OnnxValue a, OnnxValue b)
    {
        var truth = condition.Truth
            ?? Tensor("Cast", name + ".Truth", [In(condition)], condition.Dims, DataType.Bool, Int("to", (long)DataType.Bool));
        return Chosen(name, truth, condition.Dims, a, b, OnnxLayout.ChannelsLast);
    }

    /// <summary>yes where a &lt; b, and no elsewhere</summary>
    public OnnxValue IfLess(string name, OnnxValue a, OnnxValue b, OnnxValue yes, OnnxValue no) => If("Less", name, a, b, yes, no);

    /// <summary>yes where a = b, and no elsewhere</summary>
    public OnnxValue IfEqual(string name, OnnxValue a, OnnxValue b, OnnxValue yes, OnnxValue no) => If("Equal", name, a, b, yes, no);

    private OnnxValue If(string comparison, string name, OnnxValue a, OnnxValue b, OnnxValue yes, OnnxValue no)
    {
        var layout = LayoutOf(a, b, yes, no);
        return Chosen(name, Comparison(comparison, $"{name}.{comparison}", a, b, layout), Result(a, b), yes, no, layout);
    }

    private string Comparison(string comparison, string name, OnnxValue a, OnnxValue b, OnnxLayout layout)
    {
        var dims = Result(a, b);
        return Tensor(comparison, name, Operands(a, b, layout, dims.Length), Ordered(dims, layout), DataType.Bool);
    }

    private OnnxValue Chosen(string name, string truth, ImmutableArray<long> dims, OnnxValue yes, OnnxValue no, OnnxLayout layout)
    {
        if (yes.Rank > dims.Length) dims = yes.Dims;
        if (no.Rank > dims.Length) dims = no.Dims;
        return Node("Where", name, [truth, Operand(yes, layout, dims.Length), Operand(no, layout, dims.Length)], dims, layout);
    }

    private OnnxValue Unary(string operation, string name, OnnxValue x, params ReadOnlySpan<AttributeProto> attributes)
    {
        // The shape of a function's argument does not matter: it is changed after the function, or not at all.
        if (x is { IsOnlyView: true, View: { } whole }) return Reshaped(name, Unary(operation, name, whole, attributes), x.Dims);
        var layout = LayoutOf(x);
        return Node(operation, name, [In(x, layout)], x.Dims, layout, attributes);
    }

    private OnnxValue Binary(string operation, string name, OnnxValue a, OnnxValue b)
    {
        var (layout, dims) = (LayoutOf(a, b), Result(a, b));
        return Node(operation, name, Operands(a, b, layout, dims.Length), dims, layout);
    }

    /// <summary>Returns the names of two operands; at least one of them is written out, so that the result has its shape.</summary>
    private string[] Operands(OnnxValue a, OnnxValue b, OnnxLayout layout, int rank)
    {
        var isWhole = IsWhole(a) || IsWhole(b);
        return [isWhole || a.Rank < rank ? Operand(a, layout, rank) : In(a, layout),
            isWhole || a.Rank >= rank ? Operand(b, layout, rank) : In(b, layout)];

        bool IsWhole(OnnxValue x) => x.Rank == rank && x.Uniform is null && (x.Narrow is null || x.Last is not null);
    }

    /// <summary>Returns the dimensions of an elementwise result: those of the operand with more axes.</summary>
    private static ImmutableArray<long> Result(OnnxValue a, OnnxValue b) => a.Rank >= b.Rank ? a.Dims : b.Dims;
}
