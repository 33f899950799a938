using ModelDsl.Import.Tests.Support;

namespace ModelDsl.Import.Tests.Reading;

/// <summary>Files that PyTorch wrote (Models/PyTorch/make.py), for batches of any size and for one sample.</summary>
public class PyTorchTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Models", "PyTorch");

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder, "*.onnx").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory, MemberData(nameof(Files))]
    public void AFileGivesTheNumbersOfOnnxRuntime(string file) => OnnxRuntime.AssertEqual(PathOf(file), most: 11);

    [Theory, InlineData("lstm_uni_dyn"), InlineData("lstm_uni_fix"), InlineData("gru_bi_dyn"), InlineData("rnn_bi_fix")]
    public void NothingButLayersRemainsOfARecurrentNetwork(string file)
    {
        var model = OnnxFile.Read(PathOf(file)).Model!;
        Assert.All(model.Steps, step => Assert.True(step.Operation is Apply or Slice or Reshape, $"{step.Operation}"));
        Assert.Equal(2, model.Layers.OfType<Recurrent>().Count());
    }

    [Theory]
    [InlineData("gpt_dyn", 2, true, "H_0"), InlineData("gpt_fix", 2, true, "H_0"), InlineData("vit_dyn", 1, false, "Proj"),
        InlineData("vit_fix", 1, false, "Proj"),
        InlineData("mha_dyn", 1, false, "Attn"), InlineData("mha_fix", 1, false, "Attn"),
        InlineData("encoder_dyn", 2, false, "EncLayers_0_SelfAttn"), InlineData("encoder_fix", 2, false, "EncLayers_0_SelfAttn")]
    public void AttentionIsFound(string file, int count, bool isCausal, string name)
    {
        var layers = OnnxFile.Read(PathOf(file)).Model!.Layers.OfType<MultiHeadAttention>().ToList();
        Assert.Equal(count, layers.Count);
        Assert.All(layers, layer => Assert.Equal((2, isCausal), (layer.Heads, layer.IsCausal)));
        Assert.Equal(name, layers[0].Name);
    }

    private static string PathOf(string file) => Path.Combine(Folder, $"{file}.onnx");
}
