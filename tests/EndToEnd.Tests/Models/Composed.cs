using LanguageExt;

namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>A model that is pretrained and then becomes a part of others.</summary>
[Model(6), MeanSquaredError]
public sealed partial record Features([Dense(5, Activation.Tanh)] Dense Wide, [Dense(3, Activation.Tanh, KernelL2 = 0.01)] Dense Code);

[Model(6), SparseCategoricalCrossentropy]
public sealed partial record FeatureClassifier(Features Encoder, [Dense(4, Activation.Softmax)] Dense Head);

/// <summary>The same, written flat: without inner records.</summary>
[Model(6), SparseCategoricalCrossentropy]
public sealed partial record FlatClassifier(
    [Dense(5, Activation.Tanh)] Dense Wide, [Dense(3, Activation.Tanh, KernelL2 = 0.01)] Dense Code, [Dense(4,
        Activation.Softmax)] Dense Head);

[Model(6), SparseCategoricalCrossentropy]
public sealed partial record FrozenClassifier([Frozen] Features Encoder, [Dense(4, Activation.Softmax)] Dense Head);

/// <summary>A residual block: its layers, and the connection around them.</summary>
[Block]
public sealed partial record Residual([Dense(4, Activation.Tanh)] Dense Wide, [Dense(4)] Dense Narrow)
{
    [Forward]
    static Tensor Add(Residual m, Tensor x) => x + (x | m.Wide | m.Narrow);
}

/// <summary>Blocks in sequence.</summary>
[Model(6), MeanSquaredError]
public sealed partial record DeepResidual([Dense(4)] Dense Stem, [Repeat(3)] Seq<Residual> Blocks, [Dense(2)] Dense Head);

/// <summary>The same blocks in a method, which loops over them and uses one of them again.</summary>
[Model(6), MeanSquaredError]
public sealed partial record DeepInMethod([Dense(4)] Dense Stem, [Repeat(3)] Seq<Residual> Blocks, [Dense(2)] Dense Head)
{
    [Forward]
    internal static Tensor Predict(DeepInMethod m, Tensor x)
    {
        x |= m.Stem;
        foreach (var block in m.Blocks) x = x | block | Tanh;
        return x | m.Blocks[1] | m.Blocks[^1].Narrow | m.Head;
    }
}

/// <summary>Layers of one kind in sequence, some of them frozen.</summary>
[Model(3), MeanSquaredError]
public sealed partial record Layered(
    [Repeat(3), Dense(3, Activation.Tanh)] Seq<Dense> Hidden, [Frozen, Repeat(2), Dense(3)] Seq<Dense> Fixed, [Dense(2)] Dense Head);

#pragma warning disable MDSL191 // The frozen layers of the model above, which may be linear.

/// <summary>The same, written flat: without inner records.</summary>
[Model(3), MeanSquaredError]
public sealed partial record FlatLayered(
    [Dense(3, Activation.Tanh)] Dense A, [Dense(3, Activation.Tanh)] Dense B, [Dense(3,
        Activation.Tanh)] Dense C, [Dense(3)] Dense D, [Dense(3)] Dense E,
    [Dense(2)] Dense Head);

#pragma warning restore MDSL191

/// <summary>A block without a method: its layers run in sequence. One of them is repeated, and one normalizes.</summary>
[Block]
public sealed partial record Chain([Repeat(2), Dense(4, Activation.Silu)] Seq<Dense> Hidden, [LayerNormalization] LayerNormalization Norm);

/// <summary>A model with a method that uses blocks and is a part of other models.</summary>
[Model(4), MeanSquaredError]
public sealed partial record Twice(Chain Chain, [Dropout(0.5)] Dropout Drop, [Dense(4)] Dense Mix)
{
    [Forward]
    internal static Tensor Run(Twice m, Tensor x, bool training)
    {
        var h = x | m.Chain | m.Mix | m.Chain;
        return training ? 2 * h | m.Drop : h | m.Drop;
    }
}

/// <summary>
/// Models within models within models: one with a method, one whose parts run in sequence. The outer model has a method that looks inside.
/// </summary>
[Model(2, 4), BinaryCrossentropy]
public sealed partial record Pairs(Twice Inner, Nest Nest, [Dense(1)] Dense Score)
{
    [Forward]
    internal static Tensor Alike(Pairs m, Tensor x)
    {
        var (left, right) = (x[.., 0] | m.Inner, m.Inner.Forward(x[.., 1]));
        var inside = (left | m.Nest.Before) * (right | m.Nest | Tanh);
        return Square(left - right) + inside | m.Score | Sigmoid;
    }
}

[Model(4), MeanSquaredError]
public sealed partial record Nest([Dense(4, Activation.Tanh)] Dense Before, Twice Twice, [Dense(4)] Dense After);

/// <summary>A decoder with the encoder's weights.</summary>
[Model(6), MeanSquaredError]
public sealed partial record TiedAutoencoder([Dense(2)] Dense Code)
{
    [Forward]
    internal static Tensor Reconstruct(TiedAutoencoder m, Tensor x)
    {
        var code = x | m.Code | Tanh;
        return MatMul(code, m.Code.Kernel.Transpose(1, 0));
    }
}

/// <summary>Other uses of weights as values: scaled, squared, multiplied with each other.</summary>
[Model(3), MeanSquaredError]
public sealed partial record WeightValues([Dense(3, UseBias = false)] Dense A, [Dense(3)] Dense B)
{
    [Forward]
    internal static Tensor Predict(WeightValues m, Tensor x)
    {
        var h = x | m.A | m.B;
        var joined = MatMul(m.A.Kernel, 0.5 * Tanh(m.B.Kernel) - m.A.Kernel * m.B.Kernel);
        return MatMul(h, joined) + MatMul(x, m.A.Kernel.Transpose(-1, 0));
    }
}

/// <summary>A frozen normalisation before a trained layer.</summary>
[Model(3), MeanSquaredError]
public sealed partial record FrozenNorm([Frozen, BatchNormalization(Momentum = 0.5)] BatchNormalization Norm, [Dense(1)] Dense Output);

/// <summary>The same, not frozen.</summary>
[Model(3), MeanSquaredError]
public sealed partial record TrainedNorm([BatchNormalization(Momentum = 0.5)] BatchNormalization Norm, [Dense(1)] Dense Output);

/// <summary>A frozen layer above a trained one: the gradient passes through it.</summary>
[Model(3), MeanSquaredError]
public sealed partial record FrozenAbove([Dense(4, Activation.Tanh)] Dense Hidden, [Frozen, Dense(2, KernelL2 = 0.5)] Dense Output);
