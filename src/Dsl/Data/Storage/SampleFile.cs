using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ModelDsl.Data;

/// <summary>
/// A file of samples that stays on disk. It is read by calls, not mapped. If the file was cut or its disk fails, a call reports it; a
/// missing page of a mapping would end the process. It is closed when nothing refers to it, or when it is disposed.
/// </summary>
internal sealed class SampleFile : IDisposable
{
    /// <summary>
    /// Number of bytes that are asked for together if the whole set fits in memory. Reading this many takes about as long as reading one
    /// sample, and next time its neighbours are already loaded.
    /// </summary>
    private const int Block = 1 << 19;

    private readonly SafeFileHandle file;
    private readonly DateTime written;

    /// <summary>The blocks that were asked for; null if pages may be dropped from memory before the file has been read.</summary>
    private bool[]? asked;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal SampleFile(string path)
    {
        Path = path;
        // With a narrower share mode, .NET would cache the length instead of asking for it.
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        (Length, written) = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
    }

    internal string Path { get; }

    /// <summary>Size of the file in bytes when it was opened.</summary>
    internal long Length { get; }

    /// <summary>Reads bytes; safe from any number of threads.</summary>
    /// <exception cref="UnreadableSamples">The file was cut, or its disk fails.</exception>
    internal void Read(long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var count = Read(destination, offset);
            if (count == 0) throw Changed();
            destination = destination[count..];
            offset += count;
        }
    }

    /// <summary>Says how the file will be read.</summary>
    /// <param name="staysInMemory">
    /// Whether there is memory for the whole set. If so, a block is asked for once; otherwise each sample is asked for every time.
    /// </param>
    internal void Expect(bool staysInMemory)
    {
        if (staysInMemory) asked = new bool[(Length - 1) / Block + 1];
        else FileAdvice.ReadAtRandom(file, Length);
    }

    /// <summary>Asks the operating system for bytes that will be read soon.</summary>
    internal void Announce(long offset, long count)
    {
        if (asked is null)
        {
            FileAdvice.NeededSoon(file, offset, count);
            return;
        }
        for (var block = offset / Block; block <= (offset + count - 1) / Block; block++)
        {
            if (asked[block]) continue;
            asked[block] = true;
            FileAdvice.NeededSoon(file, block * Block, Math.Min(Block, Length - block * Block));
        }
    }

    /// <summary>Refuses a file that has changed. If it was written to, nobody could say what the model learned from.</summary>
    /// <exception cref="UnreadableSamples">It was cut, extended or written to.</exception>
    internal void ThrowIfChanged()
    {
        if (RandomAccess.GetLength(file) != Length || File.GetLastWriteTimeUtc(file) != written) throw Changed();
    }

    public void Dispose() => file.Dispose();

    private int Read(Span<byte> destination, long offset)
    {
        try
        {
            return RandomAccess.Read(file, destination, offset);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableSamples($"{Path}: cannot be read any more. {fault.Message}");
        }
    }

    private UnreadableSamples Changed() => new(string.Create(CultureInfo.InvariantCulture,
        $"{Path}: the file has changed since it was opened: it had {Length} bytes, written {written:u}, and has {RandomAccess.GetLength(file)}, " +
        $"written {File.GetLastWriteTimeUtc(file):u}. Leave files alone while a data set is in use; map it again."));
}
