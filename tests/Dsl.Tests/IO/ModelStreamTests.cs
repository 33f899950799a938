using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Tests.Data;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

/// <summary>A stream, bytes and a file are one format: numbers are the same to the bit, and so are errors.</summary>
public sealed class ModelStreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static SafetensorsFile Content(int[] bits) => new(
        Prelude.Seq(new NamedTensor("a", Tensor.Create([bits.Length], Array.ConvertAll(bits, BitConverter.Int32BitsToSingle))),
            new NamedTensor("ä\"b", Tensor.Create([2, 2], [1f, 2, 3, 4])), new NamedTensor("none", Tensor.Zeros([0, 3]))),
        LanguageExt.HashMap.create(("note", "ü")));

    private static byte[] Bytes => Safetensors.ToBytes(Content([1, 2, 3])).Value();

    /// <summary>Every way to read bytes.</summary>
    private IEnumerable<(string Name, Fin<SafetensorsFile> File)> Ways(byte[] bytes)
    {
        var path = folder.Write("file", bytes);
        yield return (path, Safetensors.Read(path));
        yield return ("the bytes", Safetensors.Read(bytes));
        yield return ("the stream", Safetensors.Read(new MemoryStream(bytes)));
        yield return ("the stream", Safetensors.Read(new TestStreams.Trickle(bytes)));
    }

    [Property(MaxTest = 60)]
    public void A_file_a_stream_and_bytes_hold_the_same(int[] bits)
    {
        var content = Content(bits);
        var (path, stream) = (folder["file"], new MemoryStream());
        Safetensors.Write(path, content).Value();
        Safetensors.Write(stream, content).Value();
        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
        Assert.Equal(File.ReadAllBytes(path), Safetensors.ToBytes(content).Value());
        foreach (var (_, file) in Ways(stream.ToArray()))
        {
            Assert.Equal(content, file.Value());
            Assert.Equal(bits, file.Value().Tensors[0].Tensor.ToArray().Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void A_model_comes_back_from_a_stream_and_from_bytes_with_its_classes()
    {
        var data = (Dataset.Create<float>([2], [1, 2, 3, 4, 5, 6], [0, 1, 2]).Value() | Functions.WithClassNames(["a", "b", "c"])).Value();
        var model = Model.Initialize(1).Fit(data, new FitOptions { Epochs = 1, BatchSize = 3 }).Value().Model;
        using var stream = new MemoryStream();
        model.Save(stream).Value();
        model.Save(folder["model"]).Value();
        var bytes = model.ToBytes().Value();
        Assert.Equal(File.ReadAllBytes(folder["model"]), bytes);
        Assert.Equal(bytes, stream.ToArray());
        stream.Position = 0;
        foreach (var read in (Fin<Model>[])[Model.Load(stream), Model.Load(bytes), Model.Load(new TestStreams.Trickle(bytes))])
        {
            var loaded = read.Value();
            Assert.Equal(model, loaded);
            Assert.Equal(bytes, loaded.ToBytes().Value());
            Assert.Contains("setosa", (loaded.Evaluate((data | Functions.WithClassNames(["setosa", "b", "c"])).Value())).Message());
        }
    }

    [Fact]
    public void A_stream_is_read_and_written_from_its_position_and_stays_open()
    {
        using var stream = new MemoryStream();
        stream.Write([9, 9, 9]);
        Safetensors.Write(stream, Content([5])).Value();
        stream.Position = 3;
        Assert.Equal(Content([5]), Safetensors.Read(stream).Value());
        Assert.Equal(stream.Length, stream.Position);
        var bytes = Bytes;
        Assert.Equal(Content([1, 2, 3]), Safetensors.Read(new byte[] { 1, 2 }.Concat(bytes).ToArray().AsMemory(2)).Value());
        Assert.Equal(Content([1, 2, 3]), Safetensors.Read(new ForeignMemory(bytes).Memory).Value());
    }

    [Fact]
    public void A_compressed_stream_is_written_and_read()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true)) Model.Initialize(2).Save(gzip).Value();
        packed.Position = 0;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        Assert.Equal(Model.Initialize(2), Model.Load(unpacked).Value());
        // Garbage is an exception of its own kind, and still an error.
        using var garbage = new GZipStream(new MemoryStream([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), CompressionMode.Decompress);
        Assert.StartsWith("weights of today can't be read: ", Model.Load(garbage, "weights of today").Message());
    }

    [Fact]
    public void A_stream_that_ends_early_anywhere_is_one_error()
    {
        var bytes = Bytes;
        for (var length = 0; length < bytes.Length; length++)
        {
            foreach (var (name, file) in Ways(bytes[..length])) Assert.StartsWith($"{name} is not a safetensors file that can be read: ", file.Message());
        }
        var cut = bytes[..^1];
        Assert.Equal(
            "the stream is not a safetensors file that can be read: it ends within ä\"b: 15 of 16 bytes follow.", Safetensors.Read(new TestStreams.Trickle(cut)).Message());
    }

    [Fact]
    public void Bytes_behind_the_last_tensor_are_one_error()
    {
        foreach (var (name, file) in Ways([.. Bytes, 0]))
            Assert.Matches($"^{name} is not a safetensors file .* belong to no tensor\\.$", file.Message());
    }

    /// <summary>The header claims what only a seekable stream could refute at once.</summary>
    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[2000000000],"data_offsets":[0,8000000000]}}""", "it ends within w: 3 of 8000000000 bytes follow")]
    [InlineData("""{"w":{"dtype":"I64","shape":[2000000000],"data_offsets":[0,16000000000]}}""", "it ends within w: 3 of 16000000000 bytes follow")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[2305843009213693952,2305843009213693960]}}""", "w has data_offsets [2305843009213693952,2305843009213693960], which are too large")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""", "which are too large")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,2305843009213693960]}}""", "which are too large")]
    [InlineData("""{"v":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", "8 bytes between the header and v belong to no tensor")]
    public void A_hostile_header_of_a_stream_costs_no_memory(string header, string said)
    {
        var bytes = new byte[8 + header.Length + 3];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(said, Safetensors.Read(new TestStreams.Trickle(bytes, most: 1000)).Message());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.True(Safetensors.Read(bytes).IsFail);
    }

    [Theory]
    [InlineData(long.MaxValue, "at most 100000000")]
    [InlineData(99_999_999, "only 2 follow")]
    public void A_header_longer_than_its_stream_costs_no_memory(long length, string said)
    {
        var bytes = new byte[10];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(said, Safetensors.Read(new TestStreams.Trickle(bytes)).Message());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_stream_that_fails_or_lies_is_one_error()
    {
        var bytes = Bytes;
        Exception[] faults = [new InvalidOperationException("No."), new IOException("No."), new TimeoutException("No."), new ObjectDisposedException("it", "No.")];
        foreach (var fault in faults)
        {
            for (var good = 0; good < bytes.Length; good += 5)
                Assert.Contains("No.", Safetensors.Read(new TestStreams.Broken(bytes, good, fault)).Message());
            Assert.StartsWith("the stream can't be written: No.", Model.Initialize(1).Save(new TestStreams.Broken([], 0, fault)).Message());
        }
        Assert.True(Safetensors.Read(new TestStreams.Liar(bytes)).IsFail);
        Assert.True(Safetensors.Read(new TestStreams.Liar(bytes[..^2])).IsFail);
        var closed = new MemoryStream();
        closed.Dispose();
        Assert.StartsWith("the stream can't be written: ", Model.Initialize(1).Save(closed).Message());
        Assert.StartsWith("the stream can't be read: ", Model.Load(closed).Message());
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => Model.Load((Stream)null!)).ParamName);
        Assert.Equal("stream", Assert.Throws<ArgumentNullException>(() => Model.Initialize(1).Save((Stream)null!)).ParamName);
    }

    /// <summary>A caller may have written something else to the stream before, and can't take it back.</summary>
    [Fact]
    public void Nothing_is_written_to_a_stream_if_the_content_is_wrong()
    {
        var model = Model.Initialize(1);
        Model[] wrong =
        [
            model with { Bias = Tensor.Create([3], [1, float.NaN, 2f]) },
            model with { Bias = Tensor.Zeros([4]) },
            model with { Bias = null! },
            model.To(Engine.Reference) with { Bias = Tensor.Create([3], [1, 1e300, 2], Engine.Reference) },
        ];
        foreach (var one in wrong)
        {
            using var stream = new MemoryStream();
            Assert.True(one.Save(stream).IsFail);
            Assert.Equal(0, stream.Length);
            Assert.Equal(one.Save(folder["model"]).Message().Replace(folder["model"], "the bytes"), one.ToBytes().Message());
        }
        NamedTensor named = new("a", Tensor.Zeros([1]));
        foreach (var tensors in (Seq<NamedTensor>[])[Prelude.Seq(named, named), Prelude.Seq1(named with { Name = "\uD800" }), Prelude.Seq1(named with { Tensor = null! })])
        {
            using var stream = new MemoryStream();
            Assert.StartsWith("the stream can't be written: ", Safetensors.Write(stream, new SafetensorsFile(tensors, default)).Message());
            Assert.Equal(0, stream.Length);
        }
    }

    [Fact]
    public void A_file_that_does_not_fit_is_told_by_the_name_that_was_given()
    {
        var bytes = Safetensors.ToBytes(new SafetensorsFile(Prelude.Seq1(new NamedTensor("Output.Kernel", Tensor.Zeros([3, 3]))), default)).Value();
        const string Said = " does not fit Classifier: Output.Kernel is [3, 3], but must be [2, 3]; Output.Bias [3] is missing.";
        Assert.Equal("the bytes" + Said, Model.Load(bytes).Message());
        Assert.Equal("blob 7" + Said, Model.Load(bytes, "blob 7").Message());
        Assert.Equal("the stream" + Said, Model.Load(new MemoryStream(bytes)).Message());
        Assert.Equal("body" + Said, Model.Load(new MemoryStream(bytes), "body").Message());
    }

    /// <summary>Memory that is no array.</summary>
    private sealed class ForeignMemory(byte[] bytes) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => bytes;

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
