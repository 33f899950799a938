using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>
/// Opens files that hold an array, compressed by gzip or not, and turns what goes wrong into errors that begin with the path.
/// </summary>
internal static class ArrayFile
{
    /// <summary>The number of bytes that any compressed data may become, and how many times its own length long data may become.</summary>
    private const long CompressedBytes = 1 << 26;
    private const long CompressedTimes = 100;

    /// <summary>Returns what is read from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">Maximum number of bytes of the array; null for <see cref="Limit"/>.</param>
    /// <param name="hint">A sentence for the case that the array does not fit into memory; may be empty.</param>
    /// <param name="read">Reads the array.</param>
    internal static Fin<T> Read<T>(string path, long? mostBytes, string hint, Func<ArraySource, Fin<T>> read) => Guard(path, hint, () =>
    {
        using var file = File.OpenRead(path);
        var compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        if (!compressed) return read(new ArraySource(path, file, file.Length, mostBytes ?? Array.MaxLength));
        using var content = new WholeGzip(file);
        return read(new ArraySource(path, content, null, Limit(file.Length, mostBytes)));
    });

    /// <summary>Returns the number of bytes that compressed data may become.</summary>
    internal static long Limit(long compressed, long? mostBytes) => mostBytes ?? Math.Max(CompressedBytes, CompressedTimes * compressed);

    /// <summary>Reads a file, and turns exceptions into errors.</summary>
    internal static Fin<T> Guard<T>(string path, string hint, Func<Fin<T>> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException)
        {
            return Error.New($"{path}: the gzip data is incomplete, corrupted, or followed by something else. Get the file again.");
        }
        catch (OutOfMemoryException)
        {
            return Error.New($"{path}: there is not enough memory for the array.{(hint.Length > 0 ? " " : "")}{hint}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Error.New($"{path}: cannot be read. {error.Message}");
        }
    }
}
