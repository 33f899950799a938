using SkiaSharp;

namespace ModelDsl.Examples;

/// <summary>Writes surfaces as PNG files.</summary>
internal static class Png
{
    public static byte[] ToPng(this SKSurface surface)
    {
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
