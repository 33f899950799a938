using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl;

/// <summary>
/// NumPy's archives of named arrays, as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> write them: for instance
/// <c>mnist.npz</c> with <c>x_train</c>, <c>y_train</c>, <c>x_test</c> and <c>y_test</c>. Errors name the file and the array.
/// </summary>
public static class Npz
{
    /// <summary>Returns the names of the arrays in a file, in the order of the file.</summary>
    /// <returns>The names, or an error: the file can't be read, or is not an archive.</returns>
    public static Fin<Seq<string>> Names(string path) => NpzArchive.Read(path, archive => Fin<Seq<string>>.Succ(archive.Names));

    /// <summary>Reads an array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the array, without <c>.npy</c>.</param>
    /// <param name="mostBytes">
    /// Maximum number of bytes of the array. By default 64 MB or 100 times its compressed length, whichever is more.
    /// </param>
    /// <returns>
    /// The array, or an error: the errors of <see cref="Npy.Read"/>, a file that is not an archive, or a name that it does not have.
    /// </returns>
    public static Fin<NpyArray> Read(string path, string name, long? mostBytes = null) =>
        NpzArchive.Read(path, archive => archive.Read(name, mostBytes));

    /// <summary>Loads a data set from two arrays of a file. Bytes stay bytes; other numbers become float32.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">The name of an array <c>[N, …]</c>, for instance <c>x_train</c>.</param>
    /// <param name="labels">
    /// The name of an array <c>[N, …]</c>, for instance <c>y_train</c>; null for data without labels. Class indices may have the shape
    /// <c>[N, 1]</c>.
    /// </param>
    /// <param name="kind">
    /// Whether the labels are class indices or numbers; if not given, integers are class indices, and other numbers are targets.
    /// </param>
    /// <param name="classNames">Names of the classes, by class index; every index must then have one.</param>
    /// <param name="name">The name of the data set in errors; by default file and array: <c>mnist.npz, x_train</c>.</param>
    /// <param name="mostBytes">Maximum number of bytes of each array, as in <see cref="Read"/>.</param>
    /// <returns>The data set, or an error: the errors of <see cref="Read"/> and those of <see cref="Npy.Load"/>.</returns>
    public static Fin<Dataset> Load(
        string path, string samples, string? labels, LabelKind? kind = null, IEnumerable<string>? classNames = null, string? name = null,
        long? mostBytes = null) =>
        NpzArchive.Read(path, archive =>
            from numbers in archive.Read(samples, mostBytes)
            from answers in NpyData.Labels(labels, array => archive.Read(array, mostBytes))
            from data in NpyData.Pair(
                NpzArchive.Of(path, samples), numbers, NpzArchive.Of(path, labels ?? ""), answers, kind, classNames,
                name ?? NpzArchive.Of(Path.GetFileName(path), samples))
            select data);
}
