namespace ModelDsl.Import;

/// <summary>What the numbers of an operand are.</summary>
public enum ElementType
{
    /// <summary>float32. Other kinds of real numbers of a file become it.</summary>
    Float,

    /// <summary>A whole number of 64 bits. Other kinds of whole numbers of a file become it.</summary>
    Integer,

    /// <summary>True or false. As a number, it is 1 or 0.</summary>
    Boolean,
}

/// <summary>A tensor of the file, or one that was computed from such tensors. Its numbers are read when they are asked for.</summary>
public sealed class Tensor
{
    private readonly Func<Array> read;

    private Tensor(string name, IReadOnlyList<int> shape, ElementType type, Func<Array> read) =>
        (Name, Shape, Type, this.read) = (name, shape, type, read);

    /// <summary>A tensor of real numbers. The function returns as many numbers as the shape has places, in row-major order.</summary>
    public static Tensor Floats(string name, IReadOnlyList<int> shape, Func<float[]> read) => new(name, shape, ElementType.Float, read);

    /// <summary>A tensor of whole numbers, or of 1 and 0 for <see cref="ElementType.Boolean"/>.</summary>
    public static Tensor Integers(string name, IReadOnlyList<int> shape, Func<long[]> read, ElementType type = ElementType.Integer) =>
        new(name, shape, type, read);

    /// <summary>The name of the initializer in the file, or of the value that was computed, for messages.</summary>
    public string Name { get; }

    /// <summary>The sizes, as in the file.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>What the numbers are.</summary>
    public ElementType Type { get; }

    /// <summary>How many numbers it has.</summary>
    public int Length => Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>Reads the numbers as float32 numbers, in row-major order.</summary>
    public float[] ReadFloats() => read() switch
    {
        float[] floats => floats,
        long[] integers => Array.ConvertAll(integers, number => (float)number),
        var other => throw new InvalidOperationException($"A tensor can't have elements of {other.GetType()}."),
    };

    /// <summary>Reads the numbers as whole numbers, in row-major order. Real numbers lose what stands after the point.</summary>
    public long[] ReadIntegers() => read() switch
    {
        long[] integers => integers,
        float[] floats => Array.ConvertAll(floats, number => (long)number),
        var other => throw new InvalidOperationException($"A tensor can't have elements of {other.GetType()}."),
    };

    /// <summary>The tensor as a text, <c>fc.weight [10, 512]</c>.</summary>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
