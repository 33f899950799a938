using System.Globalization;

namespace ModelDsl.Pictures.Formats;

/// <summary>Tells formats apart by the first bytes of a file. Its name decides nothing.</summary>
internal static class Signature
{
    /// <summary>Bytes that are needed to know a format.</summary>
    internal const int Longest = 18;

    /// <summary>Formats that are recognised, but not read.</summary>
    private static readonly (byte[] Bytes, string Name)[] Others =
    [
        ("GIF8"u8.ToArray(), "GIF"),
        ("II*\0"u8.ToArray(), "TIFF"),
        ("MM\0*"u8.ToArray(), "TIFF"),
        ("\0\0\u0001\0"u8.ToArray(), "an icon"),
        ("%PDF"u8.ToArray(), "PDF"),
        ("8BPS"u8.ToArray(), "Photoshop"),
        ("<svg"u8.ToArray(), "SVG"),
    ];

    /// <summary>Returns the format; null if it is another one, or none.</summary>
    internal static ImageFormat? Of(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(PngHeader.Signature) ? ImageFormat.Png
        : bytes.StartsWith(JpegHeader.Signature) ? ImageFormat.Jpeg
        : WebpHeader.Begins(bytes) ? ImageFormat.Webp
        : BmpHeader.Begins(bytes) ? ImageFormat.Bmp
        : null;

    /// <summary>Returns the name of a format.</summary>
    internal static string NameOf(ImageFormat format) => format switch
    {
        ImageFormat.Png => "PNG",
        ImageFormat.Jpeg => "JPEG",
        ImageFormat.Bmp => "BMP",
        _ => "WebP",
    };

    /// <summary>Says what a file is that is none of the formats.</summary>
    internal static string Describe(ReadOnlySpan<byte> bytes)
    {
        foreach (var (begin, name) in Others)
            if (bytes.StartsWith(begin)) return $"it is {name}";
        if (bytes.Length >= 12 && bytes[4..].StartsWith("ftyp"u8)) return $"it is {(bytes[8] == 'a' ? "AVIF" : "HEIF or a film")}";
        var first = bytes[..Math.Min(bytes.Length, 8)];
        var hex = string.Join(' ', first.ToArray().Select(one => one.ToString("X2", CultureInfo.InvariantCulture)));
        return $"it begins with {hex}";
    }
}
