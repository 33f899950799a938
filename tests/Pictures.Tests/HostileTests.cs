using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using ModelDsl.Pictures.Folders;

namespace ModelDsl.Pictures.Tests;

/// <summary>
/// Files that are damaged, or made to do harm: an error with a reason, never another exception, and no memory for what a header merely
/// claims.
/// </summary>
public sealed class HostileTests
{
    /// <summary>Each file, cut after each byte, is an error, or it is the whole picture: only bytes behind its pixels are lost.</summary>
    [Fact]
    public void ACutFileIsAnErrorOrTheWholePicture()
    {
        foreach (var name in Golden.Names.Where(name => !name.StartsWith("exif", StringComparison.Ordinal)))
        {
            var file = Golden.Bytes(name);
            var whole = ImageFile.Read(file, (17, 23)).Value().ToArray();
            for (var length = 0; length < file.Length; length++)
            {
                var read = ImageFile.Read(file.AsMemory(0, length), (17, 23), name: name);
                if (read.IsFail) Assert.Matches("^[^:]+: it (is|ends|was|has)", read.Fault());
                else Assert.True(whole.AsSpan().SequenceEqual(read.Value().ToArray()), $"{name}, cut after {length} of {file.Length} bytes, is another picture.");
            }
        }
    }

    /// <summary>Checksums of PNG find each bit that was turned.</summary>
    [Fact]
    public void AFlippedBitOfPngIsFound()
    {
        var file = Golden.Bytes("rgb.png");
        var whole = ImageFile.Read(file, (17, 23)).Value().ToArray();
        for (var bit = 0; bit < 8 * file.Length; bit++)
        {
            file[bit / 8] ^= (byte)(1 << bit % 8);
            var read = ImageFile.Read(file, (17, 23));
            if (read.IsSucc) Assert.True(whole.AsSpan().SequenceEqual(read.Value().ToArray()), $"bit {bit} was turned, and nobody noticed.");
            file[bit / 8] ^= (byte)(1 << bit % 8);
        }
    }

    [Fact]
    public void DamagedFilesNeverThrow()
    {
        var random = new Random(1);
        foreach (var name in Golden.Names)
        {
            var file = Golden.Bytes(name);
            for (var round = 0; round < 150; round++)
            {
                var damaged = (byte[])file.Clone();
                for (var i = random.Next(1, 6); i > 0; i--)
                    damaged[random.Next(damaged.Length)] = (byte)(random.Next(3) switch { 0 => 0, 1 => 255, _ => random.Next(256) });
                if (random.Next(4) == 0) damaged = [.. damaged[..random.Next(damaged.Length)], .. damaged[random.Next(damaged.Length)..]];
                var read = ImageFile.Read(damaged, (8, 8), new ImageOptions { MostPixels = 1_000_000 });
                Assert.True(read.IsSucc || read.Fault().StartsWith("the picture: it", StringComparison.Ordinal), $"{name}: {read}");
            }
        }
    }

