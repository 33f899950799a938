using System.Globalization;
using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace ModelDsl.Engines;

/// <summary>
/// A file in the address space: its bytes come from disk when they are touched, and make room for others when memory is short. Only the
/// runtime's own handles have finalizers: the file is unmapped once nothing refers to this, or when it is disposed.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    /// <summary>
    /// Bytes that are asked for together where the whole set fits in memory: so much is read about as fast as a sample alone, and next time
    /// its neighbours are there.
    /// </summary>
    private const int Block = 1 << 19;

    private readonly SafeFileHandle file;
    private readonly SafeMemoryMappedViewHandle view;
    private readonly byte* start;
    private readonly long length;
    private readonly DateTime written;

    /// <summary>Which blocks were asked for; null where a page may have to leave again before the file is through.</summary>
    private bool[]? asked;

    /// <summary>Which blocks were mapped as a whole: a page at a time would cost more than converting what is in it.</summary>
    private bool[]? brought;

    /// <summary>Maps a whole file that is not empty.</summary>
    /// <exception cref="IOException">It can't be mapped.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    internal MappedFile(string path)
    {
        Path = path;
        // With a narrower share, .NET would remember the length instead of asking for it.
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            (length, written) = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
            using var mapping = MemoryMappedFile.CreateFromFile(
                file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            var accessor = mapping.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            view = accessor.SafeMemoryMappedViewHandle;
            // Not AcquirePointer: a reference that is counted but never given back would keep the runtime from unmapping the file.
            start = (byte*)view.DangerousGetHandle() + accessor.PointerOffset;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal string Path { get; }

    /// <summary>Bytes of the file when it was mapped.</summary>
    internal long Length => length;

    /// <summary>Some of its bytes. Keep this object alive while they are read.</summary>
    internal ReadOnlySpan<byte> Bytes(long offset, int count) => new(start + offset, count);

    /// <summary>Says in which way it will be read.</summary>
    /// <param name="staysInMemory">Whether there is memory for the whole set: then a block is asked for once, else each sample each time.</param>
    internal void Expect(bool staysInMemory)
    {
        if (staysInMemory) (asked, brought) = (new bool[(length - 1) / Block + 1], new bool[(length - 1) / Block + 1]);
        else PageAdvice.TouchedAtRandom(start, length);
    }

    /// <summary>Asks the operating system for bytes that will be read soon.</summary>
    internal void Announce(long offset, long count)
    {
        if (asked is null)
        {
            PageAdvice.NeededSoon(start + offset, count);
            GC.KeepAlive(this);
            return;
        }
        for (var block = offset / Block; block <= (offset + count - 1) / Block; block++)
        {
            if (asked[block]) continue;
            asked[block] = true;
            PageAdvice.NeededSoon(start + block * Block, SizeOf(block));
        }
        GC.KeepAlive(this);
    }

    /// <summary>Maps what is touched now, with its neighbourhood where that stays in memory. Keep this object alive.</summary>
    internal void Bring(long offset, long count)
    {
        if (brought is null) return;
        for (var block = offset / Block; block <= (offset + count - 1) / Block; block++)
        {
            if (brought[block]) continue;
            brought[block] = true;
            PageAdvice.NeededNow(start + block * Block, SizeOf(block));
        }
    }

    private long SizeOf(long block) => Math.Min(Block, length - block * Block);

    /// <summary>
    /// Refuses a file that is not what it was. Of a shorter one the system would end the process when a page is touched that is no more; of
    /// one that was written to, nobody could tell what the model learned from.
    /// </summary>
    /// <exception cref="UnreadableSamples">It was cut, prolonged or written to.</exception>
    internal void ThrowIfChanged()
    {
        var (now, at) = (RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
        if (now == length && at == written) return;
        throw new UnreadableSamples(string.Create(CultureInfo.InvariantCulture,
            $"{Path}: the file has changed since it was mapped: it had {length} bytes, written {written:u}, and has {now}, written {at:u}. " +
            $"Leave files alone while a data set maps them; map it again."));
    }

    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }
}
