using System.Buffers.Binary;

namespace ModelDsl.Pictures.Formats;

/// <summary>The headers of BMP files (Microsoft, BITMAPCOREHEADER to BITMAPV5HEADER).</summary>
internal static class BmpHeader
{
    private const int Core = 12;

    /// <summary>
    /// Returns whether a file begins as BMP: with <c>BM</c>, and the length of a header that exists. Two letters alone may be any text.
    /// </summary>
    internal static bool Begins(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 18 && bytes.StartsWith("BM"u8)
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]) is Core or (>= 16 and <= 124);

    /// <summary>Returns width and height; null if the bytes end before.</summary>
    internal static (long Width, long Height)? Size(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 26) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]) == Core)
            return (BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..]));
        // Rows from top to bottom have a negative height.
        return (BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(bytes[22..])));
    }
}
