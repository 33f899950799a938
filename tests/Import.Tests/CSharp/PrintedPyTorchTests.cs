using System.Reflection;
using ModelDsl.Import.CSharp;
using ModelDsl.Import.Tests.Support;

namespace ModelDsl.Import.Tests.CSharp;

/// <summary>Files that PyTorch wrote (Models/PyTorch/make.py) as C#: the numbers of ONNX Runtime, and a step of training.</summary>
public sealed class PrintedPyTorchTests(PrintedPyTorchTests.Printed printed) : IClassFixture<PrintedPyTorchTests.Printed>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Models", "PyTorch");

    /// <summary>Files that C# can't say, and a part of the error that tells why.</summary>
    private static readonly Dictionary<string, string> Refused = new() { ["acts"] = "no function Erf", ["ups"] = "UpSampling2D only repeat" };

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.onnx").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory, MemberData(nameof(Files))]
    public void Gives_the_numbers_of_ONNX_Runtime(string name)
    {
        var result = printed.Results[name];
        var path = Path.Combine(Folder, name + ".onnx");
        // A file that can't be read is the matter of the reader's tests.
        if (OnnxFile.Read(path).Model is not { } model) return;
        if (Refused.TryGetValue(name, out var reason))
        {
            Assert.Contains(reason, Assert.Single(result.Errors), StringComparison.Ordinal);
            return;
        }
        Assert.True(result.Model is not null, string.Join("\n", result.Errors));
        var loaded = LoadedModel.Of(printed.Assembly, name, result.Model);
        using var session = OnnxRuntime.Open(path);
        var random = new Random(3);
        var inputs = model.Inputs.Select(input => OnnxRuntime.Samples(input, 3, random, most: 11)).ToList();
        var expected = LoadedModel.Joined(OnnxRuntime.Run(session, model, inputs), 3).ToArray();
        var actual = loaded.Predict(inputs, 3);
        OnnxRuntime.AssertNear(new([expected.Length], expected), new([actual.Length], [.. actual.Select(number => (double)number)]),
            tolerance: 1e-5);
        var (before, after) = loaded.Train(inputs, 3);
        Assert.True(after < before, $"{before} before, {after} after a step");
    }

    /// <summary>All files, printed and compiled at once.</summary>
    public sealed class Printed
    {
        internal Dictionary<string, CSharpResult> Results { get; } =
            Directory.GetFiles(Folder, "*.onnx").ToDictionary(file => Path.GetFileNameWithoutExtension(file)!, file => ImportedCode.Print(file, Path.GetFileNameWithoutExtension(file)));

        internal Assembly Assembly => field ??= ImportedCode.Compile(
            [.. Results.Values.Where(result => result.Model is not null).Select(result => result.Model!.Source)]);
    }
}
