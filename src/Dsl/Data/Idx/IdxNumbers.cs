using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ModelDsl.Data;

/// <summary>
/// Converts the numbers of IDX files, big-endian and of any type, to float32. Bytes and float32, the types of large sets, are vectorised.
/// </summary>
internal static class IdxNumbers
{
    /// <summary>
    /// Converts numbers to float32. Integers of 32 bits and float64 are rounded; a float64 that is too large becomes infinite.
    /// </summary>
    /// <param name="type">The type of the source's numbers.</param>
    /// <param name="source">As many numbers as the destination takes.</param>
    /// <param name="destination">Receives the numbers.</param>
    internal static void ToFloats(IdxType type, ReadOnlySpan<byte> source, Span<float> destination)
    {
        switch (type)
        {
            case IdxType.UInt8:
                FeatureTransform.Identity.Apply(source, destination);
                break;
            case IdxType.Int8:
                for (var i = 0; i < destination.Length; i++) destination[i] = (sbyte)source[i];
                break;
            case IdxType.Int16:
                for (var i = 0; i < destination.Length; i++) destination[i] = BinaryPrimitives.ReadInt16BigEndian(source[(2 * i)..]);
                break;
            case IdxType.Int32:
                for (var i = 0; i < destination.Length; i++) destination[i] = BinaryPrimitives.ReadInt32BigEndian(source[(4 * i)..]);
                break;
            case IdxType.Float32:
                var from = MemoryMarshal.Cast<byte, int>(source);
                var to = MemoryMarshal.Cast<float, int>(destination);
                if (BitConverter.IsLittleEndian) BinaryPrimitives.ReverseEndianness(from, to);
                else from.CopyTo(to);
                break;
            default:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = (float)BinaryPrimitives.ReadDoubleBigEndian(source[(8 * i)..]);
                break;
        }
    }
}
