namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>The residual network of the design, verbatim.</summary>
[Model(784), SparseCategoricalCrossentropy]
public sealed partial record ResidualMlp(
    [Dense(128)] Dense Stem, [Dense(128)] Dense Block, [Dense(10)] Dense Head)
{
    [Forward]
    internal static Tensor Logits(ResidualMlp m, Tensor x)
    {
        var h = x | m.Stem | Relu;
        return (h + (h | m.Block | Relu)) | m.Head;
    }
}
