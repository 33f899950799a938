namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>The residual network of the design, verbatim.</summary>
[Model(784), SparseCategoricalCrossentropy]
public sealed partial record ResidualMlp(
    [Dense(128)] Dense Stem, [Dense(128)] Dense Block, [Dense(10)] Dense Head)
{
    [Forward]
    static Tensor Logits(ResidualMlp m, Tensor x)
    {
        var h = x | m.Stem | Relu;
        return (h + (h | m.Block | Relu)) | m.Head;
    }
}

/// <summary>A small one that ends with a softmax.</summary>
[Model(6), SparseCategoricalCrossentropy]
public sealed partial record SmallResidual([Dense(5)] Dense Stem, [Dense(5)] Dense Block, [Dense(3)] Dense Head)
{
    [Forward]
    internal static Tensor Probabilities(SmallResidual m, Tensor x)
    {
        var h = x | m.Stem | Tanh;
        return ((h + (h | m.Block | Tanh)) | m.Head).Softmax();
    }
}

/// <summary>The similarity of two inputs: both pass through the same tower.</summary>
[Model(2, 4), BinaryCrossentropy]
public sealed partial record TwoTowers([Dense(8, Activation.Tanh)] Dense Tower, [Dense(8)] Dense Embed, [Dense(1)] Dense Score)
{
    [Forward]
    internal static Tensor Alike(TwoTowers m, Tensor x)
    {
        var (left, right) = (Encode(x[.., 0]), Encode(x[.., 1]));
        return Square(left - right) | m.Score | Sigmoid;

        Tensor Encode(Tensor side) => side | m.Tower | m.Embed;
    }
}

/// <summary>An autoencoder, in two methods.</summary>
[Model(8), MeanSquaredError]
public sealed partial record Autoencoder(
    [Dense(6, Activation.Tanh)] Dense In, [Dense(2)] Dense Code, [Dense(6, Activation.Tanh)] Dense Out, [Dense(8)] Dense Reconstruction)
{
    public static Tensor Encode(Autoencoder m, Tensor x) => x | m.In | m.Code;

    public static Tensor Decode(Autoencoder m, Tensor code) => code | m.Out | m.Reconstruction;

    [Forward]
    static Tensor Reconstruct(Autoencoder m, Tensor x) => Decode(m, Encode(m, x));
}

/// <summary>A transformer block, written out: attention of two heads, layer norms, residuals.</summary>
[Model(5, 4), MeanSquaredError]
public sealed partial record TransformerBlock(
    [LayerNormalization] LayerNormalization Before, [Dense(12)] Dense Projections, [Dense(4)] Dense Joined,
    [LayerNormalization] LayerNormalization Between, [Dense(8)] Dense Wide, [Dense(4)] Dense Narrow, [Dense(1)] Dense Output)
{
    private const int Heads = 2;
    private const int Size = 2;

    [Forward]
    internal static Tensor Predict(TransformerBlock m, Tensor x)
    {
        x += Attention(m, x | m.Before);
        x += x | m.Between | m.Wide | Gelu | m.Narrow;
        return x.Mean(axis: 1) | m.Output;
    }

    private static Tensor Attention(TransformerBlock m, Tensor x)
    {
        var parts = (x | m.Projections).Split(3);
        for (var i = 0; i < parts.Length; i++) parts = [.. parts[1..], parts[0]];
        var (queries, keys, values) = (Split(parts[0]), Split(parts[1]), Split(parts[2]));
        var weights = (MatMul(queries, keys.Transpose(0, 1, 3, 2)) / Math.Sqrt(Size)).Softmax();
        return MatMul(weights, values).Transpose(0, 2, 1, 3).Reshape(-1, 5, Heads * Size) | m.Joined;

        static Tensor Split(Tensor t) => t.Reshape(-1, 5, Heads, Size).Transpose(0, 2, 1, 3);
    }
}

