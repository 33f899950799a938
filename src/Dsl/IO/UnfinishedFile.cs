using System.Globalization;

namespace ModelDsl.IO;

/// <summary>
/// A file that is being written, under its own name in the folder of the file that it becomes. It is deleted if it is disposed before it is
/// finished. A killed process leaves it behind; the next process that writes into the folder deletes it.
/// </summary>
/// <remarks>
/// The file is locked until it has its final name; the lock distinguishes a file that is being written from one that was left behind.
/// Readers share the lock: they may open the file as soon as it has its final name.
/// </remarks>
internal sealed class UnfinishedFile : IDisposable
{
    private const string Prefix = ".modeldsl-";
    private const string Suffix = ".unfinished";
    private const int Tries = 8;
    private readonly string place;
    private readonly string folder;
    private string name = "";
    private bool isFinished;

    /// <summary>Makes the file, with the mode of the file that it will replace.</summary>
    /// <param name="place">The file that it becomes, without links.</param>
    public UnfinishedFile(string place)
    {
        (this.place, folder) = (place, Path.GetDirectoryName(place)!);
        DeleteLeftovers(folder);
        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(place) ? File.GetUnixFileMode(place) : null;
        Content = Open(mode);
        // A created file loses the bits of the process's mask.
        if (!OperatingSystem.IsWindows() && mode is { } kept) File.SetUnixFileMode(Content.SafeFileHandle, kept);
    }

    /// <summary>Its content. It is not buffered: write large pieces.</summary>
    public FileStream Content { get; }

    /// <summary>Renames the file to its final name; the result is safe against a loss of power.</summary>
    public void Finish()
    {
        Content.Flush(flushToDisk: true);
        Rename();
        isFinished = true;
        Content.Dispose();
        Posix.Flush(folder);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isFinished) TryDelete(name);
        Content.Dispose();
    }

    /// <summary>Windows may refuse to replace a file for as long as a reader, or a virus scanner, has it open.</summary>
    private void Rename()
    {
        for (var made = 1; ; made++)
        {
            try
            {
                File.Move(name, place, overwrite: true);
                return;
            }
            catch (Exception busy) when (OperatingSystem.IsWindows() && made < Tries && FilePlace.IsOfFiles(busy))
            {
                Thread.Sleep(10 * made);
            }
        }
    }

    private FileStream Open(UnixFileMode? mode)
    {
        for (var made = 1; ; made++)
        {
            name = Path.Combine(folder, Prefix + System.Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture) + Suffix);
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = WithReaders,
                BufferSize = 0
            };
            if (!OperatingSystem.IsWindows() && mode is { } kept) options.UnixCreateMode = kept;
            try
            {
                var stream = new FileStream(name, options);
                // Before the file was locked, another process may have taken it for one that was left behind.
                if (File.Exists(name)) return stream;
                stream.Dispose();
            }
            catch (IOException) when (made < Tries && Directory.Exists(folder))
            {
                // The name or the lock belongs to another process.
            }
        }
    }

    /// <summary>Windows renames an open file only if it may be deleted.</summary>
    private static FileShare WithReaders => FileShare.Read | FileShare.Delete;

    private static void DeleteLeftovers(string folder)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
                if (!Posix.IsSpecial(file)) DeleteUnlessLocked(file);
        }
        catch (Exception fault) when (FilePlace.IsOfFiles(fault))
        {
            // A folder that can't be listed may still be writable.
        }
    }

    private static void DeleteUnlessLocked(string file)
    {
        try
        {
            // Deleted at its end: Windows deletes no file by its name while it is open.
            using var taken = new FileStream(
                file, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (Exception fault) when (FilePlace.IsOfFiles(fault))
        {
            // It is being written, or belongs to another process.
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception fault) when (FilePlace.IsOfFiles(fault))
        {
            // The first failure is the one to report.
        }
    }
}
