using ModelDsl.Pictures.Decoding;
using ModelDsl.Pictures.Resizing;

namespace ModelDsl.Pictures.Tests;

/// <summary>Resized noise is Pillow's, bit for bit, and the formula of Keras.</summary>
public sealed class ResizingTests
{
    [Fact]
    public void ResizedPicturesAreThoseOfPillowAndKeras() => Assert.Multiple([.. Golden.Rows("resized.txt").Select<(string[] Words, byte[] Values), Action>(row => () =>
    {
        var options = new ImageOptions
        {
            Resize = Enum.Parse<ImageResize>(row.Words[0]),
            Channels = row.Words[1] switch { "L" => ImageChannels.Grey, "RGB" => ImageChannels.Rgb, _ => ImageChannels.Rgba },
            AspectRatio = Enum.Parse<AspectRatio>(row.Words[2]),
        };
        int[] sizes = [.. row.Words[3..].Select(int.Parse)];
        var sample = Resize(sizes[0], sizes[1], (sizes[3], sizes[2]), options);
        var far = row.Values.Select((level, i) => Math.Abs(level - sample[i])).Max();
        Assert.True(far == 0, $"{string.Join(' ', row.Words)} is {far} levels away.");
    })]);

    /// <summary>A long strip would be a billion pixels with borders around it. They are never made.</summary>
    [Fact]
    public void BordersTakeNoMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sample = Resize(60_000, 1, (8, 8), new ImageOptions { AspectRatio = AspectRatio.Pad, Resize = ImageResize.Area });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        Assert.All(sample, level => Assert.Equal(0, level));
    }

    /// <summary>Noise with as many channels as the options have.</summary>
    private static byte[] Resize(int width, int height, ImageSize size, ImageOptions options)
    {
        var noise = Noise.Of(width, height, options.Depth);
        using var pixels = new Pixels(width, height, options.Depth == 1 ? 1 : Pixels.Colored);
        for (int from = 0, to = 0; from < noise.Length; from += options.Depth, to += pixels.Depth)
        {
            noise.AsSpan(from, options.Depth).CopyTo(pixels.Values[to..]);
            if (options.Depth == 3) pixels.Values[to + 3] = 255;
        }
        var sample = new byte[size.Height * size.Width * options.Depth];
        Resizer.Write(pixels, size, options, sample);
        return sample;
    }
}
