using System.Runtime.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Tensors;

namespace ModelDsl;

/// <content>
/// Arithmetic, which runs at once on the engine of the left operand. Shapes must be equal, or one side a number: nothing is broadcast
/// silently. Within a <see cref="ForwardAttribute"/> method the same operators are what the generator differentiates.
/// </content>
public sealed partial class Tensor
{
    /// <summary>Elementwise sum of tensors of one shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing is broadcast silently.</exception>
    public static Tensor operator +(Tensor a, Tensor b) => Combine(a, b, "+", static (engine, x, y, z) => engine.Add(x, y, z));

    /// <summary>A number added to each element.</summary>
    public static Tensor operator +(Tensor x, double number) => x + Filled(x, number);

    /// <inheritdoc cref="op_Addition(Tensor, double)"/>
    public static Tensor operator +(double number, Tensor x) => x + number;

    /// <summary>Elementwise difference of tensors of one shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing is broadcast silently.</exception>
    public static Tensor operator -(Tensor a, Tensor b) => Combine(a, b, "-", static (engine, x, y, z) => engine.Subtract(x, y, z));

    /// <summary>A number taken from each element.</summary>
    public static Tensor operator -(Tensor x, double number) => x - Filled(x, number);

    /// <summary>A number less each element.</summary>
    public static Tensor operator -(double number, Tensor x) => Filled(x, number) - x;

    /// <summary>Every number with the other sign.</summary>
    public static Tensor operator -(Tensor x) => Times(-1, x);

    /// <summary>Elementwise product of tensors of one shape; the matrix product is <see cref="Functions.MatMul"/>.</summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing is broadcast silently.</exception>
    public static Tensor operator *(Tensor a, Tensor b) => Combine(a, b, "*", static (engine, x, y, z) => engine.Multiply(x, y, z));

    /// <summary>Every number times a factor.</summary>
    public static Tensor operator *(double factor, Tensor tensor) => Times(factor, tensor);

    /// <inheritdoc cref="op_Multiply(double, Tensor)"/>
    public static Tensor operator *(Tensor tensor, double factor) => factor * tensor;

    /// <summary>Elementwise quotient of tensors of one shape.</summary>
    /// <exception cref="ArgumentException">The shapes differ; nothing is broadcast silently.</exception>
    public static Tensor operator /(Tensor a, Tensor b) => Combine(a, b, "/", static (engine, x, y, z) => engine.Divide(x, y, z));

    /// <summary>Every number by a divisor.</summary>
    public static Tensor operator /(Tensor x, double divisor) =>
        // The reciprocal of a large number may be none that float32 holds.
        divisor == 0 || float.IsNormal((float)(1 / divisor)) ? Times(1 / divisor, x) : x / Filled(x, divisor);

    /// <summary>A number by each element.</summary>
    public static Tensor operator /(double number, Tensor x) => Filled(x, number) / x;

    /// <summary>1 where a is less, else 0; 0 where one is not a number. A condition of <see cref="Functions.Where"/>.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor operator <(Tensor a, Tensor b) => Combine(a, b, "<", static (engine, x, y, z) => engine.Less(x, y, false, z));

    /// <summary>1 where a is greater, else 0; 0 where one is not a number.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor operator >(Tensor a, Tensor b) => Combine(a, b, ">", static (engine, x, y, z) => engine.Less(y, x, false, z));

    /// <summary>1 where a is less or equal, else 0; 0 where one is not a number.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor operator <=(Tensor a, Tensor b) => Combine(a, b, "<=", static (engine, x, y, z) => engine.Less(x, y, true, z));

    /// <summary>1 where a is greater or equal, else 0; 0 where one is not a number.</summary>
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

    /// <summary>A tensor of a function of each element.</summary>
    internal Tensor Mapped(Action<ITensorEngine, TensorBuffer, TensorBuffer> instruction) => Computed(Shape, instruction).WithNames(names);

    /// <summary>A tensor of a shape that an instruction computes from this one.</summary>
    internal Tensor Computed(Shape shape, Action<ITensorEngine, TensorBuffer, TensorBuffer> instruction)
    {
        if (Element != ElementType.Float) throw NotNumbers();
        var result = Engine.Allocate(ElementType.Float, shape);
        instruction(Engine, Buffer, result);
        return new Tensor(Engine, result);
    }

    /// <summary>A function of two tensors of one shape.</summary>
    internal static Tensor Combine(Tensor a, Tensor b, string sign, Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer> instruction)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Shape != b.Shape)
            throw new ArgumentException($"Tensor {a.Shape} {sign} tensor {b.Shape}: the shapes must be equal; BroadcastTo repeats one along axes of 1.");
        var names = AxisNames.Merged(a.names, b.names, $"Tensor {a.ShapeText} {sign} tensor {b.ShapeText}");
        return a.Mapped((engine, x, to) => instruction(engine, x, b.On(engine), to)).WithNames(names);
    }

    /// <summary>The memory of real numbers in an engine, copied there where it is another's.</summary>
    /// <exception cref="ArgumentException">The tensor holds class indices.</exception>
    internal TensorBuffer On(ITensorEngine engine) => Element == ElementType.Float ? To(engine).Buffer : throw NotNumbers();

    private ArgumentException NotNumbers() => new($"This tensor {Shape} holds class indices, and nothing can be computed of these.");

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
