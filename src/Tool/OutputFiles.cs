namespace ModelDsl.Tool;

/// <summary>Files that a command writes together: all of them, whole, or none.</summary>
/// <param name="overwrite">True if files that exist are replaced.</param>
internal sealed class OutputFiles(bool overwrite)
{
    private readonly List<(string Path, Action<string> Write)> files = [];

    /// <summary>Adds a file of text.</summary>
    public void Add(string path, string text) => Add(path, unfinished => File.WriteAllText(unfinished, text));

    /// <summary>Adds a file.</summary>
    /// <param name="path">The place of the file.</param>
    /// <param name="write">Writes the file at another place. It is moved here later.</param>
    public void Add(string path, Action<string> write) => files.Add((path, write));

    /// <summary>Writes the files, and returns what is in the way; null if nothing is.</summary>
    public string? Write()
    {
        if (files.FirstOrDefault(file => Directory.Exists(file.Path)).Path is { } folder) return $"{folder} is a folder. Choose another name with -o.";
        var inTheWay = files.Where(file => !overwrite && File.Exists(file.Path)).Select(file => file.Path).ToArray();
        if (inTheWay.Length > 0) return $"{string.Join(" and ", inTheWay)} exists already. Choose another name with -o, or replace it with --force.";
        var unfinished = files.Select(file => $"{file.Path}.{Guid.NewGuid():N}.unfinished").ToArray();
        try
        {
            for (var i = 0; i < files.Count; i++)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(files[i].Path))!);
                files[i].Write(unfinished[i]);
            }
            for (var i = 0; i < files.Count; i++) File.Move(unfinished[i], files[i].Path, overwrite);
        }
        finally
        {
            foreach (var path in unfinished) File.Delete(path);
        }
        return null;
    }
}
