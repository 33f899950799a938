using ModelDsl.Data;

namespace ModelDsl.IO;

/// <summary>
/// Reads a stream from its position to its end. It says how many bytes really follow, so no memory is taken for bytes that a header only
/// claims. If a stream does not know its length, the bytes are read ahead in pieces. The stream stays open.
/// </summary>
internal sealed class ForwardReader(Stream stream) : ForwardStream
{
    private const int Piece = 1 << 16;

    private readonly Queue<ReadOnlyMemory<byte>> ahead = [];
    private ReadOnlyMemory<byte> first;
    private long kept;

    /// <summary>The number of bytes that follow; null if the stream does not know it.</summary>
    public long? Rest => Asked(static stream => stream.CanSeek ? (long?)Math.Max(0, stream.Length - stream.Position) : null);

    /// <summary>Returns how many of the next bytes there really are.</summary>
    /// <param name="wanted">The number of bytes that are wanted; this is also the largest result.</param>
    public long Available(long wanted)
    {
        if (Rest is { } rest) return Math.Min(wanted, rest);
        while (kept < wanted)
        {
            var piece = new byte[Math.Min(Piece, wanted - kept)];
            var count = Asked(stream => stream.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false));
            if (count > 0) ahead.Enqueue(piece.AsMemory(0, count));
            kept += count;
            if (count < piece.Length) break;
        }
        return Math.Min(wanted, kept);
    }

    /// <summary>Leaves out bytes.</summary>
    public void Skip(long count)
    {
        var bytes = new byte[Math.Min(Piece, count)];
        for (; count > 0; count -= Math.Min(Piece, count)) ReadExactly(bytes.AsSpan(0, (int)Math.Min(Piece, count)));
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (kept == 0)
        {
            try
            {
                return stream.Read(buffer);
            }
            catch (Exception fault) when (IsStrange(fault))
            {
                throw new IOException(fault.Message, fault);
            }
        }
        if (first.IsEmpty) first = ahead.Dequeue();
        var count = Math.Min(first.Length, buffer.Length);
        first.Span[..count].CopyTo(buffer);
        first = first[count..];
        kept -= count;
        return count;
    }

    private T Asked<T>(Func<Stream, T> ask)
    {
        try
        {
            return ask(stream);
        }
        catch (Exception fault) when (IsStrange(fault))
        {
            throw new IOException(fault.Message, fault);
        }
    }

    /// <summary>Returns whether an exception is not one of those that streams are known to throw. Anyone can write a stream.</summary>
    private static bool IsStrange(Exception fault) => fault is not (IOException or OutOfMemoryException);
}
