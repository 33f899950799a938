using System.IO.Compression;

namespace ModelDsl.Files;

/// <summary>Reads entries of a zip. Nothing is unpacked to the disk, so the paths in it lead nowhere.</summary>
internal static class Entries
{
    private const int MostText = 64 << 20;
    private const int Piece = 1 << 20;

    /// <summary>Returns the bytes of a small entry: a pickle or a text.</summary>
    /// <exception cref="FileFault">It is larger than any honest one.</exception>
    public static byte[] ReadText(ZipArchiveEntry entry)
    {
        if (entry.Length > MostText) throw new FileFault($"has the entry {Texts.Clip(entry.FullName)} of {entry.Length} bytes, but at most {MostText} are read");
        return Read(entry, 0, (int)entry.Length);
    }

    /// <summary>Returns a part of an entry. Memory grows with the bytes that are there, not with those that the zip claims.</summary>
    /// <exception cref="FileFault">The bytes are not there.</exception>
    public static byte[] Read(ZipArchiveEntry entry, long offset, int length)
    {
        using var stream = entry.Open();
        if (stream.CanSeek) stream.Seek(offset, SeekOrigin.Begin);
        else Skip(stream, offset);
        // A claim that is no larger than the bytes in the file needs no second look.
        if (length <= Piece || entry.CompressedLength >= offset + length) return Exactly(stream, length, entry);
        using var memory = new MemoryStream();
        var piece = new byte[Piece];
        while (memory.Length < length)
        {
            var count = stream.Read(piece, 0, (int)Math.Min(Piece, length - memory.Length));
            if (count == 0) throw Short(entry);
            memory.Write(piece, 0, count);
        }
        return memory.ToArray();
    }

    private static byte[] Exactly(Stream stream, int length, ZipArchiveEntry entry)
    {
        var bytes = new byte[length];
        return stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length ? bytes : throw Short(entry);
    }

    private static void Skip(Stream stream, long count)
    {
        var piece = new byte[Math.Min(count, Piece)];
        while (count > 0)
        {
            var read = stream.Read(piece, 0, (int)Math.Min(count, piece.Length));
            if (read == 0) return;
            count -= read;
        }
    }

    private static FileFault Short(ZipArchiveEntry entry) => new($"ends within its entry {Texts.Clip(entry.FullName)}");
}
