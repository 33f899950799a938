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
