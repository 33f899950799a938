using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>Replaces files whole: whoever reads sees the old content or the new, also when the process is killed half-way.</summary>
internal static class AtomicFile
{
    /// <summary>What a file that is being written is called until it is complete. It is always the same, so that none gather.</summary>
    public const string Unfinished = ".unfinished";

    /// <summary>Writes beside the file, flushes to disk, and renames. After a failure the old file is as it was, and nothing lies beside it.</summary>
    public static Fin<Unit> Write(string path, Action<Stream> write)
    {
        var unfinished = path + Unfinished;
        var opened = false;
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                opened = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
            return Unit.Default;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            if (opened) Discard(unfinished);
            return Error.New($"{path} can't be written: {fault.Message}");
        }
    }

    private static void Discard(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to be told.
        }
    }
}
