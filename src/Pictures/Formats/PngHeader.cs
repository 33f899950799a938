using System.Buffers.Binary;

namespace ModelDsl.Pictures.Formats;

/// <summary>The chunks of PNG files (W3C, Portable Network Graphics, third edition).</summary>
internal static class PngHeader
{
    private const int Header = 8 + 8 + 13;

    /// <summary>The first bytes of each file.</summary>
    internal static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Returns width and height; null if the bytes end before.</summary>
    internal static (long Width, long Height)? Size(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Header) return null;
        if (!bytes[12..].StartsWith("IHDR"u8)) throw new UnreadablePicture("it is damaged: the first chunk of PNG is not IHDR");
        return (BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
    }

    /// <summary>Returns the EXIF data of a file; nothing if there are none.</summary>
    internal static ReadOnlySpan<byte> Exif(ReadOnlySpan<byte> file)
    {
        for (var rest = file[Signature.Length..]; rest.Length >= 12;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12) return [];
            if (rest[4..].StartsWith("eXIf"u8)) return rest.Slice(8, (int)length);
            rest = rest[(12 + (int)length)..];
        }
        return [];
    }
}
