namespace ModelDsl.IO;

/// <summary>The places of a run's files.</summary>
internal static class RunFiles
{
    /// <summary>
    /// Returns a path that belongs to the run. If there are several runs, each has a folder with its name: <c>logs/a.csv</c> of fold 2/5 is
    /// <c>logs/fold-2-of-5/a.csv</c>.
    /// </summary>
    public static string Of(string path, string runName) => runName.Length == 0
        ? path
        : Path.Combine(Path.GetDirectoryName(path) ?? "", FolderOf(runName), Path.GetFileName(path));

    /// <summary>Returns a run's name as the name of a folder.</summary>
    public static string FolderOf(string runName) =>
        string.Concat(runName.Replace("/", "-of-", StringComparison.Ordinal).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));

    /// <summary>Makes the folder of a file if it is missing, safe against a loss of power.</summary>
    public static void MakeFolderOf(string path) => Make(Path.GetDirectoryName(FilePlace.Real(path)));

    /// <summary>Makes a folder if it is missing, safe against a loss of power.</summary>
    public static void MakeFolder(string path) => Make(FilePlace.Real(path));

    private static void Make(string? folder)
    {
        if (folder is null || Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } parent) return;
        Make(parent);
        Directory.CreateDirectory(folder);
        Posix.Flush(parent);
    }
}
