using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl;

/// <summary>A file of samples and the file of their labels.</summary>
/// <param name="Samples">An array <c>[N, …]</c>, for instance images: <c>[60000, 28, 28]</c>.</param>
/// <param name="Labels">An array <c>[N]</c> of integers; null if there are no labels, for prediction.</param>
public sealed record IdxPart(string Samples, string? Labels = null);

public static partial class Idx
{
    /// <summary>
    /// Maps a data set whose samples stay in their file, which may be larger than memory; otherwise the same as <see cref="Load"/>.
    /// </summary>
    /// <inheritdoc cref="Map(IEnumerable{IdxPart}, IEnumerable{string}, string)"/>
    /// <param name="samplesPath">An array <c>[N, …]</c>, for instance images: <c>[60000, 28, 28]</c>; not compressed.</param>
    /// <param name="labelsPath">An array <c>[N]</c> of integers.</param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="name">The name of the data set in errors; by default the name of the file of samples.</param>
    public static Fin<Dataset> Map(string samplesPath, string labelsPath, IEnumerable<string>? classNames = null, string? name = null) =>
        Map([new IdxPart(samplesPath, labelsPath)], classNames, name);

    /// <summary>
    /// Maps a data set whose samples stay in their files, one part after the other. Together they may be larger than memory. It trains to
    /// the same bits as the same samples in memory, whatever the parts are. A shuffle is a permutation of all samples, not of a window.
    /// </summary>
    /// <remarks>
    /// Samples are read from disk while batches are gathered, on a separate thread that is ahead of the steps. The operating system keeps
    /// as many of them as it has memory for. Labels are read and checked at once. Numbers that are not finite are found when they are
    /// gathered. The files stay open until no data set made from this one is in use, and must not be changed as long. A sample that is cut
    /// off, or that the disk fails to read, is an error of <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> when it is read. A file that was
    /// written to, extended or cut is an error within a tenth of a second. On Linux, deleting or replacing a file does no harm.
    /// </remarks>
    /// <param name="parts">
    /// The files: not compressed, of any size, with samples of one shape and type; labels for all parts or for none.
    /// </param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="name">The name of the data set in errors; by default the name of the first file of samples.</param>
    /// <returns>
    /// The data set, or an error that names the file: it can't be read, is compressed, is not an IDX file, is truncated or too long. Other
    /// errors are parts that do not fit together, counts that differ, labels out of range, and no samples.
    /// </returns>
    public static Fin<Dataset> Map(IEnumerable<IdxPart> parts, IEnumerable<string>? classNames = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Map([.. parts], (classNames ?? []).ToSeq().Strict(), name, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    /// <summary>Works the same way, on a machine with this many bytes of memory.</summary>
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

    /// <summary>Returns samples and labels as one data set. If they do not fit together, the files of samples are closed.</summary>
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
