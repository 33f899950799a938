using System.IO.Compression;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Engines;

/// <summary>
/// Reads one IDX file into memory (LeCun, Cortes and Burges, The MNIST database). What the header claims is never believed before the bytes
/// are there.
/// </summary>
internal static class IdxReader
{
    private const int FirstRead = 1 << 20;

    /// <summary>The array, or an error that begins with the path.</summary>
    internal static Fin<IdxArray> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            if (!compressed) return Read(path, file, file.Length);
            using var content = new GZipStream(file, CompressionMode.Decompress);
            return Read(path, content, null);
        }
        catch (InvalidDataException)
        {
            return Error.New($"{path}: the gzip data is corrupted. Get the file again.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Error.New($"{path}: cannot be read. {error.Message}");
        }
    }

    private static Fin<IdxArray> Read(string path, Stream stream, long? length) =>
        IdxHeader.Read(path, stream).Bind(header => Content(path, stream, length, header));

    private static Fin<IdxArray> Content(string path, Stream stream, long? length, IdxHeader header)
    {
        var dimensions = header.Dimensions;
        var total = (UInt128)IdxArray.SizeOf(header.Type);
        for (var i = 0; i < dimensions.Length; i++)
        {
            total *= (UInt128)dimensions[i];
            if (total > (UInt128)Array.MaxLength || dimensions[i] > int.MaxValue)
                return TooLarge(path, dimensions.AsSpan(0, i + 1), dimensions.Length);
        }
        var shape = Shape.Create([.. dimensions.Select(d => (int)d)]);
        return Content(path, stream, length - header.Bytes.Length, (int)total, shape)
            .Map(content => new IdxArray(header.Type, shape, header.Bytes, content));
    }

    /// <summary>The numbers; the array grows with what has been read, unless the file's length is known to be right.</summary>
    private static Fin<byte[]> Content(string path, Stream stream, long? available, int expected, Shape shape)
    {
        if (available < expected) return IdxHeader.Truncated(path, Promise(available.Value));
        var content = new byte[available is null ? Math.Min(expected, FirstRead) : expected];
        var read = 0;
        while (read < expected)
        {
            if (read == content.Length) Array.Resize(ref content, (int)Math.Min(expected, 2L * content.Length));
            var count = stream.Read(content, read, content.Length - read);
            if (count == 0) return IdxHeader.Truncated(path, Promise(read));
            read += count;
        }
        // At the end of gzip data this read also compares its checksum.
        return stream.ReadByte() < 0 ? content
            : Error.New($"{path}: too long: bytes follow the {expected} that an array of shape {shape} needs.");

        string Promise(long found) => $"an array of shape {shape} needs {expected} bytes, but there are {found}";
    }

    private static Error TooLarge(string path, ReadOnlySpan<long> dimensions, int rank)
    {
        var more = dimensions.Length < rank ? ", …" : "";
        var shape = $"[{string.Join(", ", dimensions.ToArray())}{more}]";
        return Error.New($"{path}: the header announces an array of shape {shape}, which no memory holds.");
    }
}
