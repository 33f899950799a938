using System.Buffers.Binary;
using System.Text;
using FsCheck.Xunit;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.IO;
using ModelDsl.Printing;
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

    [Fact]
    public void A_null_is_refused_before_a_file_is_touched()
    {
        Assert.Equal("file", Assert.Throws<ArgumentNullException>(() => Safetensors.Write(Path, null!)).ParamName);
        foreach (var wrong in (NamedTensor[])[null!, new("a", null!), new(null!, Tensor.Zeros([1]))])
            Assert.EndsWith("a tensor or its name is null.", Fault(Safetensors.Write(Path, new SafetensorsFile(Prelude.Seq1(wrong), default))));
        Assert.False(File.Exists(Path));
    }

    [Property]
    public bool Every_bit_comes_back(int[] bits)
    {
        // Quiet and signalling NaNs, infinities and denormal numbers, in addition to the random ones.
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

    /// <summary>The numbers after the header must be aligned; the format requires it.</summary>
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
    [InlineData(" {}", "does not begin with {")]
    [InlineData("\n{}", "does not begin with {")]
    [InlineData("{}\n", "other characters than blanks after")]
    [InlineData("{}  \t ", "other characters than blanks after")]
    [InlineData("{} {}", "not valid JSON")]
    [InlineData("""{"__metadata__":{"a":"1","b":"2","a":"1"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "a occurs twice in its __metadata__")]
    [InlineData("""{"__metadata__":{"a":"1","\u0061":"2"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "a occurs twice in its __metadata__")]
    [InlineData("""{"__metadata__":null,"__metadata__":{},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__ occurs twice in its header")]
    [InlineData("""{"__metadata__":[],"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__ is not an object of strings")]
    [InlineData("""{"w":{"dtype":"I64","shape":[2],"data_offsets":[0,8]}}""", "w has 8 bytes, but its shape [2] of I64 needs 16")]
    [InlineData("""{"w":{"dtype":"F4","shape":[15],"data_offsets":[0,8]}}""", "w has 8 bytes, but its shape [15] of F4 needs 7")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not valid JSON")]
    [InlineData("{}", "8 bytes after the header belong to no tensor")]
    [InlineData("""{"w":3}""", "w must have a dtype, a shape and data_offsets")]
    [InlineData("""{"w":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "w must have a dtype")]
    [InlineData("""{"w":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", "w has the unknown dtype F33")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "whose end lies before their begin")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "only 8 bytes follow")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "not two numbers, 0 or more")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", "not two numbers, 0 or more")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1.5],"data_offsets":[0,8]}}""", "not a list of numbers, 0 or more")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4,4611686018427387904],"data_offsets":[0,0]}}""", "too large")]
    [InlineData("""{"w":{"dtype":"F32","shape":[65536,65536,65536,65536,2],"data_offsets":[0,8]}}""", "too large")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "w has 8 bytes, but its shape [3] of F32 needs 12")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes after w belong to no tensor")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "4 bytes between the header and w belong to no tensor")]
    [InlineData("""{"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "w overlaps v")]
    [InlineData("""{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "w occurs twice in its header")]
    [InlineData("""{"__metadata__":{"a":1},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__ is not an object of strings")]
    public void A_hostile_header_is_one_error(string header, string said)
    {
        var fault = Fault(ReadRaw(header, new byte[8]));
        Assert.Contains(said, fault);
        Assert.Contains(Path, fault);
    }

    [Fact]
    public void Metadata_may_be_null_as_in_the_reference_implementation()
    {
        var file = ReadRaw("""{"__metadata__":null,"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 0, 0, 0x80, 0x3F).ThrowIfFail();
        Assert.True(file.Metadata.IsEmpty);
        Assert.Equal([1f], file.Tensors.Single().Tensor.ToArray());
    }

    /// <summary>PyTorch's batch normalization counts in integers.</summary>
    [Fact]
    public void Tensors_of_other_types_are_left_alone()
    {
        var header = """
            {"Output.Bias":{"dtype":"F32","shape":[3],"data_offsets":[8,20]},"num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[0,8]},
             "mask":{"dtype":"BOOL","shape":[2],"data_offsets":[20,22]},"Output.Kernel":{"dtype":"F32","shape":[2,3],"data_offsets":[22,46]},
             "packed":{"dtype":"F4","shape":[4],"data_offsets":[46,48]}}
            """;
        var bytes = new byte[48];
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(16), 7);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(42), 5);
        var file = ReadRaw(header, bytes).ThrowIfFail();
        Assert.Equal(["Output.Bias", "Output.Kernel"], file.Tensors.Map(t => t.Name).ToArray());
        Assert.Equal(
            Prelude.Seq(new UnreadTensor("num_batches_tracked", "I64", []), new UnreadTensor("mask", "BOOL", [2]), new UnreadTensor("packed", "F4", [4])), file.Unread);
        var model = Model.Load(Path).ThrowIfFail();
        Assert.Equal((7f, 5f), (model.Bias.ToArray()[2], model.Kernel.ToArray()[5]));
        ReadRaw(header.Replace("\"F32\",\"shape\":[3]", "\"I32\",\"shape\":[3]"), bytes).ThrowIfFail();
        Assert.Contains("Output.Bias is of type I32, but only F32, F16, BF16 and F64 are read", Fault(Model.Load(Path)));
    }

    [Fact]
    public void Errors_are_short_whatever_stands_in_the_file()
    {
        var name = new string('x', 1_000_000);
        string[] headers =
        [
            """{"NAME":3}""", """{"w":{"dtype":"NAME","shape":[1],"data_offsets":[0,8]}}""", """{"w":{"dtype":"F32","shape":[DIGITS],"data_offsets":[0,8]}}""",
            """{"NAME":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", """{"__metadata__":{"NAME":"","NAME":""}}""", "{NAME}",
            """{"NAME":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "{" + string.Join(",", Enumerable.Range(0, 50_000).Select(i => $"\"{i}\":3")) + "}",
        ];
        headers = [.. headers.Select(header => header.Replace("NAME", name).Replace("DIGITS", new string('1', 500_000)))];
        foreach (var header in headers)
        {
            if (ReadRaw(header, new byte[8]).Case is Error fault) Assert.InRange(fault.Message.Length, 50, 4000);
            Assert.InRange(Fault(Model.Load(Path)).Length, 50, 4000);
        }
    }

    [Fact]
    public void A_name_is_told_without_commands_for_a_terminal_and_not_cut_in_a_character()
    {
        Assert.Equal("a\\u001b[31m", FaultText.Clip("a\u001b[31m"));
        Assert.Equal(new string('x', 119) + "…", FaultText.Clip(new string('x', 119) + "😀 and more"));
        Assert.Equal(new string('x', 120), FaultText.Clip(new string('x', 120)));
    }

    /// <summary>The tensor is larger than a piece, and not a multiple of one.</summary>
    [Fact]
    public void Large_tensors_are_written_and_read_in_pieces()
    {
        var values = Enumerable.Range(0, 600_001).Select(i => i * 0.37f).ToArray();
        var doubles = Array.ConvertAll(values, v => v + 1e-9);
        Safetensors.Write(Path, new SafetensorsFile(Prelude.Seq1(new NamedTensor("w", Tensor.Create([values.Length], values))), default)).ThrowIfFail();
        Assert.Equal(values, Safetensors.Read(Path).ThrowIfFail().Tensors[0].Tensor.ToArray());
        Safetensors.WriteExactly(Path, new SafetensorsFile(Prelude.Seq(
            new NamedTensor("w", Tensor.Create([values.Length], doubles, Engine.Reference)), new NamedTensor("v", Tensor.Create([values.Length], values))), default)).ThrowIfFail();
        Assert.Equal(600_001 * 12L, new FileInfo(Path).Length - 8 - BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(Path)));
        var file = Safetensors.ReadDoubles(Path).ThrowIfFail();
        Assert.Equal(doubles, file.Tensors[0].Tensor.ToDoubles());
        Assert.Equal(values, file.Tensors[1].Tensor.ToArray());
    }

    /// <summary>Positions in a file of more than 2³¹ bytes; most of it is a hole on disk. Its numbers are not read.</summary>
    [Fact]
    public void Tensors_lie_beyond_two_gigabytes()
    {
        (string, Shape, SafetensorsType)[] tensors =
            [("v", [600_000_000], SafetensorsType.F32), ("w", [2, 300_000_000], SafetensorsType.F64), ("x", [1], SafetensorsType.F32)];
        var bytes = SafetensorsHeader.Write(tensors, []);
        using var file = new FileStream(Path, FileMode.Create, FileAccess.ReadWrite);
        file.Write(bytes);
        file.SetLength(bytes.Length + 7_200_000_004);
        file.Position = 0;
        var entries = SafetensorsHeader.Read(new ForwardReader(file)).ThrowIfFail().Entries;
        Assert.Equal([(0L, 2_400_000_000L), (2_400_000_000L, 7_200_000_000L), (7_200_000_000L, 7_200_000_004L)],
            entries.Select(e => (e.Begin, e.End)));
        Assert.Equal(bytes.Length, file.Position);
    }

    /// <summary>JSON writes another character instead, and that loss would be noticed too late.</summary>
    [Fact]
    public void A_text_that_is_none_is_not_written()
    {
        File.WriteAllText(Path, "old");
        // The attributes of a test cannot hold such text either.
        foreach (var (name, key, note) in ((string, string, string)[])[("w\uD800", "k", ""), ("w", "k", "\uDC00\uD800"), ("w", "\uDC00k", "")])
        {
            var half = new SafetensorsFile(Prelude.Seq1(new NamedTensor(name, Tensor.Zeros([1]))), LanguageExt.HashMap.create((key, note)));
            Assert.EndsWith("holds half of a surrogate pair, which no file can keep.", Fault(Safetensors.Write(Path, half)));
        }
        Assert.Equal("old", File.ReadAllText(Path));
        Assert.Equal([Path], Directory.GetFiles(folder));
        var whole = new SafetensorsFile(Prelude.Seq1(new NamedTensor("😀", Tensor.Zeros([1]))), LanguageExt.HashMap.create(("😀", "a😀b")));
        Safetensors.Write(Path, whole).ThrowIfFail();
        Assert.Equal(whole, Safetensors.Read(Path).ThrowIfFail());
    }

    [Fact]
    public void What_could_not_be_read_again_is_not_written()
    {
        var longText = LanguageExt.HashMap.create(("note", new string('x', 100_000_000)));
        Assert.Contains("but at most 100000000 are allowed.", Fault(Safetensors.Write(Path, new SafetensorsFile(default, longText))));
        var empty = new NamedTensor("none", Tensor.Zeros([0, int.MaxValue, 2]));
        Assert.Contains("which is too large.", Fault(Safetensors.Write(Path, new SafetensorsFile(Prelude.Seq1(empty), default))));
        Assert.Empty(Directory.GetFiles(folder));
    }

    /// <summary>Rounding to float32 could turn a finite double-precision number into infinity.</summary>
    [Fact]
    public void A_number_too_large_for_float32_is_neither_written_nor_read()
    {
        var model = Model.Initialize(1).To(Engine.Reference);
        foreach (var number in (double[])[1e300, -3.5e38])
        {
            var wide = model with { Bias = Tensor.Create([3], [1, number, 2], Engine.Reference) };
            Assert.Contains($"Output.Bias holds the number {(number > 0 ? "1E+300" : "-3.5E+38")}, which does not fit into float32", Fault(wide.Save(Path)));
            Assert.False(File.Exists(Path));
        }
        (model with { Bias = Tensor.Create([3], [1, 3.4028235e38, 1e-300], Engine.Reference) }).Save(Path).ThrowIfFail();
        Assert.Equal([1, float.MaxValue, 0], Model.Load(Path).ThrowIfFail().Bias.ToArray());
        var bytes = new byte[16];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8), 1e39);
        Assert.Contains("w holds the number 1E+39", Fault(ReadRaw("""{"w":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", bytes)));
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8), double.NegativeInfinity);
        Assert.Equal([0, float.NegativeInfinity], ReadRaw("""{"w":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", bytes).ThrowIfFail().Tensors[0].Tensor.ToArray());
    }

    [Fact]
    public void A_class_index_is_written_exactly_or_not_at_all()
    {
        Fin<Unit> Written(int index) => Safetensors.Write(Path, new SafetensorsFile(Prelude.Seq1(new NamedTensor("w", Tensor.Create([2], [-1, index]))), default));
        Assert.Contains("w holds the number 16777217", Fault(Written((1 << 24) + 1)));
        Written(1 << 24).ThrowIfFail();
        Assert.Equal([-1, 1 << 24], Safetensors.Read(Path).ThrowIfFail().Tensors[0].Tensor.ToArray());
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
