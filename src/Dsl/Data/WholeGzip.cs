using System.IO.Compression;
using System.Security.Cryptography;

namespace ModelDsl.Engines;

/// <summary>
/// What gzip data decompresses to (RFC 1952, of one member or several), whole or not at all. .NET's <see cref="GZipStream"/> takes data whose
/// last bytes are missing, checksum and all, and passes over what follows that is no gzip. So a member of our own is put behind the file: only
/// where all before it was complete, and right by its checksums, do its random bytes come out at the end.
/// </summary>
internal sealed class WholeGzip : ForwardStream
{
    private const int SealLength = 16;
    private const int Block = 1 << 16;

    private readonly byte[] seal = RandomNumberGenerator.GetBytes(SealLength);
    private readonly byte[] held = new byte[Block];
    private readonly GZipStream content;
    private int begin;
    private int end;
    private bool hasEnded;

    /// <summary>Begins with the first byte that a stream gives.</summary>
    internal WholeGzip(Stream file)
    {
        using var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(seal);
        content = new GZipStream(new Sealed(file, member.ToArray()), CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The data is cut, corrupted, or followed by something else.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!hasEnded && end - begin <= SealLength) Fill();
        var count = Math.Min(buffer.Length, end - begin - SealLength);
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

    /// <summary>Decompresses more; the last bytes so far are held back, since they may be the seal.</summary>
    private void Fill()
    {
        held.AsSpan(begin, end - begin).CopyTo(held);
        (begin, end) = (0, end - begin);
        var read = content.Read(held.AsSpan(end));
        end += read;
        hasEnded = read == 0;
        if (hasEnded && !held.AsSpan(0, end).SequenceEqual(seal)) throw new InvalidDataException();
    }

    /// <summary>A file, then the member behind it.</summary>
    private sealed class Sealed(Stream file, byte[] member) : ForwardStream
    {
        private readonly MemoryStream behind = new(member);

        public override int Read(Span<byte> buffer) => file.Read(buffer) is > 0 and var count ? count : behind.Read(buffer);
    }
}