    /// <summary>The size that a header claims is checked before memory is taken for it.</summary>
    [Theory]
    [InlineData("rgb.png", 16, true, 4)]
    [InlineData("420.jpg", 0, true, 2)]
    [InlineData("progressive.jpg", 0, true, 2)]
    [InlineData("rgb.bmp", 18, false, 4)]
    public void AClaimedSizeIsRefusedBeforeItIsDecoded(string name, int at, bool isBig, int bytes)
    {
        var file = Golden.Bytes(name);
        // In JPEG the frame header has the size, behind marker, length and precision; the height comes first.
        if (at == 0) at = Enumerable.Range(0, file.Length).First(i => file[i] == 0xFF && file[i + 1] is 0xC0 or 0xC2) + 5;
        foreach (var side in (int[])[at, at + bytes]) Write(file.AsSpan(side, bytes), 65_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("the picture: its size is 65000 × 65000 pixels, more than MostPixels = 50,000,000.", ImageFile.Read(file, (8, 8)).Fault());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);

        if (bytes < 4) return;
        // What may be decoded is refused because there are no data for it. Decoders of JPEG take grey for what is missing.
        foreach (var side in (int[])[at, at + bytes]) Write(file.AsSpan(side, bytes), 2000);
        Assert.StartsWith("the picture: it ", ImageFile.Read(file, (8, 8)).Fault(), StringComparison.Ordinal);
        Write(file.AsSpan(at, bytes), 70_000);
        Write(file.AsSpan(at + bytes, bytes), 1);
        Assert.Equal("the picture: its size is 70000 × 1 pixels, but a side has at most 65535.", ImageFile.Read(file, (8, 8)).Fault());
        Write(file.AsSpan(at, bytes), 0);
        Assert.Equal("the picture: it is damaged: its size is 0 × 1 pixels.", ImageFile.Read(file, (8, 8)).Fault());

        void Write(Span<byte> to, int number)
        {
            if (bytes == 2) BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)number);
            else if (isBig) BinaryPrimitives.WriteInt32BigEndian(to, number);
            else BinaryPrimitives.WriteInt32LittleEndian(to, number);
        }
    }

    /// <summary>
    /// The two sizes of an extended WebP file must agree: the limit is checked for the first, and the second would be decoded.
    /// </summary>
    [Fact]
    public void TwoSizesOfOneFileMustAgree()
    {
        var file = Golden.Bytes("alpha.webp");
        Assert.Equal("VP8X", Encoding.ASCII.GetString(file, 12, 4));
        file[24] = 200;
        Assert.StartsWith("the picture: it is damaged", ImageFile.Read(file, (8, 8)).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheLargestPictureIsStillRead()
    {
        var file = Golden.Bytes("rgb.png");
        Assert.True(ImageFile.Read(file, (8, 8), new ImageOptions { MostPixels = 17 * 23 }).IsSucc);
        Assert.Equal("the picture: its size is 23 × 17 pixels, more than MostPixels = 390.",
            ImageFile.Read(file, (8, 8), new ImageOptions { MostPixels = 17 * 23 - 1 }).Fault());
    }

    /// <summary>Some cameras write bytes between segments, and decoders skip them.</summary>
    [Fact]
    public void BytesBetweenSegmentsOfJpegAreSkipped()
    {
        var file = Golden.Bytes("exif6.jpg");
        // Behind the first segment, in front of the one with EXIF.
        var at = 4 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(4));
        byte[] more = [.. file[..at], 7, 0xFF, 0, 9, .. file[at..]];
        Assert.Equal(ImageFile.Read(file, (12, 8)).Value(), ImageFile.Read(more, (12, 8)).Value());
    }

    /// <summary>A scan of nothing has 10 bytes and takes the time of the whole picture.</summary>
    [Fact]
    public void ThousandsOfScansAreRefused()
    {
        var file = Golden.Bytes("progressive.jpg");
        var scan = Enumerable.Range(0, file.Length).First(i => file[i] == 0xFF && file[i + 1] == 0xDA);
        byte[] many = [.. file[..scan], .. Enumerable.Repeat(file[scan..(scan + 14)], 5000).SelectMany(bytes => bytes), .. file[scan..]];
        Assert.Matches("^the picture: it is JPEG of 50.. scans, and a picture has at most 200.$", ImageFile.Read(many, (8, 8)).Fault());
    }

    /// <summary>A PNG file whose profile unpacks to 200 MB. Nobody needs the profile.</summary>
    [Fact]
    public void AProfileThatExplodesTakesNoMemory()
    {
        var packed = new MemoryStream();
        using (var writing = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 200; i++) writing.Write(zeros);
        }
        var file = Golden.Bytes("rgb.png");
        byte[] profile = [.. "iCCP"u8, .. "p\0\0"u8, .. packed.ToArray()];
        var chunk = new byte[8 + profile.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, profile.Length - 4);
        profile.CopyTo(chunk.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(profile));
        byte[] bomb = [.. file[..33], .. chunk, .. file[33..]];
        var before = Environment.WorkingSet;
        var read = ImageFile.Read(bomb, (17, 23));
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 150L << 20);
        Assert.Equal(ImageFile.Read(file, (17, 23)).Value(), read.Value());
    }

    /// <summary>A file that is two things is what its first bytes say. Other things in front of a picture make it no picture.</summary>
    [Fact]
    public void AFileIsWhatItsFirstBytesSay()
    {
        var png = Golden.Bytes("rgb.png");
        Assert.Equal(
            ImageFile.Read(png, (8, 8)).Value(), ImageFile.Read((byte[])[.. png, .. "PK, and a program"u8], (8, 8)).Value());
        Assert.Contains("it is not a PNG", ImageFile.Read((byte[])[.. "#!/bin/sh\n"u8, .. png], (8, 8)).Fault(), StringComparison.Ordinal);
        Assert.Contains("it is not a PNG", ImageFile.Read("BM is a text, and no picture."u8.ToArray(), (8, 8)).Fault(), StringComparison.Ordinal);
        Assert.Contains("it is GIF", ImageFile.Read("GIF89a             "u8.ToArray(), (8, 8)).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void AStreamWithoutEndIsCutOff()
    {
        Assert.Contains("MostPixels = 1,000 needs fewer", ImageFile.Read(new Endless(), (8, 8), new ImageOptions { MostPixels = 1000 }).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void NamesInErrorsHaveNoCommandsForATerminal() => Assert.Equal("a�[31m�b", Fault.Clip("a\u001b[31m\ud800b"));

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : crc >> 1 ^ 0xEDB88320;
        }
        return ~crc;
    }

    private sealed class Endless : MemoryStream
    {
        public override int Read(Span<byte> buffer) => buffer.Length;

        public override int Read(byte[] buffer, int offset, int count) => count;
    }
}
