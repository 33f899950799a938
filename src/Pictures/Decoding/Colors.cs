namespace ModelDsl.Pictures.Decoding;

/// <summary>Makes the channels of samples out of red, green, blue and alpha.</summary>
internal static class Colors
{
    /// <summary>Returns pixels with what the options ask for: a background, brightness alone.</summary>
    /// <param name="pixels">Red, green, blue and alpha. They are overwritten; dispose the result.</param>
    /// <param name="options">The options.</param>
    internal static Pixels Convert(Pixels pixels, ImageOptions options)
    {
        if (options.Background is { } background) Fill(pixels.Values, background);
        if (options.Channels != ImageChannels.Grey) return pixels;
        using (pixels) return Grey(pixels);
    }

    /// <summary>Multiplies two bytes as parts of 255, rounded: Pillow's <c>MULDIV255</c>.</summary>
    internal static int Multiply(int first, int second)
    {
        var product = first * second + 128;
        return ((product >> 8) + product) >> 8;
    }

    /// <summary>Mixes colours with the background, as much as they are transparent: Pillow's <c>Image.paste</c> with a mask.</summary>
    private static void Fill(Span<byte> values, ImageColor background)
    {
        for (var i = 0; i < values.Length; i += Pixels.Colored)
        {
            var pixel = values.Slice(i, Pixels.Colored);
            var alpha = pixel[3];
            if (alpha == byte.MaxValue) continue;
            pixel[0] = Mix(pixel[0], background.Red, alpha);
            pixel[1] = Mix(pixel[1], background.Green, alpha);
            pixel[2] = Mix(pixel[2], background.Blue, alpha);
            pixel[3] = byte.MaxValue;
        }
    }

    private static byte Mix(int color, int behind, int alpha)
    {
        var mixed = color * alpha + behind * (byte.MaxValue - alpha) + 128;
        return (byte)(((mixed >> 8) + mixed) >> 8);
    }

    /// <summary>Returns the brightness of pixels: ITU-R BT.601 with Pillow's whole numbers.</summary>
    private static Pixels Grey(Pixels colored)
    {
        var grey = new Pixels(colored.Width, colored.Height, 1);
        var from = colored.Values;
        var to = grey.Values;
        for (var i = 0; i < to.Length; i++)
        {
            var pixel = from.Slice(i * Pixels.Colored, 3);
            to[i] = (byte)((pixel[0] * 19595 + pixel[1] * 38470 + pixel[2] * 7471 + 0x8000) >> 16);
        }
        return grey;
    }
}
