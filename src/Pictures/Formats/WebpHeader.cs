using System.Buffers.Binary;

namespace ModelDsl.Pictures.Formats;

/// <summary>The chunks of WebP files (Google, WebP container specification; RFC 9649).</summary>
internal static class WebpHeader
{
    private const int FirstChunk = 12;

    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    /// <summary>Returns whether a file begins as WebP.</summary>
    internal static bool Begins(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= FirstChunk && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8);

    /// <summary>Returns width and height; null if the bytes end before.</summary>
    internal static (long Width, long Height)? Size(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 30) return null;
        var kind = bytes[FirstChunk..];
        var content = kind[8..];
        if (kind.StartsWith("VP8X"u8)) return (1 + UInt24(content[4..]), 1 + UInt24(content[7..]));
        if (kind.StartsWith("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(content[1..]);
            return (1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF));
        }
        if (!kind.StartsWith("VP8 "u8)) throw new UnreadablePicture("it is damaged: the first chunk of WebP is none that a picture has");
        if (!content[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])) throw new UnreadablePicture("it is damaged: a frame of WebP has no start code");
        // Above 14 bits is a scale, which decoders ignore.
        return (UInt16(content[6..]) & 0x3FFF, UInt16(content[8..]) & 0x3FFF);
    }

    /// <summary>Returns the EXIF data of a file; nothing if there are none.</summary>
    internal static ReadOnlySpan<byte> Exif(ReadOnlySpan<byte> file)
    {
        for (var rest = file[FirstChunk..]; rest.Length >= 8;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > rest.Length - 8) return [];
            var content = rest.Slice(8, (int)length);
            if (rest.StartsWith("EXIF"u8)) return content.StartsWith(ExifName) ? content[ExifName.Length..] : content;
            // Chunks begin at even places.
            rest = rest[Math.Min(8 + (int)length + ((int)length & 1), rest.Length)..];
        }
        return [];
    }

    private static int UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static long UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
