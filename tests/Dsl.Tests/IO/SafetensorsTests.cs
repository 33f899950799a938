using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;
using LanguageExt;
using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors").FullName;

    private string Path => System.IO.Path.Combine(folder, "model.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Fin<SafetensorsFile> ReadRaw(string header, params byte[] data) => ReadRaw(Encoding.UTF8.GetBytes(header), data);

    private Fin<SafetensorsFile> ReadRaw(byte[] header, byte[] data)
    {
        var size = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(size, header.Length);
        File.WriteAllBytes(Path, [.. size, .. header, .. data]);
        return Safetensors.Read(Path);
    }

    private static string Fault<T>(Fin<T> result) => ((Error)result.Case!).Message;

    [Property]
    public bool Every_bit_comes_back(int[] bits)
    {
        // Quiet and signalling NaNs, infinities and denormal numbers beside what chance gives.
        int[] all = [.. bits, 0x7FC12345, 0x7F812345, unchecked((int)0xFFC00001), 0x7F800000, 1, unchecked((int)0x80000000)];
        var values = Array.ConvertAll(all, BitConverter.Int32BitsToSingle);
        var file = new SafetensorsFile(
            Prelude.Seq(new NamedTensor("a", Tensor.Create([values.Length], values)), new NamedTensor("ä\"b", Tensor.Zeros([]))),
            LanguageExt.HashMap.create(("note", "ü")));
        Safetensors.Write(Path, file).ThrowIfFail();
        var back = Safetensors.Read(Path).ThrowIfFail();
        return back.Tensors[0].Tensor.ToArray().Select(BitConverter.SingleToInt32Bits).SequenceEqual(all)
            && back.Tensors.Map(t => t.Name) == file.Tensors.Map(t => t.Name) && back.Metadata == file.Metadata;
    }

    [Fact]
    public void What_is_written_is_the_format()
    {
        Safetensors.Write(Path, new SafetensorsFile(Prelude.Seq1(new NamedTensor("w", Tensor.Create([1, 2], [1f, -2f]))), default)).ThrowIfFail();
        var bytes = File.ReadAllBytes(Path);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        Assert.Equal("{\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}", Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0], bytes[(8 + length)..]);
    }

    /// <summary>So that the numbers after it are aligned, as the format asks.</summary>
    [Fact]
    public void The_length_of_a_header_is_a_multiple_of_eight_whatever_it_says()
    {
        for (var letters = 1; letters <= 9; letters++)
        {
            var tensor = new NamedTensor(new string('w', letters), Tensor.Create([2], [0.5f, letters]));
            Safetensors.Write(Path, new SafetensorsFile(Prelude.Seq1(tensor), default)).ThrowIfFail();
            Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(Path)) % 8);
            Assert.Equal(tensor, Safetensors.Read(Path).ThrowIfFail().Tensors[0]);
        }
    }

    [Fact]
    public void Files_of_other_tools_are_read()
    {
        var file = ReadRaw(
            """
            { "late" : {"data_offsets":[4, 8],"shape":[2],"dtype":"BF16"}, "__metadata__": {"format":"pt"},
              "half":{"shape":[2,1],"dtype":"F16","data_offsets":[0,4]}, "double":{"dtype":"F64","shape":[],"data_offsets":[8,16]},
              "none":{"dtype":"F32","shape":[0,3],"data_offsets":[16,16]} }     
            """,
            0x00, 0x3C, 0x01, 0x00, 0x80, 0x3F, 0x20, 0xC0, 0x9A, 0x99, 0x99, 0x99, 0x99, 0x99, 0xB9, 0x3F).ThrowIfFail();
        Assert.Equal(["half", "late", "double", "none"], file.Tensors.Map(t => t.Name).ToArray());
        Assert.Equal([1f, MathF.Pow(2, -24)], file.Tensors[0].Tensor.ToArray());
        Assert.Equal([1f, -2.5f], file.Tensors[1].Tensor.ToArray());
        Assert.Equal([0.1f], file.Tensors[2].Tensor.ToArray());
        Assert.Equal([0, 3], file.Tensors[3].Tensor.Shape);
        Assert.Equal("pt", file.Metadata["format"]);
    }

    [Theory]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not valid JSON")]
    [InlineData("{}", "8 bytes after the header belong to no tensor")]
    [InlineData("""{"w":3}""", "w must have a dtype, a shape and data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "w must have a dtype")]
    [InlineData("""{"w":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", "w has the unknown dtype F33")]
    [InlineData("""{"w":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}""", "w is of dtype I64")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "run backwards")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "only 8 bytes follow")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "not two numbers from 0 on")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", "not two numbers from 0 on")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", "not a list of numbers from 0 on")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4,4611686018427387904],"data_offsets":[0,0]}}""", "too large")]
    [InlineData("""{"w":{"dtype":"F32","shape":[65536,65536,65536,65536,2],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "w has 8 bytes, but its shape [3] of F32 needs 12")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes after w belong to no tensor")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "4 bytes between the header and w belong to no tensor")]
    [InlineData("""{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "w overlaps v")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "w stands in its header twice")]
    [InlineData("""{"__metadata__":{"a":1},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__ is not an object of strings")]
    public void A_hostile_header_is_one_error(string header, string said)
    {
        var fault = Fault(ReadRaw(header, new byte[8]));
        Assert.Contains(said, fault);
        Assert.Contains(Path, fault);
    }

    [Fact]
    public void All_faulty_tensors_are_named_together()
    {
        var fault = Fault(ReadRaw("""{"v":3,"w":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}"""));
        Assert.Contains("v must have", fault);
        Assert.Contains("w has the unknown dtype", fault);
    }

    [Fact]
    public void A_header_that_is_not_UTF_8_is_an_error() => Assert.Contains("not valid UTF-8", Fault(ReadRaw([(byte)'{', 0xFF, (byte)'}'], [])));

    [Theory]
    [InlineData(long.MaxValue, "at most 100000000")]
    [InlineData(-1, "at most 100000000")]
    [InlineData(100_000_001, "at most 100000000")]
    [InlineData(99_999_999, "only 2 follow")]
    [InlineData(3, "only 2 follow")]
    public void A_header_longer_than_its_file_is_an_error_and_costs_no_memory(long length, string said)
    {
        var bytes = new byte[10];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        File.WriteAllBytes(Path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(said, Fault(Safetensors.Read(Path)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void A_file_without_a_header_and_no_file_are_errors()
    {
        Assert.Contains("can't be read", Fault(Safetensors.Read(Path)));
        File.WriteAllBytes(Path, new byte[7]);
        Assert.Contains("7 bytes", Fault(Safetensors.Read(Path)));
    }

    [Fact]
    public void A_model_comes_back()
    {
        var model = Model.Initialize(3);
        model.Save(Path).ThrowIfFail();
        Assert.Equal(model, Model.Load(Path).ThrowIfFail());
        Assert.Equal(["Output.Kernel", "Output.Bias"], Safetensors.Read(Path).ThrowIfFail().Tensors.Map(t => t.Name).ToArray());
    }

    [Fact]
    public void A_file_that_does_not_fit_a_model_names_all_that_is_wrong()
    {
        Safetensors.Write(Path, new SafetensorsFile(
            Prelude.Seq(new NamedTensor("Output.Kernel", Tensor.Zeros([3, 2])), new NamedTensor("Hidden.Bias", Tensor.Zeros([1]))), default));
        var fault = Fault(Model.Load(Path));
        Assert.Contains("Output.Kernel is [3, 2], but must be [2, 3]; Output.Bias [3] is missing; Hidden.Bias [1] is extra", fault);
    }

    [Fact]
    public void Two_tensors_of_one_name_are_not_written()
    {
        var tensor = new NamedTensor("w", Tensor.Zeros([1]));
        Assert.Contains("but w is not", Fault(Safetensors.Write(Path, new SafetensorsFile(Prelude.Seq(tensor, tensor), default))));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_beside_it()
    {
        File.WriteAllText(Path, "old");
        var result = AtomicFile.Write(Path, stream =>
        {
            stream.Write(new byte[10_000]);
            throw new IOException("No space left on device");
        });
        Assert.Contains("No space left", Fault(result));
        Assert.Equal("old", File.ReadAllText(Path));
        Assert.Equal([Path], Directory.GetFiles(folder));
    }

    [Fact]
    public void A_folder_in_the_way_or_none_at_all_is_an_error()
    {
        Directory.CreateDirectory(Path);
        Assert.Contains("can't be written", Fault(Model.Initialize(1).Save(Path)));
        Assert.Empty(Directory.GetFiles(folder));
        Assert.Contains("can't be written", Fault(Model.Initialize(1).Save(System.IO.Path.Combine(folder, "none", "model"))));
    }
}
