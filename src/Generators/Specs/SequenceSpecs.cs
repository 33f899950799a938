using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

internal sealed record EmbeddingSpec(string Name, int InputDim, int OutputDim, WeightSpec Embeddings) : LayerSpec(Name)
{
    public override string Text => $"Embedding({Literal.Of(InputDim)}, {Literal.Of(OutputDim)})";
}

/// <summary>A recurrent layer; <c>RecurrentActivation</c> where its kind has gates.</summary>
internal sealed record RecurrentSpec(
    string Name, string Layer, int Units, string Activation, string RecurrentActivation, bool UseBias, bool ReturnSequences, bool GoBackwards,
    WeightSpec Kernel, WeightSpec RecurrentKernel, WeightSpec Bias) : LayerSpec(Name)
{
    public override string Text
    {
        get
        {
            var activation = Activation == "Tanh" ? "" : ", " + Activation.ToLowerInvariant();
            var gates = RecurrentActivation == "Sigmoid" ? "" : $", gates {RecurrentActivation.ToLowerInvariant()}";
            var order = GoBackwards ? ", backwards" : "";
            var output = ReturnSequences ? ", sequences" : "";
            return $"{Layer}({Literal.Of(Units)}{activation}{gates}{output}{order}{(UseBias ? "" : ", no bias")})";
        }
    }
}

internal sealed record AttentionSpec(
    string Name, int Heads, int KeyDim, int ValueDim, double Dropout, bool UseBias, bool Causal, WeightSpec Kernel, WeightSpec Bias) : LayerSpec(Name)
{
    public override string Text
    {
        get
        {
            var values = ValueDim == KeyDim ? "" : $", values {Literal.Of(ValueDim)}";
            var dropout = Dropout == 0 ? "" : $", dropout {Literal.Of(Dropout)}";
            return $"MultiHeadAttention({Literal.Of(Heads)}, {Literal.Of(KeyDim)}{values}{dropout}{(Causal ? ", causal" : "")}{(UseBias ? "" : ", no bias")})";
        }
    }
}
