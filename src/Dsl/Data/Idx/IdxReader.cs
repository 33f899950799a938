using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>
/// Reads one IDX file into memory (LeCun, Cortes and Burges, The MNIST database). The header's claims are not trusted until the bytes are
/// read.
/// </summary>
internal static class IdxReader
{
    private const int FirstRead = 1 << 20;
    private const long Growth = 4;

    /// <summary>The number of bytes that any compressed file may become, and how many times its own length a long one may become.</summary>
    private const long CompressedBytes = 1 << 26;
    private const long CompressedTimes = 100;

    /// <summary>Returns the array, or an error that begins with the path.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">
    /// Maximum number of bytes of the array; null for the limit of an array, and for the usual limit of a compressed file of this length.
    /// </param>
    internal static Fin<IdxArray> Read(string path, long? mostBytes)
    {
        try
        {
            using var file = File.OpenRead(path);
            var compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            if (!compressed) return Read(path, file, file.Length, mostBytes ?? Array.MaxLength);
            using var content = new WholeGzip(file);
            return Read(path, content, null, mostBytes ?? Math.Max(CompressedBytes, CompressedTimes * file.Length));
        }
        catch (InvalidDataException)
        {
            return Error.New($"{path}: the gzip data is incomplete, corrupted, or followed by something else. Get the file again.");
        }
        catch (OutOfMemoryException)
        {
            return Error.New($"{path}: there is not enough memory for the array. Idx.Map leaves samples on disk.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Error.New($"{path}: cannot be read. {error.Message}");
        }
    }

    private static Fin<IdxArray> Read(string path, Stream stream, long? length, long mostBytes) =>
        IdxHeader.Read(path, stream).Bind(header => Content(path, stream, length, mostBytes, header));

    private static Fin<IdxArray> Content(string path, Stream stream, long? length, long mostBytes, IdxHeader header)
    {
        var dimensions = header.Dimensions;
        var total = (UInt128)IdxArray.SizeOf(header.Type);
        for (var i = 0; i < dimensions.Length; i++)
        {
            // If there are no samples, each sample still has a size.
            total *= (UInt128)Math.Max(dimensions[i], 1);
            if (total > (UInt128)Array.MaxLength || dimensions[i] > int.MaxValue)
                return TooLarge(path, dimensions.AsSpan(0, i + 1), dimensions.Length);
        }
        var shape = Shape.Create([.. dimensions.Select(d => (int)d)]);
        if (dimensions.Contains(0)) total = 0;
        if (total > (UInt128)Math.Max(mostBytes, 0)) return TooMuch(path, length is null, shape, (long)total, mostBytes);
        return Content(path, stream, length - header.Bytes.Length, (int)total, shape)
            .Map(content => new IdxArray(header.Type, shape, header.Bytes, content));
    }

    /// <summary>Reads the numbers. The array grows with the bytes read, unless the file's length is known to be right.</summary>
    private static Fin<byte[]> Content(string path, Stream stream, long? available, int expected, Shape shape)
    {
        if (available < expected) return IdxHeader.Truncated(path, Promise(available.Value));
        var content = new byte[available is null ? Math.Min(expected, FirstRead) : expected];
        var read = 0;
        while (read < expected)
        {
            if (read == content.Length) Array.Resize(ref content, (int)Math.Min(expected, Growth * content.Length));
            var count = stream.Read(content, read, content.Length - read);
            if (count == 0) return IdxHeader.Truncated(path, Promise(read));
            read += count;
        }
        return stream.ReadByte() < 0 ? content
            : Error.New($"{path}: too long: bytes follow the {expected} that an array of shape {shape} needs.");

        string Promise(long found) => $"an array of shape {shape} needs {expected} bytes, but there are {found}";
    }

    private static Error TooMuch(string path, bool isCompressed, Shape shape, long bytes, long mostBytes) => Error.New(
        $"{path}: an array of shape {shape} has {bytes} bytes, more than the {mostBytes} that " +
        $"{(isCompressed ? "a compressed file of this length" : "it")} may have here. " +
        "If that is right, set mostBytes to this size or more.");

    private static Error TooLarge(string path, ReadOnlySpan<long> dimensions, int rank)
    {
        var more = dimensions.Length < rank ? ", …" : "";
        var shape = $"[{string.Join(", ", dimensions.ToArray())}{more}]";
        return Error.New($"{path}: the header announces an array of shape {shape}, too large for any memory.");
    }
}
