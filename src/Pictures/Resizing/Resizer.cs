using ModelDsl.Pictures.Decoding;

namespace ModelDsl.Pictures.Resizing;

/// <summary>Makes a sample of a picture.</summary>
internal static class Resizer
{
    /// <summary>Writes a picture as a sample: height × width × channels.</summary>
    /// <param name="pixels">The picture, with the channels of the options. It may be overwritten.</param>
    /// <param name="size">The size of the sample.</param>
    /// <param name="options">The options.</param>
    /// <param name="sample">Receives the numbers.</param>
    internal static void Write(Pixels pixels, ImageSize size, ImageOptions options, Span<byte> sample)
    {
        var (height, width) = Window.Of(pixels.Height, pixels.Width, size, options.AspectRatio);
        // Nothing has to be resized: a part is copied, or all of it into a border.
        if (height.Length == size.Height && width.Length == size.Width)
        {
            Copy(pixels, height, width, sample, options.Depth);
            return;
        }
        using var resized = Resize(pixels, height, width, size, options);
        Copy(resized, new Window(0, size.Height, size.Height), new Window(0, size.Width, size.Width), sample, options.Depth);
    }

    private static Pixels Resize(Pixels pixels, Window height, Window width, ImageSize size, ImageOptions options)
    {
        switch (options.Resize)
        {
            case ImageResize.Nearest: return Sampling.Nearest(pixels, height, width, size);
            case ImageResize.KerasBilinear: return Sampling.KerasBilinear(pixels, height, width, size);
        }
        var weighsAlpha = options.Channels == ImageChannels.Rgba;
        if (weighsAlpha) Transparency.Multiply(pixels.Values);
        var resized = Resampling.Resize(pixels, height, width, size, options.Resize == ImageResize.Area);
        if (weighsAlpha) Transparency.Divide(resized.Values);
        return resized;
    }

    /// <summary>
    /// Copies a part of a picture, without the channels that a sample does not have. What lies outside of the picture is 0.
    /// </summary>
    private static void Copy(Pixels pixels, Window height, Window width, Span<byte> sample, int depth)
    {
        var row = (int)width.Length * depth;
        var to = sample;
        var (skipped, left) = ((int)Math.Max(width.Start, 0), (int)Math.Max(-width.Start, 0));
        var count = (int)Math.Min(width.Length - left, width.Side - skipped);
        for (var y = height.Start; y < height.Start + height.Length; y++, to = to[row..])
        {
            if (y < 0 || y >= height.Side)
            {
                to[..row].Clear();
                continue;
            }
            to[..(left * depth)].Clear();
            to[((left + count) * depth)..row].Clear();
            Copy(pixels.Row((int)y)[(skipped * pixels.Depth)..], to.Slice(left * depth, count * depth), pixels.Depth, depth);
        }
    }

    private static void Copy(ReadOnlySpan<byte> from, Span<byte> to, int depth, int kept)
    {
        if (depth == kept)
        {
            from[..to.Length].CopyTo(to);
            return;
        }
        // Three of four: red, green and blue without alpha.
        for (int i = 0, k = 0; k + 2 < to.Length && i + 2 < from.Length; i += Pixels.Colored, k += 3)
        {
            to[k] = from[i];
            to[k + 1] = from[i + 1];
            to[k + 2] = from[i + 2];
        }
    }
}
