using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Examples;

/// <summary>
/// The folder for the files of a run. A file is written completely or not at all. A file that can't be written does not stop the run, since
/// the other results are worth keeping. The error is kept, and reported at the end.
/// </summary>
internal sealed class OutputFolder
{
    /// <summary>The most bytes that a run may write. If they can't be written at the start, the user is told before the training.</summary>
    private const int Room = 1 << 20;
    private const string Trial = "room-for-results";

    private readonly List<string> saved = [];
    private readonly List<string> failures = [];

    private OutputFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>The written files, in order.</summary>
    public IReadOnlyList<string> Saved => saved;

    /// <summary>Makes the folder if it does not exist, and checks that it can be written to.</summary>
    public static Fin<OutputFolder> Open(string path)
    {
        if (File.Exists(path)) return Unusable(path, "it is a file, not a folder");
        try
        {
            Directory.CreateDirectory(path);
            var folder = new OutputFolder(path);
            folder.Replace(Trial, new byte[Room]);
            File.Delete(folder.PathOf(Trial));
            return folder;
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            return Unusable(path, Reason(e));
        }
    }

    /// <summary>Writes a file. It replaces an older file with this name.</summary>
    public void Save(string name, byte[] content)
    {
        try
        {
            Replace(name, content);
            saved.Add(name);
        }
        catch (Exception e) when (IsOfTheSystem(e))
        {
            failures.Add($"{name} could not be written to {Path}: {Reason(e)}");
        }
    }

    /// <summary>Adds a file that other code wrote here to the list.</summary>
    public void AlreadySaved(string name) => saved.Add(name);

    /// <summary>Returns the path of a file in the folder.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Returns success if every file was written; otherwise an error with the failed and the saved files.</summary>
    public Fin<Unit> Close() => failures.Count == 0
        ? Unit.Default
        : Error.New($"{string.Join("; ", failures)}. Saved: {(saved.Count == 0 ? "nothing" : string.Join(", ", saved))}.");

    private void Replace(string name, byte[] content)
    {
        var temporary = PathOf($".{name}.{Environment.ProcessId}.part");
        try
        {
            using (var file = File.Create(temporary))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, PathOf(name), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static bool IsOfTheSystem(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>Returns the system's message without its path, which may be the path of a temporary file.</summary>
    private static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "such a folder can't exist",
        UnauthorizedAccessException => "this user may not write there",
        _ => e.Message.Split(" : '")[0].TrimEnd('.', ' '),
    };

    private static Error Unusable(string path, string why) =>
        Error.New($"Results can't be saved in '{path}': {why}. Name another folder with --out.");
}
