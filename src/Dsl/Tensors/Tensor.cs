using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl;

/// <summary>
/// An immutable array of numbers with a shape, in the memory of an engine. Two tensors are equal if their shapes and all their numbers are
/// equal, bit for bit.
/// </summary>
[JsonConverter(typeof(TensorJson))]
public sealed partial class Tensor : IEquatable<Tensor>
{
    internal Tensor(ITensorEngine engine, TensorBuffer buffer) => (Engine, Buffer) = (engine, buffer);

    /// <summary>The engine whose memory holds the numbers.</summary>
    public ITensorEngine Engine { get; }

    /// <summary>The memory. Code that writes to it breaks the promise of immutability.</summary>
    internal TensorBuffer Buffer { get; }

    /// <summary>Shape of the tensor.</summary>
    public Shape Shape => Buffer.Shape;

    /// <summary>Whether the numbers are real or class indices.</summary>
    public ElementType Element => Buffer.Element;

    /// <summary>Creates a tensor with a copy of float32 numbers, in row-major order, on the CPU engine.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor Create(Shape shape, ReadOnlySpan<float> values)
    {
        CheckCount(shape, values.Length);
        // Most of these tensors are short-lived samples. Code that computes with them for long copies them to aligned memory, where vectors
        // are fast.
        var buffer = new CpuBuffer(ElementType.Float, shape, isAligned: false);
        ModelDsl.Engine.Cpu.Write(values, buffer);
        return new Tensor(ModelDsl.Engine.Cpu, buffer);
    }

    /// <summary>Creates a tensor with a copy of numbers, in the precision of an engine.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor Create(Shape shape, ReadOnlySpan<double> values, ITensorEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        CheckCount(shape, values.Length);
        var buffer = engine.Allocate(ElementType.Float, shape);
        engine.Write(values, buffer);
        return new Tensor(engine, buffer);
    }

    /// <summary>Creates a tensor of class indices.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public static Tensor Create(Shape shape, ReadOnlySpan<int> classes)
    {
        CheckCount(shape, classes.Length);
        var buffer = ModelDsl.Engine.Cpu.Allocate(ElementType.Int32, shape);
        ModelDsl.Engine.Cpu.Write(classes, buffer);
        return new Tensor(ModelDsl.Engine.Cpu, buffer);
    }

    /// <summary>Creates a tensor of zeros on the CPU engine.</summary>
    public static Tensor Zeros(Shape shape) => new(ModelDsl.Engine.Cpu, ModelDsl.Engine.Cpu.Allocate(ElementType.Float, shape));

    /// <summary>Returns the numbers in row-major order, as float32.</summary>
    public float[] ToArray()
    {
        var values = new float[Shape.Size];
        if (Element == ElementType.Int32) Array.ConvertAll(ToClasses(), c => (float)c).CopyTo(values, 0);
        else Engine.Read(Buffer, values);
        return values;
    }

    /// <summary>Returns the numbers in row-major order, in double precision.</summary>
    public double[] ToDoubles()
    {
        var values = new double[Shape.Size];
        if (Element == ElementType.Int32) Array.ConvertAll(ToClasses(), c => (double)c).CopyTo(values, 0);
        else Engine.Read(Buffer, values);
        return values;
    }

    /// <summary>Returns the class indices in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds real numbers.</exception>
    public int[] ToClasses()
    {
        if (Element != ElementType.Int32) throw new InvalidOperationException($"This tensor {Shape} holds real numbers, not class indices; use ToArray or Argmax.");
        var values = new int[Shape.Size];
        Engine.Read(Buffer, values);
        return values;
    }

    /// <summary>Returns the same numbers in the memory of another engine, rounded to its precision.</summary>
    public Tensor To(ITensorEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (ReferenceEquals(engine, Engine)) return this;
        var buffer = engine.Allocate(Element, Shape);
        if (Element == ElementType.Int32) engine.Write(ToClasses(), buffer);
        else engine.Write(ToDoubles(), buffer);
        return new Tensor(engine, buffer, names);
    }

    /// <summary>Returns whether shape and every number are equal, bit for bit.</summary>
    public bool Equals(Tensor? other) =>
        other is not null && (ReferenceEquals(this, other) ||
            (Element == other.Element && Shape == other.Shape && Bits(this).SequenceEqual(Bits(other))));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Tensor);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Element, Shape, Shape.Size == 0 ? 0 : Bits(this)[0]);

    /// <summary>
    /// Returns shape and first numbers, for debuggers and logs; only the shape if the memory of a device has been released.
    /// </summary>
    public override string ToString()
    {
        const int Most = 6;
        try
        {
            var first = new Tensor(Engine, Engine.View(Buffer, 0, [Math.Min(Most, Shape.Size)])).ToDoubles();
            var digits = Element == ElementType.Int32 ? "F0" : "G5";
            var shown = string.Join(", ", first.Select(number => number.ToString(digits, System.Globalization.CultureInfo.InvariantCulture)));
            return $"Tensor {ShapeText} {{ {shown}{(Shape.Size > Most ? ", …" : "")} }}";
        }
        catch (Exception) when (Engine is IDeviceEngine)
        {
            return $"Tensor {ShapeText} on {Engine.Name}";
        }
    }

    private static long[] Bits(Tensor tensor) => Array.ConvertAll(tensor.ToDoubles(), BitConverter.DoubleToInt64Bits);

    private static void CheckCount(Shape shape, int count)
    {
        if (shape.Size != count) throw new ArgumentException($"A tensor {shape} holds {shape.Size} numbers, but {count} were given.");
    }
}
