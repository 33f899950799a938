namespace ModelDsl.Tables;

/// <summary>Recognizes files by their first and last bytes.</summary>
internal static class Signature
{
    private static ReadOnlySpan<byte> Parquet => "PAR1"u8;

    /// <summary>Checks that a stream holds a whole Parquet file.</summary>
    /// <exception cref="IOException">It does not, or it can't seek.</exception>
    internal static void CheckParquet(Stream stream)
    {
        if (!stream.CanSeek) throw new IOException("a Parquet file is read from its end, and this stream can't seek; copy it to memory or to a file");
        Span<byte> ends = stackalloc byte[2 * Parquet.Length];
        var begin = ends[..Parquet.Length];
        var end = ends[Parquet.Length..];
        stream.Position = 0;
        if (stream.Length == 0) throw new IOException("the file is empty");
        if (stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) < begin.Length || !begin.SequenceEqual(Parquet))
        {
            if (begin.SequenceEqual("PARE"u8)) throw new IOException("the file is encrypted, which can't be read here");
            throw new IOException("the file is no Parquet file: " + (begin.SequenceEqual("ARRO"u8)
                ? "it is an Arrow file, so load it with ArrowFile"
                : "it does not begin with PAR1"));
        }
        stream.Seek(-Math.Min(end.Length, stream.Length), SeekOrigin.End);
        if (stream.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) < end.Length || !end.SequenceEqual(Parquet))
        {
            throw new IOException(end.SequenceEqual("PARE"u8)
                ? "the file is encrypted, which can't be read here"
                : "the file is cut off: a Parquet file ends with PAR1");
        }
        stream.Position = 0;
    }

    /// <summary>Returns whether a stream holds an Arrow file; otherwise it is a stream of messages. The position stays.</summary>
    /// <exception cref="IOException">It holds neither.</exception>
    internal static bool IsArrowFile(Stream stream)
    {
        Span<byte> begin = stackalloc byte[6];
        var at = stream.Position;
        var count = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        stream.Position = at;
        begin = begin[..count];
        if (count == 0) throw new IOException("the file is empty");
        if (begin.StartsWith("FEA1"u8)) throw new IOException("the file has version 1 of Feather; write it again with version 2, which is Arrow's format");
        if (begin.SequenceEqual("ARROW1"u8)) return true;
        // A message begins with a mark, since version 0.15 of Arrow.
        if (begin.StartsWith((ReadOnlySpan<byte>)[255, 255, 255, 255])) return false;
        throw new IOException("the file is no Arrow file: " + (begin.StartsWith(Parquet)
            ? "it is a Parquet file, so load it with ParquetFile"
            : "it begins neither with ARROW1 nor with a message"));
    }
}
