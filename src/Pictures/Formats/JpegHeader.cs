using System.Buffers.Binary;

namespace ModelDsl.Pictures.Formats;

/// <summary>The segments of JPEG files (ITU-T T.81, annex B).</summary>
internal static class JpegHeader
{
    /// <summary>
    /// The largest number of scans. A progressive picture has about ten. Each takes the time of the whole picture, however few bytes it
    /// has, so thousands of them are an attack.
    /// </summary>
    private const int MostScans = 200;

    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;
    private const byte Application1 = 0xE1;

    /// <summary>The first bytes of each file: the start of an image, and of its first segment.</summary>
    internal static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    /// <summary>Returns width and height, which the frame header has; null if the bytes end before it.</summary>
    internal static (long Width, long Height)? Size(ReadOnlySpan<byte> bytes)
    {
        var segments = new Segments(bytes);
        while (segments.Next())
        {
            if (segments.Marker is StartOfScan or EndOfImage) throw new UnreadablePicture("it is damaged: JPEG data begin before a frame header");
            if (!IsFrame(segments.Marker)) continue;
            if (segments.Marker > 0xC2) throw new UnreadablePicture($"it is JPEG of a kind that is not read (SOF{segments.Marker - 0xC0})");
            if (segments.Content is not [var precision, _, _, _, _, _, ..] frame) return null;
            if (precision != 8) throw new UnreadablePicture($"it is JPEG with {precision} bits, and only 8 are read");
            return (BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]));
        }
        return null;
    }

    /// <summary>Refuses a file with far more scans than a picture has.</summary>
    /// <exception cref="UnreadablePicture">It has too many.</exception>
    internal static void CheckScans(ReadOnlySpan<byte> file)
    {
        // In the data of a scan a byte 0xFF is followed by 0, so a marker can't be mistaken.
        var scans = file.Count((ReadOnlySpan<byte>)[0xFF, StartOfScan]);
        if (scans > MostScans) throw new UnreadablePicture($"it is JPEG of {scans} scans, and a picture has at most {MostScans}");
    }

    /// <summary>Returns the EXIF data of a file; nothing if there are none.</summary>
    internal static ReadOnlySpan<byte> Exif(ReadOnlySpan<byte> file)
    {
        var segments = new Segments(file);
        while (segments.Next() && segments.Marker is not (StartOfScan or EndOfImage))
            if (segments.Marker == Application1 && segments.Content.StartsWith(ExifName)) return segments.Content[ExifName.Length..];
        return [];
    }

    /// <summary>Whether a marker begins a frame: SOF0 to SOF15, without the tables DHT, JPG and DAC that lie between.</summary>
    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>Walks over the segments in front of the first scan.</summary>
    private ref struct Segments(ReadOnlySpan<byte> file)
    {
        private ReadOnlySpan<byte> rest = file[2..];

        internal byte Marker { get; private set; }

        /// <summary>The segment without marker and length; cut if the bytes end.</summary>
        internal ReadOnlySpan<byte> Content { get; private set; }

        /// <summary>Goes to the next segment; false if the bytes end before it.</summary>
        internal bool Next()
        {
            // Decoders skip bytes that some cameras write between segments: what is neither 0xFF, nor 0 behind it.
            do
            {
                var begin = rest.IndexOf((byte)0xFF);
                rest = begin < 0 ? [] : rest[begin..];
                var end = rest.IndexOfAnyExcept((byte)0xFF);
                if (end < 0) return false;
                Marker = rest[end];
                rest = rest[(end + 1)..];
            }
            while (Marker == 0);
            // RST0 to RST7 and TEM have no content.
            if (Marker is EndOfImage or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                Content = [];
                return true;
            }
            if (rest.Length < 2) return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
            if (length < 2) throw new UnreadablePicture("it is damaged: a segment of JPEG has no length");
            Content = rest[2..Math.Min(length, rest.Length)];
            rest = rest[Math.Min(length, rest.Length)..];
            return true;
        }
    }
}
