using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Pictures.Folders;

/// <summary>
/// Lists the files of a folder in the order of Keras's <c>image_dataset_from_directory</c>: class by class, folder by folder, file by file,
/// each in ordinal order. Hidden files and folders are left out, and links to folders are not followed.
/// </summary>
internal static class FolderScan
{
    /// <summary>Lists the files of the folders in a folder, which are classes.</summary>
    internal static Fin<PictureList> Classes(string path) => Reading(path, folder =>
    {
        string[] classes = [.. Folders(folder)];
        if (classes.Length == 0) return Error.New($"{path}: there are no folders in it, and each class is one. Use Unlabelled for pictures without classes.");
        var pictures = new List<ListedPicture>();
        for (var i = 0; i < classes.Length; i++) List(Path.Combine(folder, classes[i]), classes[i], i, pictures);
        return new PictureList(path, pictures, classes) { IgnoresOthers = true };
    });

    /// <summary>Lists the files of a folder.</summary>
    internal static Fin<PictureList> Unlabelled(string path) => Reading(path, folder =>
    {
        var pictures = new List<ListedPicture>();
        List(folder, "", 0, pictures);
        return new PictureList(path, pictures, Classes: null) { IgnoresOthers = true };
    });

    private static Fin<PictureList> Reading(string path, Func<string, Fin<PictureList>> list)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (File.Exists(path)) return Error.New($"{path}: it is a file, not a folder.");
            if (!Directory.Exists(path)) return Error.New($"{path}: the folder does not exist.");
            return list(Path.GetFullPath(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Error.New($"{path}: the folder can't be read. {fault.Message}");
        }
    }

    /// <summary>Adds all files in and below a folder.</summary>
    private static void List(string folder, string name, int index, List<ListedPicture> pictures)
    {
        var found = new List<string> { "" };
        for (var next = 0; next < found.Count; next++)
            foreach (var below in Folders(Path.Combine(folder, found[next]))) found.Add(found[next].Length == 0 ? below : $"{found[next]}/{below}");
        found.Sort(StringComparer.Ordinal);
        foreach (var place in found)
        {
            string[] files = [.. Shown(new DirectoryInfo(Path.Combine(folder, place)).EnumerateFiles())];
            System.Array.Sort(files, StringComparer.Ordinal);
            var before = string.Concat(name, name.Length > 0 ? "/" : "", place, place.Length > 0 ? "/" : "");
            foreach (var file in files) pictures.Add(new ListedPicture(Path.Combine(folder, place, file), before + file, index));
        }
    }

    /// <summary>Returns the names of the folders in a folder, in ordinal order.</summary>
    private static IEnumerable<string> Folders(string folder) =>
        Shown(new DirectoryInfo(folder).EnumerateDirectories().Where(below => below.LinkTarget is null)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Shown(IEnumerable<FileSystemInfo> entries) =>
        entries.Where(entry => !entry.Name.StartsWith('.') && (entry.Attributes & FileAttributes.Hidden) == 0).Select(entry => entry.Name);
}
