using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl;

/// <summary>
/// IDX files, the format of MNIST and similar sets. Whether a file is gzip or not is decided by its content, not by its name. Errors name
/// the file.
/// </summary>
public static partial class Idx
{
    /// <summary>Reads the array in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">
    /// Maximum number of bytes of the array. By default, for a compressed file, 64 MB or 100 times its length, whichever is more. Without a
    /// limit, a small file could fill the memory.
    /// </param>
    /// <returns>
    /// The array, or an error. An error means that the file can't be read, is not an IDX file, is truncated, corrupted or too long, or
    /// announces too many bytes.
    /// </returns>
    public static Fin<IdxArray> Read(string path, long? mostBytes = null) => IdxReader.Read(path, mostBytes);

    /// <summary>
    /// Loads a data set from a file of samples and a file of class indices. Bytes stay bytes; other numbers become float32.
    /// </summary>
    /// <param name="samplesPath">An array <c>[N, …]</c>, for instance images: <c>[60000, 28, 28]</c>.</param>
    /// <param name="labelsPath">An array <c>[N]</c> of integers.</param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="name">The name of the data set in errors; by default the name of the file of samples.</param>
    /// <param name="mostBytes">Maximum number of bytes of each array, as in <see cref="Read"/>.</param>
    /// <returns>
    /// The data set, or an error: the errors of <see cref="Read"/>, counts that differ, labels out of range, NaN or infinite numbers, no
    /// samples.
    /// </returns>
    public static Fin<Dataset> Load(
        string samplesPath, string labelsPath, IEnumerable<string>? classNames = null, string? name = null, long? mostBytes = null) =>
        from samples in Read(samplesPath, mostBytes)
        from labels in Read(labelsPath, mostBytes)
        from data in Pair(samplesPath, samples, labelsPath, labels, classNames, name ?? Path.GetFileName(samplesPath))
        select data;

    internal static Fin<Dataset> Pair(
        string samplesPath, IdxArray samples, string labelsPath, IdxArray labels, IEnumerable<string>? classNames, string name)
    {
        if (samples.Shape.Rank == 0) return Error.New($"{samplesPath}: one number is not a set of samples.");
        if (labels.Shape.Rank != 1) return WrongRank(labelsPath, labels);
        if (samples.Shape[0] != labels.Shape[0]) return DifferentCounts(samplesPath, samples.Shape[0], labelsPath, labels.Shape[0]);
        if (labels.ToIntegers() is not { } classes) return WrongType(labelsPath, labels);
        return samples.Type == IdxType.UInt8
            ? Dataset.Own(samples.Shape.Tail, samples.Content, samplesPath, classes, labelsPath, classNames, name)
            : Dataset.Own(samples.Shape.Tail, samples.ToFloats(), samplesPath, classes, labelsPath, classNames, name);
    }

    private static Error WrongRank(string labelsPath, IdxArray labels) =>
        Error.New($"{labelsPath}: labels have one dimension, but these have the shape {labels.Shape}.");

    private static Error WrongType(string labelsPath, IdxArray labels) =>
        Error.New($"{labelsPath}: labels are integers, but these are {labels.Type}.");

    private static Error DifferentCounts(string samplesPath, int samples, string labelsPath, int labels) =>
        Error.New($"{samplesPath} has {samples} samples, but {labelsPath} has {labels} labels; they do not belong together.");
}
