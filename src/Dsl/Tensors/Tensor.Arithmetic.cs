using System.Runtime.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl;

/// <content>
/// Arithmetic, which runs at once on the engine of the left operand. Shapes must be equal, or one side must be a number: nothing is
/// broadcast silently. In a <see cref="ForwardAttribute"/> method the generator differentiates the same operators.
/// </content>
public sealed partial class Tensor
{
    /// <summary>Returns the elementwise sum of tensors with the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing is broadcast silently.</exception>
    public static Tensor operator +(Tensor a, Tensor b) => Combine(a, b, "+", static (engine, x, y, z) => engine.Add(x, y, z));

    /// <summary>Adds a number to each element.</summary>
    public static Tensor operator +(Tensor x, double number) => x + Filled(x, number);

    /// <inheritdoc cref="op_Addition(Tensor, double)"/>
    public static Tensor operator +(double number, Tensor x) => x + number;

    /// <summary>Returns the elementwise difference of tensors with the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing is broadcast silently.</exception>
    public static Tensor operator -(Tensor a, Tensor b) => Combine(a, b, "-", static (engine, x, y, z) => engine.Subtract(x, y, z));

    /// <summary>Subtracts a number from each element.</summary>
    public static Tensor operator -(Tensor x, double number) => x - Filled(x, number);

    /// <summary>Subtracts each element from a number.</summary>
    public static Tensor operator -(double number, Tensor x) => Filled(x, number) - x;

    /// <summary>Negates every number.</summary>
    public static Tensor operator -(Tensor x) => Times(-1, x);

    /// <summary>
    /// Returns the elementwise product of tensors with the same shape; the matrix product is <see cref="Functions.MatMul"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing is broadcast silently.</exception>
    public static Tensor operator *(Tensor a, Tensor b) => Combine(a, b, "*", static (engine, x, y, z) => engine.Multiply(x, y, z));

    /// <summary>Multiplies every number by a factor.</summary>
    public static Tensor operator *(double factor, Tensor tensor) => Times(factor, tensor);

    /// <inheritdoc cref="op_Multiply(double, Tensor)"/>
    public static Tensor operator *(Tensor tensor, double factor) => factor * tensor;

    /// <summary>Returns the elementwise quotient of tensors with the same shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing is broadcast silently.</exception>
    public static Tensor operator /(Tensor a, Tensor b) => Combine(a, b, "/", static (engine, x, y, z) => engine.Divide(x, y, z));

    /// <summary>Divides every number by a divisor.</summary>
    public static Tensor operator /(Tensor x, double divisor) =>
        // Float32 may not hold the reciprocal of a large number.
        divisor == 0 || float.IsNormal((float)(1 / divisor)) ? Times(1 / divisor, x) : x / Filled(x, divisor);

    /// <summary>Divides a number by each element.</summary>
    public static Tensor operator /(double number, Tensor x) => Filled(x, number) / x;

    /// <summary>Returns 1 where a is less, otherwise 0; 0 if either is NaN. A condition for <see cref="Functions.Where"/>.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor operator <(Tensor a, Tensor b) => Combine(a, b, "<", static (engine, x, y, z) => engine.Less(x, y, false, z));

    /// <summary>Returns 1 where a is greater, otherwise 0; 0 if either is NaN.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor operator >(Tensor a, Tensor b) => Combine(a, b, ">", static (engine, x, y, z) => engine.Less(y, x, false, z));

    /// <summary>Returns 1 where a is less or equal, otherwise 0; 0 if either is NaN.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor operator <=(Tensor a, Tensor b) => Combine(a, b, "<=", static (engine, x, y, z) => engine.Less(x, y, true, z));

    /// <summary>Returns 1 where a is greater or equal, otherwise 0; 0 if either is NaN.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor operator >=(Tensor a, Tensor b) => Combine(a, b, ">=", static (engine, x, y, z) => engine.Less(y, x, true, z));

    /// <inheritdoc cref="op_LessThan(Tensor, Tensor)"/>
    public static Tensor operator <(Tensor x, double number) => x < Filled(x, number);

    /// <inheritdoc cref="op_GreaterThan(Tensor, Tensor)"/>
    public static Tensor operator >(Tensor x, double number) => x > Filled(x, number);

    /// <inheritdoc cref="op_LessThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator <=(Tensor x, double number) => x <= Filled(x, number);

    /// <inheritdoc cref="op_GreaterThanOrEqual(Tensor, Tensor)"/>
    public static Tensor operator >=(Tensor x, double number) => x >= Filled(x, number);

    /// <summary>Returns the result of an elementwise instruction.</summary>
    internal Tensor Mapped(Action<ITensorEngine, TensorBuffer, TensorBuffer> instruction) => Computed(Shape, instruction).WithNames(names);

    /// <summary>Returns a tensor of a shape that an instruction computes from this one.</summary>
    internal Tensor Computed(Shape shape, Action<ITensorEngine, TensorBuffer, TensorBuffer> instruction)
    {
        if (Element != ElementType.Float) throw NotNumbers();
        var result = Engine.Allocate(ElementType.Float, shape);
        instruction(Engine, Buffer, result);
        return new Tensor(Engine, result);
    }

    /// <summary>Returns the result of an instruction on two tensors with the same shape.</summary>
    internal static Tensor Combine(
        Tensor a, Tensor b, string sign, Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer> instruction)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Shape != b.Shape)
            throw new ArgumentException($"Tensor {a.Shape} {sign} tensor {b.Shape}: the shapes must be equal; BroadcastTo repeats one of them along axes of size 1.");
        var names = AxisNames.Merged(a.names, b.names, $"Tensor {a.ShapeText} {sign} tensor {b.ShapeText}");
        return a.Mapped((engine, x, to) => instruction(engine, x, b.On(engine), to)).WithNames(names);
    }

    /// <summary>Returns the memory of real numbers on an engine; they are copied if they are on another engine.</summary>
    /// <exception cref="ArgumentException">The tensor holds class indices.</exception>
    internal TensorBuffer On(ITensorEngine engine) => Element == ElementType.Float ? To(engine).Buffer : throw NotNumbers();

    private ArgumentException NotNumbers() => new($"This tensor {Shape} holds class indices, which can't be computed with.");

    private static Tensor Times(double factor, Tensor tensor, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        return tensor.Mapped((engine, x, to) => engine.Scale(x, factor, to));
    }

    private static Tensor Filled(Tensor x, double number)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Mapped((engine, _, to) => engine.Fill(number, to));
    }
}
