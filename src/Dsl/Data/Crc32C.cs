using System.Buffers.Binary;
using System.Numerics;

namespace ModelDsl.Data;

/// <summary>CRC-32C (Castagnoli); it uses the processor's instruction if there is one.</summary>
internal static class Crc32C
{
    /// <summary>Returns the check of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => ~Add(~0u, data);

    /// <summary>Continues a check that is not yet inverted: begin with <c>~0u</c>.</summary>
    public static uint Add(uint check, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 8; data = data[8..]) check = BitOperations.Crc32C(check, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var b in data) check = BitOperations.Crc32C(check, b);
        return check;
    }
}
