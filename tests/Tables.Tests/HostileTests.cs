using System.IO.Pipes;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace ModelDsl.Tables.Tests;

/// <summary>Files that are missing, cut off, damaged or something else are errors that name them, and never exceptions.</summary>
public sealed class HostileTests
{
    private delegate LanguageExt.Fin<Table<Everything>> Loading(Stream stream, string name);

    private static readonly Everything[] Rows = [.. Enumerable.Range(0, 10).Select(Sample.Row)];

    /// <summary>Every file of the tests.</summary>
    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"))
        .Where(file => !file.EndsWith("txt", StringComparison.Ordinal)).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void AFileThatIsCutOffIsAnError(string file)
    {
        var bytes = GoldenTests.Bytes(file).ToArray();
        for (var length = 0; length < bytes.Length; length += 1 + bytes.Length / 150)
        {
            var (result, before) = (ReadAll(file, bytes[..length]), length);
            // A stream without its end mark is whole if it ends after a batch.
            if (result is null) Assert.True(file.EndsWith(".arrows", StringComparison.Ordinal) && before > 100);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void AFileWithWrongBytesIsReadOrAnError(string file)
    {
        var random = new Random(file.Length);
        // Outside the schema: a wrong count in the schema of an Arrow file makes its library ask for gigabytes, before it finds the fault.
        var (from, until) = file switch { "js.arrow" => (200, 700), "js.arrows" => (800, 2500), _ => (0, int.MaxValue) };
        for (var i = 0; i < 150; i++)
        {
            var bytes = GoldenTests.Bytes(file).ToArray();
            for (var k = random.Next(1, 4); k > 0; k--) bytes[random.Next(from, Math.Min(until, bytes.Length))] = (byte)random.Next(256);
            ReadAll(file, bytes);
        }
    }

    [Fact]
    public void ADirectoryThatWouldBeReadForEverIsAnError()
    {
        var bytes = GoldenTests.Bytes("cpp-uncompressed.parquet").ToArray();
        (bytes[719], bytes[716]) = (198, 99);
        Assert.Equal("it is damaged, or written in a way that can't be read here: its directory is no whole structure", ReadAll("x.parquet", bytes));
    }

    /// <summary>Each text claims to end, or to begin, outside its buffer. The bytes there belong to somebody else.</summary>
    [Fact]
    public void TextsOutsideTheirBufferAreErrors()
    {
        var (bytes, none) = (new ArrowBuffer("bytes"u8.ToArray()), ArrowBuffer.Empty);
        Assert.Null(Read(new StringArray(1, Numbers(0, 5), bytes, none)));
        Assert.NotNull(Read(new StringArray(1, Numbers(0, 6), bytes, none)));
        Assert.NotNull(Read(new StringArray(1, Numbers(4, 3), bytes, none)));
        Assert.NotNull(Read(new StringArray(1, Numbers(-2, 3), bytes, none)));
        Assert.NotNull(Read(new LargeStringArray(1, Numbers(0L, 6L), bytes, none)));
        Assert.NotNull(Read(new LargeStringArray(1, Numbers(-2L, 3L), bytes, none)));
        // A view: the length, the first four bytes, the index of the buffer, the offset in it.
        Assert.NotNull(Read(new StringViewArray(new ArrayData(StringViewType.Default, 1, 0, 0, [none, Numbers(13, 0, 0, 0), bytes]))));

        static ArrowBuffer Numbers<T>(params T[] numbers) where T : struct => new(MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());

        static string? Read(IArrowArray column)
        {
            var schema = new Schema([new Field("text", column.Data.DataType, true)], null);
            using var table = new ArrowTableReader("x", schema, [new RecordBatch(schema, [column], 1)]);
            try
            {
                Assert.True(table.Read());
                Assert.Equal("bytes", table.Show(0));
                return null;
            }
            catch (IOException fault)
            {
                return fault.Message;
            }
        }
    }

    [Fact]
    public void OtherFilesAreErrorsThatSayWhatTheyAreNot()
    {
        Assert.Equal("x: the file is empty.", Parquet([]));
        Assert.Equal("x: the file is empty.", Arrow([]));
        Assert.Equal("x: the file is no Parquet file: it does not begin with PAR1.", Parquet("age,fare\n1,2\n"u8));
        Assert.Equal("x: the file is no Arrow file: it begins neither with ARROW1 nor with a message.", Arrow("age,fare\n1,2\n"u8));
        Assert.Equal("x: the file is no Arrow file: it is a Parquet file, so load it with ParquetFile.", Arrow("PAR1...."u8));
        Assert.Equal("x: the file is no Parquet file: it is an Arrow file, so load it with ArrowFile.", Parquet("ARROW1.."u8));
        Assert.Equal("x: the file is cut off: a Parquet file ends with PAR1.", Parquet("PAR1...."u8));
        Assert.Equal("x: the file is encrypted, which can't be read here.", Parquet("PARE...."u8));
        Assert.StartsWith("x: the file has version 1 of Feather", Arrow("FEA1...."u8), StringComparison.Ordinal);

        static string Parquet(ReadOnlySpan<byte> bytes) => ParquetFile.Load<Passenger>(new MemoryStream(bytes.ToArray()), "x").Error();
        static string Arrow(ReadOnlySpan<byte> bytes) => ArrowFile.Load<Passenger>(new MemoryStream(bytes.ToArray()), "x").Error();
    }

    [Fact]
    public void PlacesWithoutAFileAreErrors()
    {
        var missing = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "rows.parquet");
        Func<string, LanguageExt.Fin<Table<Passenger>>>[] loads = [ParquetFile.Load<Passenger>, ArrowFile.Load<Passenger>];
        foreach (var load in loads)
        {
            Assert.Equal($"{missing}: the file does not exist.", load(missing).Error());
            Assert.Equal($"{Path.GetTempPath()}: it is a folder, not a file.", load(Path.GetTempPath()).Error());
            Assert.StartsWith(": the file can't be read.", load("").Error(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FilesAreReadFromTheirPathAndClosed()
    {
        var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        foreach (var (bytes, load) in new[]
        {
            (ParquetRows.Write(Rows), ParquetFile.Load<Everything>),
            (ArrowWriter.Write(Rows, isFile: true, null), (Func<string, LanguageExt.Fin<Table<Everything>>>)ArrowFile.Load<Everything>),
        })
        {
            File.WriteAllBytes(path, bytes.ToArray());
            Assert.Equal(Rows, load(path).Value());
            Assert.Equal(path, load(path).Value().Name);
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }
            File.Delete(path);
        }
    }

    [Fact]
    public void StreamsThatCannotSeekAreErrors()
    {
        using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        Assert.Contains("can't seek", ParquetFile.Load<Everything>(pipe, "x").Error(), StringComparison.Ordinal);
        Assert.Contains("can't seek", ArrowFile.Load<Everything>(pipe, "x").Error(), StringComparison.Ordinal);
    }

    [Fact]
    public void StreamsStayOpen()
    {
        foreach (var (stream, load) in new[]
        {
            (ParquetRows.Write(Rows), (Loading)ParquetFile.Load<Everything>),
            (ArrowWriter.Write(Rows, isFile: true, null), ArrowFile.Load<Everything>),
            (ArrowWriter.Write(Rows, isFile: false, null), ArrowFile.Load<Everything>),
        })
        {
            Assert.Equal(Rows, load(stream, "rows").Value());
            stream.Position = 0;
            Assert.Equal(Rows, load(stream, "rows").Value());
        }
    }

    [Fact]
    public void AWindowsThreadDoesNotWaitForItself()
    {
        var before = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(new NeverContext());
            Assert.Equal(Rows, ParquetFile.Load<Everything>(ParquetRows.Write(Rows), "rows").Value());
            Assert.Equal(Rows, ArrowFile.Load<Everything>(ArrowWriter.Write(Rows, isFile: true, null), "rows").Value());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Reads every cell; the fault if there is one.</summary>
    private static string? ReadAll(string file, byte[] bytes)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            TableReader table = file.EndsWith("parquet", StringComparison.Ordinal) ? new ParquetTableReader(stream, file) : ArrowBatches.Open(stream, file);
            using var end = (IDisposable)table;
            for (var rows = 0; rows < 100 && table.Read(); rows++)
            {
                for (var i = 0; i < table.Columns.Count; i++)
                    _ = table.IsMissing(i) || table.TryRead<double>(i, out _) || table.Show(i).Length > 0;
            }
            return null;
        }
        catch (IOException fault)
        {
            return fault.Message;
        }
    }

    private sealed class NeverContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }

        public override void Send(SendOrPostCallback d, object? state)
        {
        }
    }
}
