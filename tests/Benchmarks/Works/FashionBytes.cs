namespace Benchmarks;

/// <summary>Images and labels as the peers take them.</summary>
/// <param name="Images">784 bytes an image.</param>
/// <param name="Labels">A class an image.</param>
public sealed record FashionBytes(ArraySegment<byte> Images, ArraySegment<byte> Labels)
{
    /// <summary>Bytes of an image.</summary>
    public const int ImageSize = 28 * 28;

    /// <summary>Copies a data set whose pixels have not been scaled.</summary>
    public static FashionBytes Of(Dataset data)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        var pixels = new float[data.Count * data.SampleShape.Size];
        var classes = new int[data.Count];
        data.CopySamples(rows, pixels);
        data.CopyClasses(rows, classes);
        return new FashionBytes(Array.ConvertAll(pixels, p => (byte)p), Array.ConvertAll(classes, c => (byte)c));
    }

    /// <summary>Some of the images, in the same memory.</summary>
    public FashionBytes Slice(int first, int count) =>
        new(Images.Slice(first * ImageSize, count * ImageSize), Labels.Slice(first, count));
}
