namespace ModelDsl.Examples;

/// <summary>A colour. Each part is from 0 to 255.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    public static Rgb Mix(Rgb from, Rgb to, double share) =>
        new(Between(from.Red, to.Red, share), Between(from.Green, to.Green, share), Between(from.Blue, to.Blue, share));

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + (to - from) * Math.Clamp(share, 0, 1));
}

/// <summary>A small picture as coloured pixels, row by row.</summary>
internal sealed class PixelImage(int width, int height, IReadOnlyList<Rgb> pixels)
{
    public int Width => width;

    public int Height => height;

    public Rgb this[int x, int y] => pixels[y * width + x];

    /// <summary>Makes a picture of numbers.</summary>
    /// <param name="shape">Height and width.</param>
    /// <param name="values">The numbers, row by row.</param>
    /// <param name="palette">The colour of a number.</param>
    public static PixelImage Of(Shape shape, ReadOnlySpan<float> values, Func<double, Rgb> palette)
    {
        var pixels = new Rgb[shape.Size];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = palette(values[i]);
        return new PixelImage(shape[1], shape[0], pixels);
    }

    /// <summary>Returns a picture of half the width and height: each pixel is the mean of four.</summary>
    public PixelImage Halved()
    {
        var (newWidth, newHeight) = ((width + 1) / 2, (height + 1) / 2);
        var half = new Rgb[newWidth * newHeight];
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                var (right, below) = (Math.Min(2 * x + 1, width - 1), Math.Min(2 * y + 1, height - 1));
                half[y * newWidth + x] = Rgb.Mix(
                    Rgb.Mix(this[2 * x, 2 * y], this[right, 2 * y], 0.5), Rgb.Mix(this[2 * x, below], this[right, below], 0.5), 0.5);
            }
        }
        return new PixelImage(newWidth, newHeight, half);
    }
}

/// <summary>A picture and its caption, line by line.</summary>
internal sealed record CaptionedImage(PixelImage Picture, IReadOnlyList<string> Caption);
