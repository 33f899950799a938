using System.Reflection;
using ModelDsl.Import.Tests.Support;

namespace ModelDsl.Import.Tests.CSharp;

/// <summary>
/// Files that others have made, as C#: the same predictions as ONNX Runtime, and a loss that one step of training makes smaller.
/// </summary>
public class RealFileTests
{
    [Fact]
    public void A_network_for_words_in_sound() => Check(System.IO.Path.Combine(AppContext.BaseDirectory, "Models", "hello_deepa.onnx"));

    /// <summary>An epoch on sounds, half of which are louder than the others: these are the word.</summary>
    [Fact]
    public void A_network_for_words_in_sound_is_trained_further()
    {
        const int Samples = 256;
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, "Models", "hello_deepa.onnx");
        var result = ImportedCode.Print(path, "Real").Model!;
        var loaded = LoadedModel.Of(ImportedCode.Compile([result.Source]), "Real", result);
        var sounds = OnnxRuntime.Samples(OnnxFile.Read(path).Model!.Inputs.Single(), Samples, new Random(2), most: 4);
        float[] targets = [.. Enumerable.Range(0, Samples).Select(sample => (float)(sample % 2))];
        var size = sounds.Data.Length / Samples;
        for (var i = 0; i < sounds.Data.Length; i++)
            if (targets[i / size] == 1) sounds.Data[i] *= 2;
        var (before, after, weights) = loaded.Fit([sounds], targets);
        Assert.True(after < 0.9 * before, $"{before} before, {after} after");
        Assert.All(weights, weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void A_residual_network_for_pictures() => Check(ResNet18());

    private static void Check(string path)
    {
        var result = ImportedCode.Print(path, "Real");
        Assert.True(result.Model is not null, string.Join("\n", result.Errors));
        var loaded = LoadedModel.Of(ImportedCode.Compile([result.Model.Source]), "Real", result.Model);
        var model = OnnxFile.Read(path).Model!;
        using var session = OnnxRuntime.Open(path);
        var random = new Random(1);
        var inputs = model.Inputs.Select(input => OnnxRuntime.Samples(input, 2, random, most: 4)).ToList();
        var expected = LoadedModel.Joined(OnnxRuntime.Run(session, model, inputs), 2).ToArray();
        var actual = loaded.Predict(inputs, 2);
        OnnxRuntime.AssertNear(new([expected.Length], expected), new([actual.Length], [.. actual.Select(number => (double)number)]),
            tolerance: 1e-5);
        var (before, after) = loaded.Train(inputs, 2);
        Assert.True(after < before, $"{before} before, {after} after");
    }

    private static string ResNet18()
    {
        var packages = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().First(data => data.Key == "NuGetPackages").Value!;
        return Directory.EnumerateFiles(System.IO.Path.Combine(packages, "microsoft.ml.dnnimagefeaturizer.resnet18"), "ResNet18.onnx", SearchOption.AllDirectories).First();
    }
}