/// <summary>A convolutional block with a connection around it for the image, and noise in training only.</summary>
[Model(6, 6, 2), SparseCategoricalCrossentropy]
public sealed partial record ResidualConv(
    [Conv2D(2, 3, Padding = Padding.Same)] Conv2D First, [Conv2D(2, 3, Padding = Padding.Same)] Conv2D Second, [Dropout(0.4)] Dropout Drop,
    [Dense(3)] Dense Head)
{
    [Forward]
    internal static Tensor Logits(ResidualConv m, Tensor images, bool training)
    {
        foreach (var layer in new[] { m.First, m.Second }) images += images | layer | Relu;
        var features = images.Max(1).Max(1);
        if (training) features = features * 1.25;
        return features | m.Drop | m.Head;
    }
}

/// <summary>Rows and columns of an image, distinguished by name; the method asks for sizes.</summary>
[Model(6, 4, Axes = ["height", "width"]), SparseCategoricalCrossentropy]
public sealed partial record Profiles(
    [Dense(5, Activation.Tanh, Axis = "hidden")] Dense Rows, [Dense(5, Activation.Tanh, Axis = "hidden")] Dense Columns, [Dense(3)] Dense Head)
{
    [Forward]
    internal static Tensor Logits(Profiles m, Tensor x)
    {
        var (rows, columns) = (Summed(x | m.Rows, "height"), Summed(x.Transpose("width", "height") | m.Columns, "width"));
        return rows + columns | m.Head;
    }

    private static Tensor Summed(Tensor x, string axis) => x.Sum(axis) / Math.Sqrt(x.Shape[x.Axis(axis)]);
}

/// <summary>A normalisation that is applied twice.</summary>
[Model(4), MeanSquaredError]
public sealed partial record TwiceNormalized(
    [Dense(4)] Dense A, [BatchNormalization(Momentum = 0.5)] BatchNormalization Norm, [Dense(1)] Dense Z)
{
    [Forward]
    internal static Tensor Predict(TwiceNormalized m, Tensor x) => x | m.Norm | m.A | m.Norm | m.Z;
}

/// <summary>The difference between two draws of one dropout.</summary>
[Model(40), MeanSquaredError]
public sealed partial record TwiceDropped([Dropout(0.5)] Dropout Drop)
{
    [Forward]
    internal static Tensor Predict(TwiceDropped m, Tensor x) => (x | m.Drop) - (x | m.Drop);
}

/// <summary>Two tables for the same words.</summary>
[Model(3), MeanSquaredError]
public sealed partial record TwoTables([Embedding(7, 2)] Embedding Meaning, [Embedding(9, 2)] Embedding Sound, [Dense(1)] Dense Output)
{
    [Forward]
    internal static Tensor Predict(TwoTables m, Tensor words) => ((words | m.Meaning) * (words | m.Sound)).Flatten() | m.Output;
}

/// <summary>One layer, used twice.</summary>
[Model(3), MeanSquaredError]
public sealed partial record SharedTwice([Dense(3, Activation.Tanh)] Dense A, [Dense(2)] Dense Z)
{
    [Forward]
    internal static Tensor Predict(SharedTwice m, Tensor x) => x | m.A | m.A | m.Z;
}

/// <summary>The same with two layers.</summary>
[Model(3), MeanSquaredError]
public sealed partial record SeparateTwice([Dense(3, Activation.Tanh)] Dense A, [Dense(3, Activation.Tanh)] Dense B, [Dense(2)] Dense Z)
{
    [Forward]
    internal static Tensor Predict(SeparateTwice m, Tensor x) => x | m.A | m.B | m.Z;
}

/// <summary>One layer with a penalty, used twice.</summary>
[Model(3), MeanSquaredError]
public sealed partial record PenalizedTwice([Dense(3, Activation.Tanh, KernelL2 = 0.1)] Dense A, [Dense(2)] Dense Z)
{
    [Forward]
    internal static Tensor Predict(PenalizedTwice m, Tensor x) => x | m.A | m.A | m.Z;
}

/// <summary>A partial method whose declaration marks it as the forward pass.</summary>
[Model(4), MeanSquaredError]
public sealed partial record DeclaredFirst([Dense(3)] Dense Layer)
{
    [Forward]
    public static partial Tensor Output(DeclaredFirst m, Tensor x);

    public static partial Tensor Output(DeclaredFirst m, Tensor x) => 2 * Relu(x | m.Layer);
}
