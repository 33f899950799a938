using System.Buffers.Binary;

namespace ModelDsl.Pictures.Formats;

/// <summary>
/// The orientation of a picture, tag 0x0112 of EXIF: cameras store pixels as their sensor lies, and say how to turn them.
/// </summary>
internal static class Orientation
{
    /// <summary>Pixels are stored as they are shown.</summary>
    internal const int Upright = 1;

    private const int Tag = 0x0112;
    private const int Short = 3;
    private const int Entry = 12;

    /// <summary>Returns the orientation of a file, 1 to 8. It is 1 if the file has none, or one that does not exist.</summary>
    internal static int Of(ReadOnlySpan<byte> file, ImageFormat format) => Find(format switch
    {
        ImageFormat.Jpeg => JpegHeader.Exif(file),
        ImageFormat.Png => PngHeader.Exif(file),
        ImageFormat.Webp => WebpHeader.Exif(file),
        _ => [],
    }) is >= 1 and <= 8 and var found ? found : Upright;

    /// <summary>Returns whether rows become columns.</summary>
    internal static bool Turns(int orientation) => orientation >= 5;

    /// <summary>Looks for the tag in the first directory of TIFF (Adobe, TIFF 6.0); 0 if it is not there.</summary>
    private static int Find(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 0;
        var isBig = tiff.StartsWith("MM\0*"u8);
        if (!isBig && !tiff.StartsWith("II*\0"u8)) return 0;
        var start = isBig ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (start > tiff.Length - 2) return 0;
        var directory = tiff[(int)start..];
        var count = UInt16(directory, isBig);
        directory = directory[2..];
        for (var i = 0; i < count && directory.Length >= Entry; i++, directory = directory[Entry..])
            if (UInt16(directory, isBig) == Tag) return UInt16(directory[2..], isBig) == Short ? UInt16(directory[8..], isBig) : 0;
        return 0;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
