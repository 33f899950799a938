using System.Buffers.Binary;

namespace Benchmarks;

/// <summary>A folder of uncompressed IDX files; it is deleted when the work is done.</summary>
public sealed class IdxFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("modeldsl-bench-");

    /// <summary>The folder's path.</summary>
    public string Path => folder.FullName;

    /// <summary>The images and the labels of one part of a set.</summary>
    public static IdxPart Part(string folder, int number) =>
        new(System.IO.Path.Combine(folder, $"images-{number}"), System.IO.Path.Combine(folder, $"labels-{number}"));

    /// <summary>Writes a part that repeats the given images.</summary>
    public IdxFolder Add(int number, SampleBytes data, int count)
    {
        var part = Part(Path, number);
        Write(part.Samples, data.Samples, [count, 28, 28]);
        Write(part.Labels!, Array.ConvertAll([.. data.Labels], label => (byte)label), [count]);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Delete(recursive: true);

    // IDX: two zeros, the type (8: bytes), the number of dimensions, each dimension as four bytes, big-endian; then the numbers.
    private static void Write(string path, ArraySegment<byte> content, IReadOnlyList<int> dimensions)
    {
        using var file = File.Create(path);
        Span<byte> number = [0, 0, 8, (byte)dimensions.Count];
        file.Write(number);
        foreach (var dimension in dimensions)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, dimension);
            file.Write(number);
        }

        for (var left = dimensions.Aggregate(1L, (product, d) => product * d); left > 0; left -= content.Count)
            file.Write(content.AsSpan(0, (int)Math.Min(left, content.Count)));
    }
}
