using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl;

/// <summary>
/// NumPy's files of one array, as <c>numpy.save</c> writes them. Integers, bool, float16, float32 and float64 can be read, in both orders
/// of bytes and of axes. Arrays of Python's objects are refused. Errors name the file.
/// </summary>
public static class Npy
{
    /// <summary>Reads the array in a file.</summary>
    /// <param name="path">The file; it may be compressed by gzip.</param>
    /// <param name="mostBytes">
    /// Maximum number of bytes of the array. By default, for a compressed file, 64 MB or 100 times its length, whichever is more.
    /// </param>
    /// <returns>
    /// The array, or an error. An error means that the file can't be read, is not an <c>.npy</c> file, holds something else than numbers,
    /// is truncated, corrupted or too long, or announces too many bytes.
    /// </returns>
    public static Fin<NpyArray> Read(string path, long? mostBytes = null) => ArrayFile.Read(path, mostBytes, "", NpyReader.Read);

    /// <summary>
    /// Loads a data set from a file of samples and a file of labels. Bytes stay bytes; other numbers become float32.
    /// </summary>
    /// <param name="samplesPath">An array <c>[N, …]</c>, for instance images: <c>[60000, 28, 28]</c>.</param>
    /// <param name="labelsPath">
    /// An array <c>[N, …]</c>; null for data without labels. Class indices may have the shape <c>[N, 1]</c>.
    /// </param>
    /// <param name="labels">
    /// Whether the labels are class indices or numbers; if not given, integers are class indices, and other numbers are targets.
    /// </param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="name">The name of the data set in errors; by default the name of the file of samples.</param>
    /// <param name="mostBytes">Maximum number of bytes of each array, as in <see cref="Read"/>.</param>
    /// <returns>
    /// The data set, or an error: the errors of <see cref="Read"/>, counts that differ, labels out of range, NaN or infinite numbers, no
    /// samples.
    /// </returns>
    public static Fin<Dataset> Load(
        string samplesPath, string? labelsPath, LabelKind? labels = null, IEnumerable<string>? classNames = null, string? name = null,
        long? mostBytes = null) =>
        from numbers in Read(samplesPath, mostBytes)
        from answers in NpyData.Labels(labelsPath, path => Read(path, mostBytes))
        from data in NpyData.Pair(
            samplesPath, numbers, labelsPath ?? "", answers, labels, classNames, name ?? Path.GetFileName(samplesPath))
        select data;
}
