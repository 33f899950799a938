namespace ModelDsl.Python.Tests;

/// <summary>Models with weights of Keras predict what its formulas say.</summary>
public class KerasTests
{
    [Theory]
    [InlineData("deep.weights.h5")]
    [InlineData("packed.weights.h5")]
    public void Layers_of_a_class_are_ordered_by_their_numbers(string file) => Fixture.Predicts(Deep.LoadKeras(Fixture.At(file)).Value(), "deep");

    [Theory]
    [InlineData("image.weights.h5")]
    [InlineData("image.keras")]
    public void Convolutions(string file) => Fixture.Predicts(KerasImage.LoadKeras(Fixture.At(file)).Value(), "image");

    [Fact]
    public void Lstm() => Fixture.Predicts(KerasLstm.LoadKeras(Fixture.At("keras_lstm.weights.h5")).Value(), "keras_lstm");

    [Fact]
    public void Gru() => Fixture.Predicts(KerasGru.LoadKeras(Fixture.At("keras_gru.weights.h5")).Value(), "keras_gru");

    [Fact]
    public void Simple_rnn() => Fixture.Predicts(KerasRnn.LoadKeras(Fixture.At("keras_simple_rnn.weights.h5")).Value(), "keras_simple_rnn");

    [Fact]
    public void Attention() => Fixture.Predicts(KerasAttention.LoadKeras(Fixture.At("keras_attention.weights.h5")).Value(), "keras_attention");

    [Fact]
    public void The_names_of_layers_are_those_of_the_configuration()
    {
        using var weights = ForeignWeights.OpenKeras(Fixture.At("image.keras")).Value();
        Assert.Equal(["classes.0 float32 [48, 2]", "classes.1 float32 [2]", "norm.0 float32 [3]"],
            weights.Tensors.Select(tensor => tensor.ToString()).Order(StringComparer.Ordinal).Take(3));
    }

    [Fact]
    public void Names_beside_the_weights_are_used()
    {
        using var weights = ForeignWeights.OpenKeras(Fixture.At("keras_attention.weights.h5")).Value();
        Assert.Contains("attention.query_dense.0 float32 [6, 2, 3]", weights.Tensors.Select(tensor => tensor.ToString()));
        Assert.Contains("out.1 float32 [6]", weights.Tensors.Select(tensor => tensor.ToString()));
    }
}
