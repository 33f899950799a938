using LanguageExt;
using Microsoft.ML.OnnxRuntime;
using ModelDsl.Generators.Tests.Support;
using ModelProto = global::Onnx.ModelProto;

namespace ModelDsl.Onnx.Tests;

/// <summary>Options of a file, its names and its metadata.</summary>
public sealed class OptionsTests
{
    private const string Sources = """
        [Model(3), Onnx, SparseCategoricalCrossentropy]
        public sealed partial record Sure([Dense(5, Activation.Relu)] Dense Hidden, [Dense(4, Activation.Softmax)] Dense Output);

        [Model(3), Onnx, SparseCategoricalCrossentropy]
        public sealed partial record Unsure([Dense(5, Activation.Relu)] Dense Hidden, [Dense(4)] Dense Output);

        [Model(3), Onnx, MeanSquaredError]
        public sealed partial record Price([Dense(300)] Dense Hidden, [Dense(1)] Dense input, [Dense(4)] Dense output);

        [Model, Input("left", 2, 3), Input("right", 4), Onnx, MeanSquaredError(Output = "sum"), MeanSquaredError(Output = "right")]
        public sealed partial record Two([Dense(3)] Dense L, [Dense(3)] Dense R)
        {
            [Forward]
            static (Tensor sum, Tensor right) Apply(Two m, (Tensor left, Tensor right) x)
            {
                var (l, r) = (x.left.Reshape(-1, 6) | m.L, x.right | m.R);
                return (l + r, r);
            }
        }

        [Model(6), Onnx, MeanSquaredError]
        public sealed partial record Same([Flatten] Flatten F);

        [Model(4), Onnx, SparseCategoricalCrossentropy]
        public sealed partial record Words([Embedding(7, 3)] Embedding Table, [GlobalAveragePooling1D] GlobalAveragePooling1D Mean, [Dense(2, Activation.Softmax)] Dense Output);
        """;

    private static readonly System.Reflection.Assembly Compiled = GeneratorHarness.Run(Sources).Load();

