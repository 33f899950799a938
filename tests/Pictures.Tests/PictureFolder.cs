using SkiaSharp;

namespace ModelDsl.Pictures.Tests;

/// <summary>A temporary folder of pictures.</summary>
internal sealed class PictureFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Writes a file, and returns its path.</summary>
    public string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Writes a BMP file of one grey pixel, and returns its path.</summary>
    public string WriteGrey(string name, byte level)
    {
        byte[] header = [(byte)'B', (byte)'M', 58, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 24, 0];
        return Write(name, [.. header, .. new byte[24], level, level, level, 0]);
    }

    /// <summary>Writes a PNG file of noise, and returns its path.</summary>
    public string WriteNoise(string name, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Noise.Of(width, height, 4).CopyTo(bitmap.GetPixelSpan());
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return Write(name, data.ToArray());
    }
}
