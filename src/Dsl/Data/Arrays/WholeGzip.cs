using System.IO.Compression;
using System.Security.Cryptography;

namespace ModelDsl.Data;

/// <summary>
/// Decompresses gzip data (RFC 1952, of one member or several), completely or not at all. .NET's <see cref="GZipStream"/> accepts data
/// whose last bytes are missing, including the checksum, and ignores anything after it that is not gzip. Therefore a member of our own is
/// appended to the file. Its random bytes come out at the end only if everything before it was complete and had correct checksums. Zeros
/// after the last member are padding, as tapes leave it; gzip itself skips them.
/// </summary>
internal sealed class WholeGzip : ForwardStream
{
    private const int SealLength = 16;
    private const int Block = 1 << 16;

    private readonly byte[] seal = RandomNumberGenerator.GetBytes(SealLength);
    private readonly byte[] held = new byte[Block];
    private readonly Sealed source;
    private readonly GZipStream content;
    private int begin;
    private int end;
    private bool hasEnded;
    private bool isPadded;

    /// <summary>Begins with the first byte of a stream.</summary>
    internal WholeGzip(Stream file)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(seal);
        source = new Sealed(file, member.ToArray());
        content = new GZipStream(source, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The data is cut, corrupted, or followed by other data.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!hasEnded && end - begin <= SealLength) Fill();
        var count = Math.Min(buffer.Length, end - begin - (isPadded ? 0 : SealLength));
        held.AsSpan(begin, count).CopyTo(buffer);
        begin += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Decompresses more; the last bytes so far are held back, because they may be the appended member's.</summary>
    private void Fill()
    {
        held.AsSpan(begin, end - begin).CopyTo(held);
        (begin, end) = (0, end - begin);
        var read = content.Read(held.AsSpan(end));
        end += read;
        hasEnded = read == 0;
        isPadded = hasEnded && source.IsInPadding;
        if (hasEnded && !isPadded && !held.AsSpan(0, end).SequenceEqual(seal)) throw new InvalidDataException();
    }

    /// <summary>
    /// A file, followed by the appended member. The zeros at the end of the file are read one at a time: the checksum of the last member
    /// may need some of them. If it needs no more, only padding is left.
    /// </summary>
    private sealed class Sealed(Stream file, byte[] member) : ForwardStream
    {
        private readonly MemoryStream behind = new(member);
        private readonly byte[] block = new byte[Block];
        private long zerosBefore;
        private long zerosBehind;
        private int begin;
        private int end;
        private bool fileHasEnded;

        /// <summary>Whether the byte read last is one of the zeros at the end of the file.</summary>
        public bool IsInPadding { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty) return 0;
            while (!fileHasEnded && zerosBefore == 0 && begin == end) ReadFile();
            if (zerosBefore > 0)
            {
                var zeros = (int)Math.Min(buffer.Length, zerosBefore);
                buffer[..zeros].Clear();
                zerosBefore -= zeros;
                return zeros;
            }
            if (begin < end)
            {
                var count = Math.Min(buffer.Length, end - begin);
                block.AsSpan(begin, count).CopyTo(buffer);
                begin += count;
                return count;
            }
            IsInPadding = zerosBehind > 0;
            if (!IsInPadding) return behind.Read(buffer);
            zerosBehind--;
            buffer[0] = 0;
            return 1;
        }

        /// <summary>Reads more; zeros at the end are held back until it is known whether anything follows.</summary>
        private void ReadFile()
        {
            var count = file.Read(block);
            fileHasEnded = count == 0;
            var used = block.AsSpan(0, count).LastIndexOfAnyExcept((byte)0) + 1;
            if (used > 0) (zerosBefore, zerosBehind) = (zerosBehind, 0);
            zerosBehind += count - used;
            (begin, end) = (0, used);
        }
    }
}
