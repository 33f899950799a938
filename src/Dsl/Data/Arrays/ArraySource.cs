using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>A stream with an array. The claims of its header are not trusted until the bytes are read.</summary>
/// <param name="Path">The file in errors.</param>
/// <param name="Stream">The stream, at the beginning of a header.</param>
/// <param name="Length">Its number of bytes; null if only reading tells it.</param>
/// <param name="MostBytes">Maximum number of bytes of the array.</param>
internal sealed record ArraySource(string Path, Stream Stream, long? Length, long MostBytes)
{
    private const int FirstRead = 1 << 20;
    private const long Growth = 4;

    /// <summary>Returns the shape that a header announces, or an error if an array can't have or may not have so many bytes.</summary>
    /// <param name="dimensions">The dimensions, outermost first; none is negative.</param>
    /// <param name="each">Bytes of a number.</param>
    internal Fin<Shape> Shape(ReadOnlySpan<long> dimensions, int each)
    {
        var total = (UInt128)each;
        for (var i = 0; i < dimensions.Length; i++)
        {
            // If there are no samples, each sample still has a size.
            total *= (UInt128)Math.Max(dimensions[i], 1);
            if (total > (UInt128)Array.MaxLength || dimensions[i] > int.MaxValue) return TooLarge(dimensions[..(i + 1)], dimensions.Length);
        }
        var shape = ModelDsl.Shape.Create([.. dimensions.ToArray().Select(d => (int)d)]);
        var bytes = (long)shape.Size * each;
        return bytes > Math.Max(MostBytes, 0) ? TooMuch(shape, bytes) : shape;
    }

    /// <summary>Reads the numbers. The array grows with the bytes read, unless the stream's length is known to be right.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="each">Bytes of a number.</param>
    /// <param name="header">Bytes of the header, which were read before.</param>
    internal Fin<byte[]> Content(Shape shape, int each, int header)
    {
        var (expected, available) = (shape.Size * each, Length - header);
        if (available < expected) return Truncated(Promise(available.Value));
        var content = new byte[available is null ? Math.Min(expected, FirstRead) : expected];
        var read = 0;
        while (read < expected)
        {
            if (read == content.Length) Array.Resize(ref content, (int)Math.Min(expected, Growth * content.Length));
            var count = Stream.Read(content, read, content.Length - read);
            if (count == 0) return Truncated(Promise(read));
            read += count;
        }
        return Stream.ReadByte() < 0 ? content
            : Error.New($"{Path}: too long: bytes follow the {expected} that an array of shape {shape} needs.");

        string Promise(long found) => $"an array of shape {shape} needs {expected} bytes, but there are {found}";
    }

    /// <summary>Returns the error of a file that ends too early.</summary>
    /// <param name="how">What is missing.</param>
    internal Error Truncated(string how) => Truncated(Path, how);

    /// <inheritdoc cref="Truncated(string)"/>
    internal static Error Truncated(string path, string how) => Error.New($"{path}: truncated: {how}. Get the file again.");

    private Error TooMuch(Shape shape, long bytes) => Error.New(
        $"{Path}: an array of shape {shape} has {bytes} bytes, more than the {MostBytes} that " +
        $"{(Length is null ? "a compressed file of this length" : "it")} may have here. " +
        "If that is right, set mostBytes to this size or more.");

    private Error TooLarge(ReadOnlySpan<long> dimensions, int rank)
    {
        var more = dimensions.Length < rank ? ", …" : "";
        var shape = $"[{string.Join(", ", dimensions.ToArray())}{more}]";
        return Error.New($"{Path}: the header announces an array of shape {shape}, too large for any memory.");
    }
}
