using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.IO;

/// <summary>
/// Replaces files as a whole: a reader sees the old content or the new. This also holds with several writers (the last one wins), and if
/// the process is killed or the power is lost half-way.
/// </summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes to another file in the same folder, flushes it to disk, renames it, and flushes the folder. Links are followed, and the file
    /// keeps its mode. After a failure the old file is unchanged, and no other file is left there.
    /// </summary>
    /// <param name="path">The file. It is an error if it is read-only, a folder or not a regular file, or if its folder is missing.</param>
    /// <param name="write">Writes the content.</param>
    public static Fin<Unit> Write(string path, Action<Stream> write)
    {
        if (FilePlace.FaultOfWriting(path) is { } fault) return Error.New($"{path} can't be written: {fault}");
        try
        {
            var place = FilePlace.Real(path);
            using var unfinished = new UnfinishedFile(place);
            write(unfinished.Content);
            unfinished.Finish();
            return Unit.Default;
        }
        catch (Exception thrown) when (FilePlace.IsOfFiles(thrown) || thrown is ObjectDisposedException)
        {
            return Error.New($"{path} can't be written: {thrown.Message}");
        }
    }
}
