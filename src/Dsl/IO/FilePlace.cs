using System.Text;

namespace ModelDsl.IO;

/// <summary>
/// Finds the place that a path leads to, and why a file there can't be read or written. It opens nothing and changes nothing.
/// </summary>
internal static class FilePlace
{
    private const int MostLinks = 40;
    private const int LongestName = 255;

    private const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The comparison of paths that most file systems of this operating system use.</summary>
    public static StringComparison Comparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Returns the unique path of a place: absolute, and without links. The place need not exist.</summary>
    /// <exception cref="IOException">Links lead in a circle.</exception>
    /// <exception cref="ArgumentException">It is not a path.</exception>
    public static string Real(string path) => Real(Path.GetFullPath(path), MostLinks);

    /// <summary>Returns why a file can't be written, one sentence; null if it can.</summary>
    /// <param name="path">The file.</param>
    /// <param name="makesFolders">Whether missing folders are made first.</param>
    public static string? FaultOfWriting(string path, bool makesFolders = false)
    {
        try
        {
            if (Path.EndsInDirectorySeparator(path)) return "It names a folder.";
            var place = Real(path);
            if (Directory.Exists(place)) return "It is a folder.";
            if (Encoding.UTF8.GetByteCount(Path.GetFileName(place)) > LongestName) return $"Its name is longer than {LongestName} bytes.";
            if (Posix.IsSpecial(place)) return "It is not a regular file.";
            if (File.Exists(place) && !MayBeReplaced(place)) return "It is read-only.";
            return FaultOfFolder(Path.GetDirectoryName(place)!, makesFolders);
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return fault.Message;
        }
    }

    /// <summary>Returns why files can't be made in a folder, one sentence; null if they can.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="makesFolders">Whether the folder is made if it is missing.</param>
    public static string? FaultOfFolder(string folder, bool makesFolders)
    {
        try
        {
            var place = Real(folder);
            while (!Directory.Exists(place))
            {
                if (Path.Exists(place)) return $"{place} is not a folder.";
                if (!makesFolders) return $"The folder {place} is missing.";
                if (Path.GetDirectoryName(place) is not { } parent) return $"The folder {place} is missing.";
                place = parent;
            }
            return Posix.IsWritable(place) ? null : $"Nothing can be written into the folder {place}.";
        }
        catch (Exception fault) when (IsOfFiles(fault))
        {
            return fault.Message;
        }
    }

    /// <summary>Opens a file to read it from beginning to end; it may be replaced meanwhile.</summary>
    /// <exception cref="IOException">It is missing, or not a regular file.</exception>
    public static FileStream OpenToRead(string path)
    {
        // A named pipe would wait for its writer, and a device may have no end.
        if (Posix.IsSpecial(Path.GetFullPath(path))) throw new IOException("It is not a regular file.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>Returns whether an exception is one of those that calls on files are known to throw.</summary>
    public static bool IsOfFiles(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>
    /// Returns whether a file may be replaced. A file marked read-only is respected, even if its owner or root could still write to it.
    /// </summary>
    private static bool MayBeReplaced(string place) => OperatingSystem.IsWindows()
        ? !File.GetAttributes(place).HasFlag(FileAttributes.ReadOnly)
        : (File.GetUnixFileMode(place) & Writable) != 0 && Posix.IsWritable(place);

    private static string Real(string full, int links)
    {
        if (Path.GetDirectoryName(full) is not { } parent) return full;
        var place = Path.Combine(Real(parent, links), Path.GetFileName(full));
        if (new FileInfo(place).LinkTarget is not { } target) return place;
        if (links == 0) throw new IOException($"There are too many links, one after the other, from {full}.");
        return Real(Path.GetFullPath(target, Path.GetDirectoryName(place)!), links - 1);
    }
}
