using System.Buffers.Binary;
using ModelDsl.Data;

namespace ModelDsl;

/// <summary>The element type of a NumPy array.</summary>
public enum NpyType
{
    /// <summary>True or false, as 1 or 0.</summary>
    Bool,

    /// <summary>Signed bytes.</summary>
    Int8,

    /// <summary>Bytes.</summary>
    UInt8,

    /// <summary>Integers of 16 bits.</summary>
    Int16,

    /// <summary>Integers of 16 bits that are not negative.</summary>
    UInt16,

    /// <summary>Integers of 32 bits.</summary>
    Int32,

    /// <summary>Integers of 32 bits that are not negative.</summary>
    UInt32,

    /// <summary>Integers of 64 bits.</summary>
    Int64,

    /// <summary>Integers of 64 bits that are not negative.</summary>
    UInt64,

    /// <summary>float16.</summary>
    Float16,

    /// <summary>float32.</summary>
    Float32,

    /// <summary>float64.</summary>
    Float64,
}

/// <summary>The content of an <c>.npy</c> file: numbers with a shape, in their own type.</summary>
[JsonConverter(typeof(TextJson))]
public sealed class NpyArray
{
    private readonly byte[] content;

    /// <summary>Takes numbers in row-major order, little-endian.</summary>
    internal NpyArray(NpyType type, Shape shape, byte[] content) => (Type, Shape, this.content) = (type, shape, content);

    /// <summary>Type of the numbers.</summary>
    public NpyType Type { get; }

    /// <summary>Shape, outermost dimension first: <c>[60000, 28, 28]</c>.</summary>
    public Shape Shape { get; }

    /// <summary>Whether the numbers are whole: integers of any size, or true and false.</summary>
    public bool HasIntegers => Type < NpyType.Float16;

    /// <summary>Returns type and shape: <c>UInt8 [60000, 28, 28]</c>.</summary>
    public override string ToString() => $"{Type} {Shape}";

    /// <summary>
    /// Returns the numbers in row-major order, rounded to float32. Integers above 2²⁴ may lose digits; a float64 that is too large becomes
    /// infinite.
    /// </summary>
    public float[] ToFloats() => Convert<float>(Type switch
    {
        NpyType.Bool or NpyType.UInt8 => static bytes => bytes[0],
        NpyType.Int8 => static bytes => (sbyte)bytes[0],
        NpyType.Int16 => static bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        NpyType.UInt16 => static bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        NpyType.Int32 => static bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        NpyType.UInt32 => static bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        NpyType.Int64 => static bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        NpyType.UInt64 => static bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        NpyType.Float16 => static bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        NpyType.Float32 => BinaryPrimitives.ReadSingleLittleEndian,
        _ => static bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    });

    /// <summary>Returns the numbers in row-major order, or null if they are not integers, or if one has more than 32 bits.</summary>
    public int[]? ToIntegers()
    {
        if (!HasIntegers) return null;
        var integers = Convert<Int128>(Type switch
        {
            NpyType.Bool or NpyType.UInt8 => static bytes => bytes[0],
            NpyType.Int8 => static bytes => (sbyte)bytes[0],
            NpyType.Int16 => static bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            NpyType.UInt16 => static bytes => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            NpyType.Int32 => static bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            NpyType.UInt32 => static bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            NpyType.Int64 => static bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => static bytes => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        });
        return Array.Exists(integers, n => n < int.MinValue || n > int.MaxValue) ? null : Array.ConvertAll(integers, n => (int)n);
    }

    /// <summary>The numbers as bytes; null if they are of another type.</summary>
    internal byte[]? Bytes => Type is NpyType.UInt8 or NpyType.Bool ? content : null;

    /// <summary>Returns the number of bytes of one number of a type.</summary>
    internal static int SizeOf(NpyType type) => type switch
    {
        NpyType.Bool or NpyType.Int8 or NpyType.UInt8 => 1,
        NpyType.Int16 or NpyType.UInt16 or NpyType.Float16 => 2,
        NpyType.Int32 or NpyType.UInt32 or NpyType.Float32 => 4,
        _ => 8,
    };

    private delegate T Decoder<T>(ReadOnlySpan<byte> bytes);

    private T[] Convert<T>(Decoder<T> decode)
    {
        var size = SizeOf(Type);
        var values = new T[Shape.Size];
        for (var i = 0; i < values.Length; i++) values[i] = decode(content.AsSpan(i * size, size));
        return values;
    }
}
