using System.Buffers.Binary;

namespace ModelDsl;

/// <summary>An element type of the safetensors format: its size, and how one element becomes a number, where it can be read.</summary>
internal sealed record SafetensorsType(string Name, int Bytes, Func<byte[], int, double>? Number = null)
{
    public static readonly SafetensorsType F32 = new("F32", 4, (b, i) => BinaryPrimitives.ReadSingleLittleEndian(b.AsSpan(i)));

    public static readonly SafetensorsType F64 = new("F64", 8, (b, i) => BinaryPrimitives.ReadDoubleLittleEndian(b.AsSpan(i)));

    private static readonly SafetensorsType[] All =
    [
        F32, F64,
        new("F16", 2, (b, i) => (double)BinaryPrimitives.ReadHalfLittleEndian(b.AsSpan(i))),
        new("BF16", 2, (b, i) => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(b.AsSpan(i)) << 16)),
        new("BOOL", 1), new("U8", 1), new("I8", 1), new("F8_E4M3", 1), new("F8_E5M2", 1), new("U16", 2), new("I16", 2), new("U32", 4),
        new("I32", 4), new("U64", 8), new("I64", 8),
    ];

    public static SafetensorsType? Find(string name) => Array.Find(All, t => t.Name == name);
}
