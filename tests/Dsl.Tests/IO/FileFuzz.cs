using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Tests.Data;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

/// <summary>
/// Files with random changes, the same in each run. No exception escapes, and no header makes the reader take more memory than its file
/// justifies. An accepted file is read as a second reader, written for this test, reads it.
/// </summary>
public sealed class FileFuzz : IDisposable
{
    private const int Files = 2000;
    private const int BytesForByte = 200;
    private readonly TemporaryFolder folder = new();

    private string Path => folder["file"];

    public void Dispose() => folder.Dispose();

    private static readonly string[] Fragments =
    [
        "\"dtype\":\"F32\"", "\"I64\"", "\"F16\"", "\"F4\"", "\"shape\":[]", "[0,0]", "[2,3]", "{", "}", ",", ":", "\"", " ", "\n", "null", "-1", "1e9", "9223372036854775807",
        "2147483647", "\"__metadata__\":{\"a\":\"b\"},", "\"__metadata__\":null,", "\\u0061", "\\ud800", "\0", "0", "4", "\"w\":", "\"data_offsets\":[0,24]", "\u00FF",
    ];

    /// <summary>
    /// Makes a file with one to four changes: bits, bytes, pieces moved, dropped or doubled, and inserted words of the format.
    /// </summary>
    private static byte[] Changed(byte[] original, System.Random chance)
    {
        var bytes = original.ToList();
        var header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(original);
        for (var change = Math.Max(1, chance.Next(-2, 4)); change > 0; change--)
        {
            // Mostly in the header, which holds the meaning.
            var at = chance.Next(Math.Max(1, chance.Next(3) == 0 ? bytes.Count : Math.Min(bytes.Count, header)));
            var length = Math.Min(chance.Next(1, 40), bytes.Count - at);
            switch (chance.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << chance.Next(8)); break;
                case 1: bytes[at] = (byte)chance.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4: bytes.InsertRange(chance.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 5: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Fragments[chance.Next(Fragments.Length)])); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
            if (bytes.Count == 0) bytes.Add(0);
        }
        // Otherwise nearly every file would fail only because of the length of its header.
        if (chance.Next(5) > 0 && bytes.Count > 8 && bytes.LastIndexOf((byte)'}') is > 8 and var end)
        {
            var size = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(size, end - 7);
            for (var i = 0; i < 8; i++) bytes[i] = size[i];
        }
        return [.. bytes];
    }

    private byte[] Original()
    {
        var random = Enumerable.Range(0, 600).Select(i => MathF.Sin(i)).ToArray();
        Safetensors.Write(Path, new SafetensorsFile(Prelude.Seq(
            new NamedTensor("w", Tensor.Create([20, 25], random.AsSpan(0, 500))), new NamedTensor("v", Tensor.Create([40], random.AsSpan(500, 40))), new NamedTensor("e", Tensor.Zeros([0, 2]))),
            LanguageExt.HashMap.create(("model", "fuzz")))).ThrowIfFail();
        return File.ReadAllBytes(Path);
    }

    [Fact]
    public void Safetensors_are_read_rightly_or_not_at_all()
    {
        var (original, chance, accepted) = (Original(), new System.Random(17), 0);
        for (var file = 0; file < Files; file++)
        {
            var bytes = Changed(original, chance);
            File.WriteAllBytes(Path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var read = Safetensors.Read(Path);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000 + BytesForByte * bytes.Length);
            if (read.Case is Error error) Assert.InRange(error.Message.Length, 1, 4000);
            before = GC.GetAllocatedBytesForCurrentThread();
            var streamed = Safetensors.Read(new TestStreams.Trickle(bytes, most: 1000, file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 400_000 + BytesForByte * bytes.Length);
            foreach (var other in (Fin<SafetensorsFile>[])[streamed, Safetensors.Read(bytes)])
            {
                if (other.Case is Error fault) Assert.InRange(fault.Message.Length, 1, 4000);
                Assert.Equal(read.Case as SafetensorsFile, other.Case as SafetensorsFile);
            }
            if (read.Case is not SafetensorsFile found) continue;
            accepted++;
            AssertRight(bytes, found);
        }
        Assert.InRange(accepted, Files / 100, Files / 2);
    }

    /// <summary>Reads the file by the description of its format, and compares.</summary>
    private static void AssertRight(byte[] bytes, SafetensorsFile found)
    {
        var data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 8, data - 8);
        Assert.StartsWith("{", text);
        Assert.EndsWith("}", text.TrimEnd(' '));
        var header = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
        Assert.Equal(
            (header["__metadata__"]?.AsObject() ?? []).Select(p => (p.Key, (string)p.Value!)).Order(),
            found.Metadata.Select(p => (p.Key, p.Value)).Order());
        header.Remove("__metadata__");
        Assert.Equal(header.Select(p => p.Key).Order(StringComparer.Ordinal),
            found.Tensors.Map(t => t.Name).Concat(found.Unread.Map(t => t.Name)).Order(StringComparer.Ordinal));
        var parts = new List<(long Begin, long End)>();
        foreach (var (name, value) in header)
        {
            var (begin, end) = ((long)value!["data_offsets"]![0]!, (long)value["data_offsets"]![1]!);
            parts.Add((begin, end));
            if (found.Tensors.Find(t => t.Name == name).Case is not NamedTensor { Tensor: var tensor }) continue;
            Assert.Equal(value["shape"]!.AsArray().Select(d => (int)d!), tensor.Shape.Dimensions.ToArray());
            var numbers = bytes.AsSpan(data + (int)begin, (int)(end - begin)).ToArray();
            Assert.Equal(Numbers((string)value["dtype"]!, numbers), tensor.ToArray().Select(BitConverter.SingleToInt32Bits));
        }
        var at = 0L;
        foreach (var (begin, end) in parts.Order())
        {
            Assert.Equal(at, begin);
            at = end;
        }
        Assert.Equal(bytes.Length - data, at);
    }

    private static IEnumerable<int> Numbers(string type, byte[] bytes) => type switch
    {
        "F32" => bytes.Chunk(4).Select(b => BitConverter.ToInt32(b)),
        "F16" => bytes.Chunk(2).Select(b => BitConverter.SingleToInt32Bits((float)BitConverter.ToHalf(b))),
        "BF16" => bytes.Chunk(2).Select(b => BitConverter.ToUInt16(b) << 16),
        "F64" => bytes.Chunk(8).Select(b => BitConverter.SingleToInt32Bits((float)BitConverter.ToDouble(b))),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "It should not have been read."),
    };

    private FitOptions Options => new()
    {
        Epochs = 2,
        BatchSize = 16,
        Optimizer = new Adam(),
        Metrics = [Metric.Accuracy],
        Callbacks = [new EarlyStopping("loss", patience: 3, restoreBestWeights: true), new BackupAndRestore(Path, deleteCheckpoint: false)],
    };

    private Fin<Fitted<Model>> Fit() => Model.Initialize(1).Fit(ToyData.Clouds(32), Options);

    [Fact]
    public void No_checkpoint_that_was_changed_is_accepted()
    {
        Fit().ThrowIfFail();
        var (original, chance) = (File.ReadAllBytes(Path), new System.Random(23));
        for (var file = 0; file < Files / 4; file++)
        {
            var bytes = Changed(original, chance);
            if (bytes.AsSpan().SequenceEqual(original)) continue;
            File.WriteAllBytes(Path, bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(Safetensors.ReadDoubles(Path).IsFail);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000 + BytesForByte * bytes.Length);
        }
    }

    /// <summary>
    /// Checkpoints with a right checksum and wrong content, as a user might write them. A run goes on from them, or gives the reason why it
    /// cannot.
    /// </summary>
    [Fact]
    public void A_run_is_never_thrown_off_by_what_a_checkpoint_says()
    {
        Fit().ThrowIfFail();
        var (original, chance) = (Safetensors.ReadDoubles(Path).ThrowIfFail(), new System.Random(29));
        string[] texts = ["", "0", "-1", "1", "3", "99999999999999999999", "NaN", "1e308", "\0", new string('x', 300), "1 of them"];
        double[] numbers = [0, -1, double.NaN, double.PositiveInfinity, 1e300, 1e-300, 1e18];
        for (var file = 0; file < 100; file++)
        {
            var (tensors, metadata) = (original.Tensors.ToList(), original.Metadata);
            for (var change = chance.Next(1, 3); change > 0; change--)
            {
                var at = chance.Next(tensors.Count);
                var (name, tensor) = tensors[at];
                var values = tensor.ToDoubles();
                switch (chance.Next(5))
                {
                    case 0:
                        metadata = metadata.AddOrUpdate(metadata.Keys.Order().ElementAt(chance.Next(metadata.Count)),
                        texts[chance.Next(texts.Length)]); break;
                    case 1: tensors.RemoveAt(at); break;
                    case 2: tensors[at] = new NamedTensor(name + "x", tensor); break;
                    case 3: tensors[at] = new NamedTensor(name, Tensor.Create([values.Length, 1], values, Engine.Reference)); break;
                    default:
                        if (values.Length > 0) values[chance.Next(values.Length)] = numbers[chance.Next(numbers.Length)];
                        tensors[at] = new NamedTensor(name, Tensor.Create(tensor.Shape, values, Engine.Reference));
                        break;
                }
            }
            Safetensors.WriteExactly(Path, new SafetensorsFile(tensors.ToSeq().Strict(), metadata)).ThrowIfFail();
            var result = Fit();
            var model = result.Case switch
            {
                Fitted<Model> fitted => fitted.Model,
                CallbackFailed<Model> failed => failed.Model,
                _ => throw new InvalidOperationException(result.ToString())
            };
            Assert.All(model.Parameters, p => Assert.All(p.ToArray(), number => Assert.True(float.IsFinite(number))));
        }
    }
}
