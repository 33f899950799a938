using SkiaSharp;

namespace ModelDsl.Examples;

/// <summary>Makes PNG files.</summary>
internal static class Png
{
    /// <summary>Makes a PNG file of brightness from 0 to 255, row by row.</summary>
    public static byte[] OfGrey(int width, int height, ReadOnlySpan<float> pixels)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Gray8, SKAlphaType.Opaque);
        var row = bitmap.GetPixelSpan();
        for (var y = 0; y < height; y++, row = row[bitmap.RowBytes..])
            for (var x = 0; x < width; x++) row[x] = (byte)pixels[y * width + x];
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public static byte[] ToPng(this SKSurface surface)
    {
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
