using System.Runtime.InteropServices;

namespace Benchmarks;

/// <summary>Samples and labels in the layout of the peers.</summary>
/// <param name="Samples">The numbers of one sample after the other, one byte for each.</param>
/// <param name="Labels">Class indices, one or more for each sample.</param>
public sealed record SampleBytes(ArraySegment<byte> Samples, ArraySegment<int> Labels)
{
    /// <summary>Bytes of an image of Fashion-MNIST.</summary>
    public const int ImageSize = 28 * 28;

    /// <summary>The labels as raw bytes, four for each.</summary>
    public ArraySegment<byte> LabelBytes => MemoryMarshal.AsBytes(Labels.AsSpan()).ToArray();

    /// <summary>Copies a data set of unscaled bytes.</summary>
    public static SampleBytes Of(Dataset data)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        var samples = new float[data.Count * data.SampleShape.Size];
        var classes = new int[data.Count * data.LabelShape.Size];
        data.CopySamples(rows, samples);
        data.CopyClasses(rows, classes);
        return new SampleBytes(Array.ConvertAll(samples, p => (byte)p), classes);
    }
}
