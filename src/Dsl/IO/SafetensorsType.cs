using System.Buffers.Binary;

namespace ModelDsl.IO;

/// <summary>An element type of the safetensors format: its size, and how one element is converted to a number, if it can be read.</summary>
/// <param name="Name">Its name in headers.</param>
/// <param name="Bits">Size of an element.</param>
/// <param name="Number">Returns the number whose bytes begin at a position; null if this type is not read.</param>
internal sealed record SafetensorsType(string Name, int Bits, Func<byte[], int, double>? Number = null)
{
    public static readonly SafetensorsType F32 = new("F32", 32, (b, i) => BinaryPrimitives.ReadSingleLittleEndian(b.AsSpan(i)));

    public static readonly SafetensorsType F64 = new("F64", 64, (b, i) => BinaryPrimitives.ReadDoubleLittleEndian(b.AsSpan(i)));

    private static readonly SafetensorsType[] All =
    [
        F32, F64,
        new("F16", 16, (b, i) => (double)BinaryPrimitives.ReadHalfLittleEndian(b.AsSpan(i))),
        new("BF16", 16, (b, i) => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(b.AsSpan(i)) << 16)),
        new("BOOL", 8), new("U8", 8), new("I8", 8), new("U16", 16), new("I16", 16), new("U32", 32), new("I32", 32), new("U64", 64),
        new("I64", 64), new("C64", 64), new("F8_E4M3", 8), new("F8_E5M2", 8), new("F8_E8M0", 8), new("F8_E4M3FNUZ", 8),
        new("F8_E5M2FNUZ", 8), new("F6_E2M3", 6), new("F6_E3M2", 6), new("F4", 4),
    ];

    /// <summary>Number of bytes of an element that can be read.</summary>
    public int Bytes => Bits / 8;

    public static SafetensorsType? Find(string name) => Array.Find(All, t => t.Name == name);
}
