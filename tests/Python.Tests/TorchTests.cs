namespace ModelDsl.Python.Tests;

/// <summary>Models with weights of PyTorch predict what PyTorch predicted.</summary>
public class TorchTests
{
    private static readonly WeightMap Rnn = new() { Names = [("embedding", "Words"), ("rnn", "Memory")] };

    [Fact]
    public void Dense_layers_by_the_numbers_of_a_Sequential() => Fixture.Predicts(Mlp.LoadTorch(Fixture.At("mlp.pt")).Value(), "mlp");

    [Fact]
    public void Features_of_a_flattened_image_lie_channels_last() => Fixture.Predicts(Cnn.LoadTorch(Fixture.At("cnn.pt")).Value(), "cnn");

    [Fact]
    public void The_same_in_a_method() => Fixture.Predicts(CnnByMethod.LoadTorch(Fixture.At("cnn.pt")).Value(), "cnn");

    [Fact]
    public void Features_of_a_flattened_sequence_lie_channels_last() =>
        Fixture.Predicts(SequenceNet.LoadTorch(Fixture.At("sequence.pt")).Value(), "sequence");

    [Fact]
    public void Features_that_become_an_image() => Fixture.Predicts(Drawing.LoadTorch(Fixture.At("drawing.pt")).Value(), "drawing");

    [Fact]
    public void Depthwise_convolution_slopes_and_groups() =>
        Fixture.Predicts(DepthwiseNet.LoadTorch(Fixture.At("depthwise.pt")).Value(), "depthwise");

    [Fact]
    public void Lstm() => Fixture.Predicts(LstmNet.LoadTorch(Fixture.At("lstm.pt")).Value(), "lstm");

    [Fact]
    public void Lstm_above_lstm() => Fixture.Predicts(StackedNet.LoadTorch(Fixture.At("stacked.pt")).Value(), "stacked");

    [Fact]
    public void Gru() => Fixture.Predicts(GruNet.LoadTorch(Fixture.At("gru.pt"), Rnn).Value(), "gru");

    [Fact]
    public void Rnn_of_tanh() => Fixture.Predicts(RnnNet.LoadTorch(Fixture.At("rnn.pt")).Value(), "rnn");

    [Fact]
    public void Attention() => Fixture.Predicts(AttentionNet.LoadTorch(Fixture.At("attention.pt")).Value(), "attention");

    /// <summary>Other files with the numbers of mlp.pt.</summary>
    [Theory]
    [InlineData("mlp.safetensors")]
    [InlineData("checkpoint.pt")]
    [InlineData("parallel.pt")]
    [InlineData("parameters.pt")]
    [InlineData("views.pt")]
    [InlineData("big.pt")]
    [InlineData("packed.pt")]
    [InlineData("double.pt")]
    public void Other_forms_of_a_state_dict(string file) =>
        Assert.Equal(Mlp.LoadTorch(Fixture.At("mlp.pt")).Value(), Mlp.LoadTorch(Fixture.At(file)).Value());

    [Theory]
    [InlineData("half.pt", 0.001)]
    [InlineData("bfloat.pt", 0.01)]
    public void Short_numbers(string file, double bound)
    {
        var (full, half) = (Mlp.LoadTorch(Fixture.At("mlp.pt")).Value(), Mlp.LoadTorch(Fixture.At(file)).Value());
        foreach (var (a, b) in full.Parameters.SelectMany(t => t.ToArray()).Zip(half.Parameters.SelectMany(t => t.ToArray())))
            Assert.InRange(Math.Abs(a - b), 0, bound * Math.Max(1, Math.Abs(a)));
    }

    [Fact]
    public void Types_and_numbers_as_they_are()
    {
        using var weights = ForeignWeights.OpenTorch(Fixture.At("whole.pt")).Value();
        Assert.Equal(["whole int64 [2, 2]", "yes bool [2]", "byte uint8 [1]"], weights.Tensors.Select(tensor => tensor.ToString()));
        Assert.Equal([[1, -2, 3, 70000], [1, 0], [250]], weights.Tensors.Select(tensor => weights.Read(tensor).Value().ToArray()));
    }
}
