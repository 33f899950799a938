using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ModelDsl.Data;

/// <summary>
/// A file of samples that stays on disk. It is read by calls, not mapped: where it was cut, or its disk fails, a call says so, while a page of
/// a mapping that is no more would end the process. It is closed once nothing refers to it, or when it is disposed.
/// </summary>
internal sealed class SampleFile : IDisposable
{
    /// <summary>
    /// Bytes that are asked for together where the whole set fits in memory: so much is read about as fast as a sample alone, and next time
    /// its neighbours are there.
    /// </summary>
    private const int Block = 1 << 19;

    private readonly SafeFileHandle file;
    private readonly DateTime written;

    /// <summary>Which blocks were asked for; null where a page may have to leave again before the file is through.</summary>
    private bool[]? asked;

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal SampleFile(string path)
    {
        Path = path;
        // With a narrower share, .NET would remember the length instead of asking for it.
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        (Length, written) = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
    }

    internal string Path { get; }

    /// <summary>Bytes of the file when it was opened.</summary>
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

    /// <summary>Says in which way it will be read.</summary>
    /// <param name="staysInMemory">Whether there is memory for the whole set: then a block is asked for once, else each sample each time.</param>
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

    /// <summary>Refuses a file that is not what it was: of one that was written to, nobody could tell what the model learned from.</summary>
    /// <exception cref="UnreadableSamples">It was cut, prolonged or written to.</exception>
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
