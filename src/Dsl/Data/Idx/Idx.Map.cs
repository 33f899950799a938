using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl;

/// <summary>A file of samples and the file of their labels.</summary>
/// <param name="Samples">An array <c>[N, …]</c>, images for instance: <c>[60000, 28, 28]</c>.</param>
/// <param name="Labels">An array <c>[N]</c> of integers; null where there are no labels, for prediction.</param>
public sealed record IdxPart(string Samples, string? Labels = null);

public static partial class Idx
{
    /// <summary>A data set whose samples stay in their file, which may be larger than memory; else as <see cref="Load"/> makes it.</summary>
    /// <inheritdoc cref="Map(IEnumerable{IdxPart}, IEnumerable{string}, string)"/>
    /// <param name="samplesPath">An array <c>[N, …]</c>, images for instance: <c>[60000, 28, 28]</c>; not compressed.</param>
    /// <param name="labelsPath">An array <c>[N]</c> of integers.</param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="name">What errors call the data set; the name of the file of samples unless given.</param>
    public static Fin<Dataset> Map(string samplesPath, string labelsPath, IEnumerable<string>? classNames = null, string? name = null) =>
        Map([new IdxPart(samplesPath, labelsPath)], classNames, name);

    /// <summary>
    /// A data set whose samples stay in their files, one part after the other, which together may be larger than memory. It trains to the same
    /// bits as the same samples in memory, in whatever parts: a shuffle is a permutation of all samples, not of a window.
    /// </summary>
    /// <remarks>
    /// Samples come from disk while batches are gathered, on a thread of their own that is ahead of the steps, and the operating system keeps as
    /// many of them as it has memory for. Labels are read and checked now. Numbers that are not finite are found when they are gathered. The
    /// files stay open until no data set that was made from this one is in use, and must be left alone as long: a sample that is cut off, or
    /// that the disk fails to give, is an error of <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> when it is read, and a file that was written
    /// to, prolonged or cut is one within a tenth of a second. Deleting or replacing a file does no harm on Linux.
    /// </remarks>
    /// <param name="parts">The files: not compressed, of any sizes, with samples of one shape and type; labels for all parts or for none.</param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="name">What errors call the data set; the name of the first file of samples unless given.</param>
    /// <returns>
    /// The data set, or an error that names the file: one that cannot be read, is compressed, no IDX file, truncated or too long; parts that do
    /// not go together, counts that differ, labels out of range, no samples.
    /// </returns>
    public static Fin<Dataset> Map(IEnumerable<IdxPart> parts, IEnumerable<string>? classNames = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Map([.. parts], (classNames ?? []).ToSeq().Strict(), name, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    /// <summary>The same on a machine with so many bytes of memory.</summary>
    internal static Fin<Dataset> Map(IdxPart[] parts, Seq<string> classNames, string? name, long memory)
    {
        if (Array.IndexOf(parts, null) is >= 0 and var missing) return Error.New($"Part {missing + 1} of the files to map is null: give an IdxPart.");
        if (parts.Length == 0) return Error.New("There are no files to map: name at least one of samples.");
        if (Array.Find(parts, part => part.Labels is null != parts[0].Labels is null) is { } odd)
            return Error.New($"{odd.Samples} {Have(odd)}, but {parts[0].Samples} {Have(parts[0])}; give all parts a file of labels, or none.");
        return
            from labels in parts.Select(ReadLabels).ToSeq().Strict().Sequence()
            from samples in IdxFiles.Open(parts.Select(part => part.Samples), memory)
            from data in Pair(parts, samples, [.. labels], classNames, name ?? NameOf(parts))
            select data;

        static string Have(IdxPart part) => part.Labels is null ? "has no labels" : "has labels";
    }

    private static string NameOf(IdxPart[] parts) =>
        Path.GetFileName(parts[0].Samples) + (parts.Length == 1 ? "" : $" and {parts.Length - 1} more");

    private static Fin<int[]> ReadLabels(IdxPart part) => part.Labels is null ? Array.Empty<int>() : Read(part.Labels).Bind(labels =>
        labels.Shape.Rank != 1 ? WrongRank(part.Labels, labels) : labels.ToIntegers() ?? (Fin<int[]>)WrongType(part.Labels, labels));

    /// <summary>Samples and labels as one data set; where they do not belong together, the files of samples are closed.</summary>
    private static Fin<Dataset> Pair(IdxPart[] parts, IdxFiles samples, int[][] labels, Seq<string> classNames, string name)
    {
        var hasLabels = parts[0].Labels is not null;
        for (var i = 0; hasLabels && i < parts.Length; i++)
        {
            var fault = samples.Counts[i] != labels[i].Length
                ? DifferentCounts(parts[i].Samples, samples.Counts[i], parts[i].Labels!, labels[i].Length)
                : Dataset.Fault(parts[i].Labels!, labels[i], classNames);
            if (fault is null) continue;
            samples.Storage.Close();
            return fault;
        }
        var classes = labels.Length == 1 ? labels[0] : [.. labels.SelectMany(part => part)];
        return Dataset.OnDisk(samples.Storage, samples.SampleShape, samples.Count, hasLabels ? classes : null, classNames, name);
    }
}
