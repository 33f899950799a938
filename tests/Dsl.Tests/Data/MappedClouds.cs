using ModelDsl.Tests.Training;

namespace ModelDsl.Tests.Data;

/// <summary>The clouds of <see cref="ToyData"/> in a few mapped files.</summary>
internal static class MappedClouds
{
    /// <summary>Writes the clouds and maps them.</summary>
    /// <param name="folder">The folder for the files.</param>
    /// <param name="count">Total number of samples.</param>
    /// <param name="memory">The memory of the machine, in bytes, as the mapping is told.</param>
    /// <param name="cuts">The positions where a new part begins.</param>
    internal static Dataset Map(TemporaryFolder folder, int count, long memory = long.MaxValue, params IReadOnlyList<int> cuts)
    {
        var clouds = ToyData.Clouds(count);
        int[] bounds = [0, .. cuts.Where(cut => cut > 0 && cut < count).Distinct().Order(), count];
        var parts = bounds.Zip(bounds.Skip(1), (from, to) => Write(folder, clouds, from, to)).ToArray();
        return Idx.Map(parts, default, null, memory).Value();
    }

    /// <summary>Truncates a file, like a program that ignores locks.</summary>
    internal static void Cut(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(20);
    }

    private static IdxPart Write(TemporaryFolder folder, Dataset data, int from, int to)
    {
        int[] rows = [.. Enumerable.Range(from, to - from)];
        var classes = new int[rows.Length];
        data.CopyClasses(rows, classes);
        var numbers = data.Numbers(rows).SelectMany(number => BitConverter.GetBytes(number).Reverse());
        return new IdxPart(
            folder.Write($"samples-{from}-{to}", IdxTests.File(IdxType.Float32, [rows.Length, 2], [.. numbers])),
            folder.Write($"labels-{from}-{to}", IdxTests.File(IdxType.UInt8, [rows.Length], [.. classes.Select(c => (byte)c)])));
    }
}
