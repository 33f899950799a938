using System.Buffers.Binary;
using System.Security.Cryptography;
using ModelDsl.Data;

namespace ModelDsl;

/// <summary>The element type of an IDX file. The values are those of the format's third byte.</summary>
public enum IdxType : byte
{
    /// <summary>Bytes.</summary>
    UInt8 = 0x08,

    /// <summary>Signed bytes.</summary>
    Int8 = 0x09,

    /// <summary>Integers of 16 bits.</summary>
    Int16 = 0x0B,

    /// <summary>Integers of 32 bits.</summary>
    Int32 = 0x0C,

    /// <summary>float32.</summary>
    Float32 = 0x0D,

    /// <summary>float64.</summary>
    Float64 = 0x0E,
}

/// <summary>The content of an IDX file: numbers with a shape, in their own type.</summary>
[JsonConverter(typeof(TextJson))]
public sealed class IdxArray
{
    private readonly byte[] header;

    internal IdxArray(IdxType type, Shape shape, byte[] header, byte[] content)
    {
        (Type, Shape, this.header, Content) = (type, shape, header, content);
    }

    /// <summary>Type of the numbers.</summary>
    public IdxType Type { get; }

    /// <summary>Shape, outermost dimension first: <c>[60000, 28, 28]</c>.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers in row-major order as they are in the file, big-endian.</summary>
    internal byte[] Content { get; }

    /// <summary>Returns type and shape: <c>UInt8 [60000, 28, 28]</c>.</summary>
    public override string ToString() => $"{Type} {Shape}";

    /// <summary>Returns the numbers in row-major order; integers of 32 bits and float64 are rounded to float32.</summary>
    public float[] ToFloats()
    {
        var values = new float[Shape.Size];
        IdxNumbers.ToFloats(Type, Content, values);
        return values;
    }

    /// <summary>Returns the numbers in row-major order, or null if they are not integers.</summary>
    public int[]? ToIntegers() => Type switch
    {
        IdxType.UInt8 => Convert(static bytes => bytes[0]),
        IdxType.Int8 => Convert(static bytes => (sbyte)bytes[0]),
        IdxType.Int16 => Convert(static bytes => BinaryPrimitives.ReadInt16BigEndian(bytes)),
        IdxType.Int32 => Convert(BinaryPrimitives.ReadInt32BigEndian),
        _ => null,
    };

    /// <summary>Returns the number of bytes of one number of a type; 0 if there is no such type.</summary>
    internal static int SizeOf(IdxType type) => type switch
    {
        IdxType.UInt8 or IdxType.Int8 => 1,
        IdxType.Int16 => 2,
        IdxType.Int32 or IdxType.Float32 => 4,
        IdxType.Float64 => 8,
        _ => 0,
    };

    /// <summary>Returns the SHA-256 of the uncompressed file, in lower-case hexadecimal digits.</summary>
    internal string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        hash.AppendData(Content);
        return System.Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private delegate int Decoder(ReadOnlySpan<byte> bytes);

    private int[] Convert(Decoder decode)
    {
        var size = SizeOf(Type);
        var values = new int[Shape.Size];
        for (var i = 0; i < values.Length; i++) values[i] = decode(Content.AsSpan(i * size, size));
        return values;
    }
}
