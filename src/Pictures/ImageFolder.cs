using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Pictures.Folders;

namespace ModelDsl.Pictures;

/// <summary>
/// Data sets of pictures in files: PNG, JPEG, BMP and WebP. A sample has the shape <c>[height, width, channels]</c>, and its numbers are
/// 0 to 255; <c>data | Scale(1 / 255f)</c> divides them.
/// </summary>
/// <remarks>
/// Contents decide what a file is, not its name. Cameras' orientation (EXIF) is applied. Each file's header is checked, and all broken
/// files are one error. Small sets are kept in memory (<see cref="ImageOptions.KeepInMemory"/>); pictures of others are decoded when a
/// batch needs them, ahead of the steps and on several threads.
/// </remarks>
public static class ImageFolder
{
    private const string Unnamed = "the pictures";

    /// <summary>Loads a folder whose folders are classes, as Keras's <c>image_dataset_from_directory</c> does.</summary>
    /// <param name="path">
    /// The folder. Names of classes are the names of the folders in it, in ordinal order. Pictures may also be in folders of these. Hidden
    /// files and links to folders are left out. Files that are no pictures are ignored, unless their names say that they are.
    /// </param>
    /// <param name="size">Height and width of the samples: <c>(64, 64)</c>.</param>
    /// <param name="options">How pictures become samples.</param>
    /// <returns>The data set, labelled with class indices, or one error that names the broken files.</returns>
    public static Fin<Dataset> Load(string path, ImageSize size, ImageOptions? options = null) =>
        FolderScan.Classes(path).Bind(list => Loading.Load(list, size, options));

    /// <summary>Loads all pictures in a folder and the folders below it, without labels, for prediction.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="size">Height and width of the samples: <c>(64, 64)</c>.</param>
    /// <param name="options">How pictures become samples.</param>
    /// <returns>The data set, ordered by path, or one error that names the broken files.</returns>
    public static Fin<Dataset> Unlabelled(string path, ImageSize size, ImageOptions? options = null) =>
        FolderScan.Unlabelled(path).Bind(list => Loading.Load(list, size, options));

    /// <summary>Loads files in the order of a list.</summary>
    /// <param name="files">Paths of the files. Each must be a picture.</param>
    /// <param name="labelOf">
    /// Returns the name of the class of a path. Indices are those of the names in ordinal order.
    /// </param>
    /// <param name="size">Height and width of the samples: <c>(64, 64)</c>.</param>
    /// <param name="options">How pictures become samples.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>The data set, labelled with class indices, or one error that names the broken files.</returns>
    public static Fin<Dataset> Of(
        IEnumerable<string> files, Func<string, string> labelOf, ImageSize size, ImageOptions? options = null, string name = Unnamed)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(labelOf);
        return Loading.Load(Labelled(name, [.. files.Select(path => (path, path, labelOf(path)))]), size, options);
    }

    /// <summary>Loads files in the order of a list, without labels, for prediction.</summary>
    /// <param name="files">Paths of the files. Each must be a picture.</param>
    /// <param name="size">Height and width of the samples: <c>(64, 64)</c>.</param>
    /// <param name="options">How pictures become samples.</param>
    /// <param name="name">The name of the data set in errors.</param>
    /// <returns>The data set, or one error that names the broken files.</returns>
    public static Fin<Dataset> Of(IEnumerable<string> files, ImageSize size, ImageOptions? options = null, string name = Unnamed)
    {
        ArgumentNullException.ThrowIfNull(files);
        ListedPicture[] pictures = [.. files.Select(path => new ListedPicture(path, path, 0))];
        return Loading.Load(new PictureList(name, pictures, Classes: null), size, options);
    }

    /// <summary>Loads the files that a CSV file lists.</summary>
    /// <param name="path">
    /// The CSV file. Its column <c>file</c> has paths, which begin at its folder, and <c>label</c> has the names of the classes.
    /// </param>
    /// <param name="size">Height and width of the samples: <c>(64, 64)</c>.</param>
    /// <param name="options">How pictures become samples.</param>
    /// <returns>The data set, labelled with class indices, or one error that names the faulty rows or the broken files.</returns>
    public static Fin<Dataset> LoadCsv(string path, ImageSize size, ImageOptions? options = null) =>
        from rows in Csv.Load<LabelledFile>(path)
        let folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ""
        from data in Loading.Load(
            Labelled(path, [.. rows.Select(row => (Path.Combine(folder, row.File), row.File, row.Label))]), size, options)
        select data;

    private static PictureList Labelled(string name, (string Path, string Name, string Label)[] files)
    {
        string[] classes = [.. files.Select(file => file.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new PictureList(name, [.. files.Select(file => new ListedPicture(file.Path, file.Name, IndexOf(file.Label)))], classes);

        int IndexOf(string label) => System.Array.BinarySearch(classes, label, StringComparer.Ordinal);
    }
}
