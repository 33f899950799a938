using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Examples;

/// <summary>
/// The folder for the files of a run. A file appears whole or not at all. One that can't be written does not stop the run, whose other
/// results are worth keeping: it is remembered, and told at the end.
/// </summary>
internal sealed class OutputFolder
{
    /// <summary>What a run may write: if so much can't be written at the begin, it is told before anything is trained.</summary>
    private const int Room = 1 << 20;
    private const string Trial = "room-for-results";

    private readonly List<string> saved = [];
    private readonly List<string> failures = [];

    private OutputFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>The files written, in order.</summary>
    public IReadOnlyList<string> Saved => saved;

    /// <summary>Makes the folder where there is none, and tries whether it can be written to.</summary>
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

    /// <summary>Writes a file, in place of an older one of this name.</summary>
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

    /// <summary>Remembers a file that somebody else wrote here.</summary>
    public void AlreadySaved(string name) => saved.Add(name);

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Nothing where every file was written, else an error with those that were not and those that were.</summary>
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

    private static bool IsOfTheSystem(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    /// <summary>What the system says, without the path that it says it of, which may be that of a temporary file.</summary>
    private static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there can be no such folder",
        UnauthorizedAccessException => "this user may not write there",
        _ => e.Message.Split(" : '")[0].TrimEnd('.', ' '),
    };

    private static Error Unusable(string path, string why) =>
        Error.New($"Results can't be saved in '{path}': {why}. Name another folder with --out.");
}
