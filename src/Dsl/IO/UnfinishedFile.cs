using System.Globalization;

namespace ModelDsl.IO;

/// <summary>
/// A file that is being written, under a name of its own in the folder of the file that it becomes; gone when it is disposed unfinished. A
/// process that is killed leaves it behind: whoever writes into the folder next deletes it.
/// </summary>
/// <remarks>
/// The file is locked until it has its final name, which tells one that is written from one that was left behind. Readers share the lock: they
/// may open the file as soon as it has that name.
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

    /// <summary>Makes it, with the mode of the file that it will replace.</summary>
    /// <param name="place">The file that it becomes, without links.</param>
    public UnfinishedFile(string place)
    {
        (this.place, folder) = (place, Path.GetDirectoryName(place)!);
        DeleteLeftovers(folder);
        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(place) ? File.GetUnixFileMode(place) : null;
        Content = Open(mode);
        // What is created loses the bits of the process's mask.
        if (!OperatingSystem.IsWindows() && mode is { } kept) File.SetUnixFileMode(Content.SafeFileHandle, kept);
    }

    /// <summary>Its content. It is not buffered: write large pieces.</summary>
    public FileStream Content { get; }

    /// <summary>Gives it its final name; it then outlives a lost power supply.</summary>
    public void Finish()
    {
        Content.Flush(flushToDisk: true);
        File.Move(name, place, overwrite: true);
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

    private FileStream Open(UnixFileMode? mode)
    {
        for (var made = 1; ; made++)
        {
            name = Path.Combine(folder, Prefix + System.Random.Shared.NextInt64().ToString("x16", CultureInfo.InvariantCulture) + Suffix);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = WithReaders, BufferSize = 0 };
            if (!OperatingSystem.IsWindows() && mode is { } kept) options.UnixCreateMode = kept;
            try
            {
                var stream = new FileStream(name, options);
                // Before it was locked, somebody may have taken it for one that was left behind.
                if (File.Exists(name)) return stream;
                stream.Dispose();
            }
            catch (IOException) when (made < Tries && Directory.Exists(folder))
            {
                // Another one's name, or another one's lock.
            }
        }
    }

    /// <summary>Windows renames a file that is open only where it may be deleted.</summary>
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
            // A folder that can't be listed may be written to all the same.
        }
    }

    private static void DeleteUnlessLocked(string file)
    {
        try
        {
            using var taken = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            File.Delete(file);
        }
        catch (Exception fault) when (FilePlace.IsOfFiles(fault))
        {
            // It is being written, or another's.
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
            // The first failure is the one to be told.
        }
    }
}
