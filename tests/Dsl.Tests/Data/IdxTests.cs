using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck;
using FsCheck.Xunit;

namespace ModelDsl.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    internal static byte[] File(IdxType type, int[] dimensions, params byte[] content)
    {
        var file = new byte[4 + 4 * dimensions.Length];
        (file[2], file[3]) = ((byte)type, (byte)dimensions.Length);
        for (var i = 0; i < dimensions.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), dimensions[i]);
        return [.. file, .. content];
    }

    internal static byte[] Gzip(byte[] content, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, level)) gzip.Write(content);
        return memory.ToArray();
    }

    private string Images(int count = 2) => folder.Write("images", File(IdxType.UInt8, [count, 1, 2], new byte[2 * count]));

    private string Labels(params byte[] labels) => folder.Write("labels", File(IdxType.UInt8, [labels.Length], labels));

    [Property]
    public bool BytesComeBackWithTheirShapeCompressedOrNot(byte a, byte b, byte c, bool compressed, int seed)
    {
        int[] shape = [a % 7 + 1, b % 5 + 1, c % 5 + 1];
        var content = Samples.Bytes(shape[0] * shape[1] * shape[2], seed);
        var file = File(IdxType.UInt8, shape, content);
        var array = Idx.Read(folder.Write("any-name", compressed ? Gzip(file) : file)).Value();
        return array.Shape == Shape.Create(shape) && array.ToFloats().SequenceEqual(content.Select(x => (float)x)) &&
            array.ToIntegers()!.SequenceEqual(content.Select(x => (int)x));
    }

    [Fact]
    public void EveryTypeIsRead()
    {
        float[] Read(IdxType type, params byte[] content) => Idx.Read(folder.Write("f", File(type, [2], content))).Value().ToFloats();
        Assert.Equal([1f, 255f], Read(IdxType.UInt8, 1, 255));
        Assert.Equal([1f, -1f], Read(IdxType.Int8, 1, 255));
        Assert.Equal([258f, -2f], Read(IdxType.Int16, 1, 2, 255, 254));
        Assert.Equal([65536f, -1f], Read(IdxType.Int32, 0, 1, 0, 0, 255, 255, 255, 255));
        Assert.Equal([1f, -2f], Read(IdxType.Float32, 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0));
        Assert.Equal([1f, -2f], Read(IdxType.Float64, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0));
        Assert.Null(Idx.Read(folder["f"]).Value().ToIntegers());
    }

    [Fact]
    public void LabelsMayBeIntegersOfAnyWidth()
    {
        var labels = folder.Write("labels", File(IdxType.Int32, [2], 0, 0, 0, 3, 0, 0, 1, 0));
        Assert.Equal([3, 256], Idx.Load(Images(), labels).Value().Labels());
    }

    [Fact]
    public void APairOfFilesIsADataSet()
    {
        var images = folder.Write("images.gz", Gzip(File(IdxType.UInt8, [2, 1, 2], 1, 2, 3, 4)));
        var data = Idx.Load(images, Labels(1, 0), ["a", "b"]).Value();
        Assert.Equal([1f, 2f, 3f, 4f], data.Numbers());
        Assert.Equal([1, 0], data.Labels());
        Assert.Equal([1, 2], data.SampleShape);
        Assert.Equal("images.gz", data.Name);
        Assert.Equal(["a", "b"], data.ClassNames.ToArray());
    }

    [Property]
    public bool AFileCutAnywhereIsAnErrorThatNamesIt(ushort where, bool compressed)
    {
        var whole = File(IdxType.UInt8, [3, 4, 5], Samples.Bytes(60, 1));
        if (compressed) whole = Gzip(whole);
        var path = folder.Write("cut", whole[..(where % whole.Length)]);
        return Idx.Read(path).Message().StartsWith(path, StringComparison.Ordinal);
    }

    [Fact]
    public void ATruncatedFileSaysHowMuchThereIs()
    {
        var file = File(IdxType.UInt8, [2, 3], new byte[5]);
        Assert.Contains("needs 6 bytes, but there are 5", Idx.Read(folder.Write("f", file)).Message());
        Assert.Contains("needs 6 bytes, but there are 5", Idx.Read(folder.Write("f", Gzip(file))).Message());
    }

    [Property(EndSize = 3000)]
    public bool CorruptedGzipIsNeverRead(ushort where, byte change)
    {
        var content = Samples.Bytes(2000, 5);
        var file = Gzip(File(IdxType.UInt8, [2000], content));
        var position = 10 + where % (file.Length - 10);
        file[position] ^= (byte)(change | 1);
        return Idx.Read(folder.Write("broken.gz", file)).Match(
            array => array.ToFloats().SequenceEqual(content.Select(b => (float)b)),
            error => error.Message.Contains("broken.gz", StringComparison.Ordinal));
    }

    [Fact]
    public void GzipWithoutItsLastBytesIsAnErrorHoweverFewAreMissing()
    {
        var whole = Gzip(File(IdxType.UInt8, [2000], Samples.Bytes(2000, 5)));
        for (var missing = 1; missing <= 30; missing++)
            Assert.Contains("gzip data is incomplete", Idx.Read(folder.Write("cut.gz", whole[..^missing])).Message());
    }

    [Fact]
    public void ADamagedPixelIsFoundAlsoWhereTheChecksumIsCutOff()
    {
        using var memory = new MemoryStream();
        using (var stored = new GZipStream(memory, CompressionLevel.NoCompression))
            stored.Write(File(IdxType.UInt8, [100], Samples.Bytes(100, 5)));
        var file = memory.ToArray();
        file[60] ^= 1;
        for (var missing = 0; missing <= 8; missing++) Assert.Contains("gzip data", Idx.Read(folder.Write("broken.gz", file[..^missing])).Message());
    }

    [Theory]
    [InlineData((byte)1)]
    [InlineData((byte)0, (byte)1)]
    [InlineData((byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0, (byte)0x1F, (byte)0x8B)]
    [InlineData((byte)0x1F, (byte)0x8B, (byte)0, (byte)0, (byte)0)]
    [InlineData((byte)0x1F)]
    [InlineData((byte)0x1F, (byte)0x8B)]
    [InlineData((byte)'g', (byte)'a', (byte)'r', (byte)'b', (byte)'a', (byte)'g', (byte)'e')]
    public void WhatFollowsGzipAndIsNoneIsAnError(params byte[] garbage)
    {
        var member = Gzip(File(IdxType.UInt8, [3], 1, 2, 3));
        Assert.Contains("followed by something else", Idx.Read(folder.Write("f", [.. member, .. garbage])).Message());
    }

    /// <summary>
    /// Reads files with zeros at the end, as tapes leave them and as gzip itself reads them. They have one member or several, with
    /// checksums that end with zeros themselves.
    /// </summary>
    [Property]
    public bool ZerosBehindGzipArePadding(ushort size, byte zeros, bool isLong, bool hasSeveral, int seed)
    {
        var content = File(IdxType.UInt8, [size + 1], Samples.Bytes(size + 1, seed));
        byte[] members = hasSeveral ? [.. Gzip(content[..9]), .. Gzip([]), .. Gzip(content[9..]), .. Gzip([])] : Gzip(content);
        byte[] padding = new byte[isLong ? 200_000 + zeros : zeros % 20];
        return Idx.Read(folder.Write("padded.gz", [.. members, .. padding])).Value().ToFloats().SequenceEqual(content[8..].Select(b => (float)b)) &&
            Idx.Read(folder.Write("garbage.gz", [.. members, .. padding, 7])).IsFail &&
            Idx.Read(folder.Write("cut.gz", [.. members[..(Math.Abs(seed % members.Length))].AsSpan().TrimEnd((byte)0), 1, .. padding])).IsFail;
    }

    [Fact]
    public void ZerosDoNotStandForMissingBytes()
    {
        var member = Gzip(File(IdxType.UInt8, [2000], Samples.Bytes(2000, 5)));
        // The checksum and the length are the last eight bytes. Every cut near the end is tried, and every thirteenth one before.
        for (var missing = 3; missing <= member.Length; missing += missing < 30 ? 1 : 13)
            Assert.True(Idx.Read(folder.Write("cut.gz", [.. member[..^missing], .. new byte[100_000]])).IsFail, $"{missing} bytes are missing.");
    }

    [Property(EndSize = 3000)]
    public bool GzipOfSeveralMembersIsReadAsOneWholeOrNotAtAll(ushort cut, ushort lost, int seed)
    {
        var content = File(IdxType.UInt8, [2000], Samples.Bytes(2000, seed));
        var at = cut % content.Length;
        byte[] members = [.. Gzip(content[..at]), .. Gzip([]), .. Gzip(content[at..])];
        var whole = Idx.Read(folder.Write("members.gz", members)).Value().ToFloats();
        return whole.SequenceEqual(content[8..].Select(b => (float)b)) &&
            Idx.Read(folder.Write("members.gz", members[..(lost % members.Length)])).IsFail;
    }

    [Fact]
    public void ASmallCompressedFileMayNotFillTheMemory()
    {
        var bomb = folder.Write("bomb.gz", Gzip(File(IdxType.UInt8, [1 << 10, 1 << 17], new byte[1 << 27]), CompressionLevel.SmallestSize));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("an array of shape [1024, 131072] has 134217728 bytes, more than the 67108864", Idx.Read(bomb).Message());
        Assert.Contains("mostBytes", Idx.Load(bomb, bomb).Message());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal([1 << 10, 1 << 17], Idx.Read(bomb, mostBytes: 1 << 27).Value().Shape);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1.7 * (1 << 27));
        Assert.Contains("more than the 5", Idx.Read(folder.Write("plain", File(IdxType.UInt8, [6], new byte[6])), mostBytes: 5).Message());
    }

    [Theory]
    [InlineData(0, int.MaxValue, int.MaxValue)]
    [InlineData(int.MaxValue, 0, int.MaxValue)]
    [InlineData(0, int.MaxValue)]
    public void DimensionsWithAZeroAmongThemAreAnErrorToo(params int[] dimensions)
    {
        var path = folder.Write("f", File(IdxType.UInt8, dimensions));
        Assert.StartsWith(path, Idx.Load(path, Labels()).Message());
        Assert.StartsWith(path, Idx.Map([new IdxPart(path)]).Message());
        Assert.Contains("too large for any memory", Idx.Read(path).Message());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void BytesThatFollowTheArrayAreAnError(bool compressed)
    {
        var file = File(IdxType.UInt8, [2], 1, 2, 3);
        Assert.Contains("too long", Idx.Read(folder.Write("f", compressed ? Gzip(file) : file)).Message());
    }

    [Fact]
    public void WhatIsNoIdxFileIsAnError()
    {
        Assert.Contains("not an IDX file", Idx.Read(folder.Write("f", "<!DOCTYPE html>")).Message());
        Assert.Contains("not an IDX file", Idx.Read(folder.Write("f", 0, 0, 7, 1, 0, 0, 0, 0)).Message());
        Assert.Contains("not an IDX file", Idx.Read(folder.Write("f", 0, 1, 8, 1, 0, 0, 0, 0)).Message());
        Assert.Contains("truncated", Idx.Read(folder.Write("f")).Message());
        Assert.Contains("5 dimensions", Idx.Read(folder.Write("f", 0, 0, 8, 5, 0, 0, 0, 0)).Message());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AHeaderThatClaimsMuchGetsNoMemory(bool compressed)
    {
        var file = File(IdxType.UInt8, [60_000, 1000], 1, 2, 3);
        var path = folder.Write("hostile", compressed ? Gzip(file) : file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("truncated", Idx.Read(path).Message());
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4_000_000);
    }

    [Theory]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, 1)]
    [InlineData(65536, 65536)]
    public void AHeaderThatClaimsMoreThanMemoryIsAnError(int first, int second) =>
        Assert.Contains("too large for any memory", Idx.Read(folder.Write("f", File(IdxType.UInt8, [first, second, int.MaxValue, 4], 1))).Message());

    [Fact]
    public void CountsThatDifferNameBothFiles()
    {
        var message = Idx.Load(Images(2), Labels(1, 2, 3)).Message();
        Assert.Contains($"{folder["images"]} has 2 samples", message);
        Assert.Contains($"{folder["labels"]} has 3 labels", message);
    }

    [Fact]
    public void LabelsOutOfRangeNameTheFileAndTheSample()
    {
        var message = Idx.Load(Images(2), Labels(1, 7), ["a", "b"]).Message();
        Assert.StartsWith(folder["labels"], message);
        Assert.Contains("sample 1 is 7", message);
        var negative = folder.Write("labels", File(IdxType.Int8, [2], 0, 255));
        Assert.Contains("sample 1 is -1", Idx.Load(Images(2), negative).Message());
    }

    [Fact]
    public void LabelsMustBeARowOfIntegers()
    {
        Assert.Contains("[2, 1]", Idx.Load(Images(2), folder.Write("labels", File(IdxType.UInt8, [2, 1], 0, 0))).Message());
        Assert.Contains("integers", Idx.Load(Images(2), folder.Write("labels", File(IdxType.Float32, [2], new byte[8]))).Message());
    }

    [Fact]
    public void PixelsThatAreNotFiniteNameTheFileAndTheSample()
    {
        var images = folder.Write("images", File(IdxType.Float32, [2, 1], 0, 0, 0, 0, 0x7F, 0xC0, 0, 0));
        var message = Idx.Load(images, Labels(0, 0)).Message();
        Assert.StartsWith(images, message);
        Assert.Contains("sample 1 is NaN", message);
    }

    [Fact]
    public void AnEmptySetIsAnError() =>
        Assert.Contains("no samples", Idx.Load(folder.Write("images", File(IdxType.UInt8, [0, 28, 28])), Labels()).Message());

    [Fact]
    public void AFileThatIsNotThereIsAnError()
    {
        Assert.StartsWith(folder["nowhere"], Idx.Read(folder["nowhere"]).Message());
        Assert.StartsWith(folder.Path, Idx.Read(folder.Path).Message());
        Assert.True(Idx.Read("").IsFail);
    }
}
