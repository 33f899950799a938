namespace ModelDsl.IO;

/// <summary>Where the files of a run lie.</summary>
internal static class RunFiles
{
    /// <summary>
    /// A path that is the run's own: of several runs each has a folder with its name, so that <c>logs/a.csv</c> of fold 2/5 is
    /// <c>logs/fold-2-of-5/a.csv</c>.
    /// </summary>
    public static string Of(string path, string runName) => runName.Length == 0
        ? path
        : Path.Combine(Path.GetDirectoryName(path) ?? "", FolderOf(runName), Path.GetFileName(path));

    /// <summary>A run's name as that of a folder.</summary>
    public static string FolderOf(string runName) =>
        string.Concat(runName.Replace("/", "-of-", StringComparison.Ordinal).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    /// <summary>Makes the folder of a file, where it is missing, so that it outlives a lost power supply.</summary>
    public static void MakeFolderOf(string path) => Make(Path.GetDirectoryName(FilePlace.Real(path)));

    private static void Make(string? folder)
    {
        if (folder is null || Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent) return;
        Make(parent);
        Directory.CreateDirectory(folder);
        Posix.Flush(parent);
    }
}