    [Theory]
    [InlineData("Sure")]
    [InlineData("Unsure")]
    public void AClassifierHasALabelAndProbabilities(string name)
    {
        using var session = new InferenceSession(Bytes(name, new OnnxOptions { Classifier = true }));
        Assert.Equal(["label", "probabilities"], session.OutputMetadata.Keys);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(
            new float[] { 1, 2, -1, 0, 0.5f, 3 }, [2, 3]))]);
        var (labels, probabilities) = (results[0].AsEnumerable<long>().ToArray(), results[1].AsEnumerable<float>().Chunk(4).ToArray());
        Assert.Equal(2, labels.Length);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(1, probabilities[i].Sum(), 1e-5);
            Assert.Equal(probabilities[i].IndexOf(probabilities[i].Max()), labels[i]);
        }
    }

    [Theory]
    [InlineData("Sure", "Opset 16 can't be written: choose one from 17 to 22.")]
    [InlineData("Price", "Price is not a classifier with one output of classes: leave the option Classifier out.")]
    [InlineData("Two", "Two is not a classifier with one output of classes: leave the option Classifier out.")]
    [InlineData("Unsure", "Unsure has 4 classes, but the option Classes names 2.")]
    [InlineData("Words", "The weights can have a file of their own only beside another: write to a path, or leave the option ExternalData out.")]
    public void AWrongOptionIsAnErrorThatSaysWhatToDo(string name, string message) => Assert.Equal(message, Write(name, name switch
    {
        "Sure" => new OnnxOptions { Opset = 16 },
        "Unsure" => new OnnxOptions { Classes = ["yes", "no"] },
        "Words" => new OnnxOptions { ExternalData = true },
        _ => new OnnxOptions { Classifier = true },
    }).Match(_ => "", error => error.Message));

    [Fact]
    public void AFileAbove2GiBIsAnErrorThatNamesTheOption() => Assert.Equal(
        "The weights of Net have 3,000,000,000 bytes, but an ONNX file holds at most 2 GiB: write to a path with OnnxOptions.ExternalData = true.",
        OnnxModelWriter.OfSize("Net", 3_000_000_000).Match(_ => "", error => error.Message));

    [Fact]
    public void TensorsHaveTheNamesOfLayers()
    {
        var file = ModelProto.Parser.ParseFrom(Bytes("Sure"));
        Assert.Equal("Sure", file.Graph.Name);
        Assert.Equal(["input"], file.Graph.Input.Select(input => input.Name));
        Assert.Equal(["output"], file.Graph.Output.Select(output => output.Name));
        Assert.Equal(["Hidden.Kernel", "Hidden.Bias", "Output.Kernel", "Output.Bias"], file.Graph.Initializer.Select(tensor => tensor.Name));
        Assert.Equal(["Gemm", "Relu", "Gemm", "Softmax"], file.Graph.Node.Select(node => node.OpType));
        Assert.Equal(["Hidden.Preactivation", "Hidden", "Output.Logits", "Output"], file.Graph.Node.Select(node => node.Name));
        Assert.Equal("[N, 5]", file.Graph.Node[1].DocString);
        Assert.Equal("N", file.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam);
        Assert.Equal(("ModelDsl", 22, 10), (file.ProducerName, (int)file.OpsetImport.Single().Version, (int)file.IrVersion));
        Assert.Equal(8, ModelProto.Parser.ParseFrom(Bytes("Sure", new OnnxOptions { Opset = 17 })).IrVersion);
    }

    /// <summary>Layers called as inputs and outputs are, an input that has the name of an output, and outputs that are inputs.</summary>
    [Fact]
    public void NamesThatMeetAreKeptApart()
    {
        Assert.All(["Price", "Two", "Same"], name =>
        {
            using var session = new InferenceSession(Bytes(name));
            var file = ModelProto.Parser.ParseFrom(Bytes(name));
            string[] made = [.. file.Graph.Input.Select(i => i.Name), .. file.Graph.Initializer.Select(i => i.Name),
                .. file.Graph.Node.SelectMany(n => n.Output)];
            Assert.Equal(made.Length, made.Distinct().Count());
        });
    }

    /// <summary>Indices are whole numbers in every other program.</summary>
    [Fact]
    public void AnInputOfIndicesIsInt64()
    {
        using var session = new InferenceSession(Bytes("Words"));
        Assert.Equal(typeof(long), session.InputMetadata["input"].ElementType);
    }

    [Fact]
    public void NamesOfClassesAreMetadata()
    {
        using var session = new InferenceSession(Bytes("Unsure", new OnnxOptions { Classes = ["a", "b", "ü\"", "d"] }));
        var metadata = session.ModelMetadata.CustomMetadataMap;
        Assert.Equal(["a", "b", "ü\"", "d"], System.Text.Json.JsonSerializer.Deserialize<string[]>(metadata["classes"])!);
        Assert.Equal("Unsure", metadata["model"]);
    }

    /// <summary>What a model knows of its training data is in its file, and so in the ONNX file.</summary>
    [Fact]
    public void AModelsOwnNamesOfClassesAreMetadata()
    {
        dynamic model = Initialized("Sure");
        var file = ((Fin<SafetensorsFile>)ModelFiles.ToSafetensors(model)).ThrowIfFail();
        var known = file with { Metadata = file.Metadata.Add("modeldsl.classes", """[{"classes":["shirt","coat","bag","boot"]}]""") };
        dynamic loaded = Loaded("Sure", Safetensors.ToBytes(known).ThrowIfFail());
        using var session = new InferenceSession(((Fin<byte[]>)OnnxFiles.ToOnnx(loaded)).ThrowIfFail());
        Assert.Equal("""["shirt","coat","bag","boot"]""", session.ModelMetadata.CustomMetadataMap["classes"]);
    }

    /// <summary>The weights have a file of their own; ONNX Runtime reads both and predicts the same.</summary>
    [Fact]
    public void WeightsMayHaveAFileOfTheirOwn()
    {
        var folder = Directory.CreateTempSubdirectory("modeldsl-onnx-");
        try
        {
            var path = Path.Combine(folder.FullName, "price.onnx");
            dynamic model = Initialized("Price");
            ((Fin<Unit>)OnnxFiles.SaveOnnx(model, path, new OnnxOptions { ExternalData = true })).ThrowIfFail();
            Assert.Equal(["price.onnx", "price.onnx.data"], Directory.EnumerateFiles(folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.InRange(new FileInfo(path).Length, 1, 4000);
            using var whole = new InferenceSession(Bytes("Price"));
            using var parts = new InferenceSession(path);
            Assert.Equal(Run(whole), Run(parts));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static float[] Run(InferenceSession session)
        {
            using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(
                new float[] { 1, 2, -1 }, [1, 3]))]);
            return [.. results[0].AsEnumerable<float>()];
        }
    }

    private static object Initialized(string name) => Compiled.GetType(name, throwOnError: true)!.GetMethod("Initialize")!.Invoke(null, [1])!;

    private static object Loaded(string name, byte[] file)
    {
        var load = typeof(ModelFiles).GetMethods().First(method => method.Name == "Load" && method.GetParameters()[0].ParameterType == typeof(ReadOnlyMemory<byte>));
        dynamic read = load.MakeGenericMethod(Compiled.GetType(name, throwOnError: true)!).Invoke(null, [(ReadOnlyMemory<byte>)file, "the file"])!;
        return read.Case;
    }

    private static byte[] Bytes(string name, OnnxOptions? options = null) => Write(name, options).ThrowIfFail();

    private static Fin<byte[]> Write(string name, OnnxOptions? options)
    {
        dynamic model = Initialized(name);
        return OnnxFiles.ToOnnx(model, options);
    }
}
