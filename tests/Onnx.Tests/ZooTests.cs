using System.Text.RegularExpressions;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Lowering.Forward;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Onnx.Tests.Running;
using ModelDsl.Onnx.Tests.Zoo;

namespace ModelDsl.Onnx.Tests;

/// <summary>Every layer, option, activation and function, exported and run by ONNX Runtime.</summary>
public sealed class ZooTests
{
    private static readonly string Sources = string.Join("\n", ZooTable.All.Select(model => model.Source));

    public static TheoryData<string> Names => [.. ZooTable.All.Select(model => model.Name)];

    [Theory, MemberData(nameof(Names))]
    public void AFileComputesWhatItsModelComputes(string name) =>
        Assert.All([(1, 22), (2, 17)],
            version => Agreement.Check(CompiledZoo.All[name], seed: version.Item1, new OnnxOptions { Opset = version.Item2 }));

    [Fact]
    public void EveryLayerAndOptionIsInTheZoo()
    {
        // What only training or a summary sees.
        var training = new Regex("Initializer$|L1$|L2$|^Ax[ei]s$|^Activate$|^Activation$|^TypeId$");
        // A mask is not exported: that is an error of the model.
        var exported = LayerTable.All.Where(layer => layer is not MaskingLayer).ToArray();
        Assert.All(exported, layer => Assert.Matches($@"\[{layer.Name}[(\]]", Sources));
        var options = exported.SelectMany(layer => typeof(LayerAttribute).Assembly.GetType($"ModelDsl.{layer.Name}Attribute", true)!.GetProperties()
            .Where(option => option.CanWrite && option.Name != nameof(EmbeddingAttribute.MaskZero) && !training.IsMatch(option.Name)).Select(option => $@"\[{layer.Name}\([^\]]*\b{option.Name} = "));
        Assert.All(options, option => Assert.Matches(option, Sources));
    }

    [Fact]
    public void EveryActivationIsInTheZoo() => Assert.All(ActivationTable.All, row => Assert.All(
        ["Dense(4, ", "Activation("], layer => Assert.Contains($"[{layer}Activation.{row.Name})]", Sources, StringComparison.Ordinal)));

    [Fact]
    public void EveryFunctionIsInTheZoo()
    {
        var written = new Dictionary<string, string> { ["negate"] = "-x,", ["slice"] = "x[.., 2]", ["part"] = "x.Image", ["/"] = "x / (Square(y)" };
        Assert.All(TensorFunctionTable.All.Select(function => function.Name), name => Assert.True(
            written.TryGetValue(name, out var text) ? Sources.Contains(text, StringComparison.Ordinal)
            : char.IsLetter(name[0]) ? Regex.IsMatch(Sources, $@"\b{name}\(|\| {name}\b") : Sources.Contains($"x {name} y", StringComparison.Ordinal), name));
    }
}
