using ModelDsl.Pictures.Formats;
using SkiaSharp;

namespace ModelDsl.Pictures.Decoding;

/// <summary>
/// Decodes files with Skia. Its JPEG, PNG and WebP decoders are libjpeg-turbo, libpng and libwebp, as Pillow's are. Colours are not
/// converted from a file's profile, as Pillow and Keras do it.
/// </summary>
internal static class Decoder
{
    /// <summary>Pictures above this size are decoded one at a time, so that threads do not multiply their memory.</summary>
    private const long Large = 8_000_000;

    private static readonly Lock OneLarge = new();

    /// <summary>Decodes a file into red, green, blue and alpha, and turns the picture as its EXIF data say.</summary>
    /// <exception cref="UnreadablePicture">The file is not a picture, too large, damaged or cut.</exception>
    internal static Pixels Decode(ReadOnlySpan<byte> file, long mostPixels)
    {
        // A whole file has a header, or the call throws.
        var header = ImageHeader.Read(file, isWhole: true)!.Value;
        header.Check(mostPixels);
        if (header.Format == ImageFormat.Jpeg) JpegHeader.CheckScans(file);
        if (header.Pixels <= Large) return Decode(file, header);
        lock (OneLarge) return Decode(file, header);
    }

    private static Pixels Decode(ReadOnlySpan<byte> file, ImageHeader header)
    {
        var stored = Decompress(file, header);
        var orientation = Orientation.Of(file, header.Format);
        if (orientation == Orientation.Upright) return stored;
        using (stored) return Turning.Turn(stored, orientation);
    }

    private static unsafe Pixels Decompress(ReadOnlySpan<byte> file, ImageHeader header)
    {
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            using var codec = SKCodec.Create(data) ?? throw new UnreadablePicture($"it is damaged: its {Signature.NameOf(header.Format)} data can't be decoded");
            var found = codec.Info;
            if (found.Width != header.Width || found.Height != header.Height || FormatOf(codec) != header.Format)
                throw new UnreadablePicture($"it is damaged: parts of it say {found.Width} × {found.Height} pixels, others {header.Width} × {header.Height}");
            var pixels = new Pixels(header.Width, header.Height, Pixels.Colored);
            var alpha = found.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
            var wanted = new SKImageInfo(header.Width, header.Height, SKColorType.Rgba8888, alpha, colorspace: null);
            SKCodecResult result;
            fixed (byte* destination = pixels.Values) result = codec.GetPixels(wanted, (nint)destination);
            if (result == SKCodecResult.Success) return pixels;
            pixels.Dispose();
            throw new UnreadablePicture(result == SKCodecResult.IncompleteInput ? "it ends inside the picture: it was cut" : "it is damaged");
        }
    }

    private static ImageFormat? FormatOf(SKCodec codec) => codec.EncodedFormat switch
    {
        SKEncodedImageFormat.Png => ImageFormat.Png,
        SKEncodedImageFormat.Jpeg => ImageFormat.Jpeg,
        SKEncodedImageFormat.Bmp => ImageFormat.Bmp,
        SKEncodedImageFormat.Webp => ImageFormat.Webp,
        _ => null,
    };
}
