using LanguageExt;

namespace Benchmarks;

/// <summary>
/// A transformer block: attention with four heads, then two dense layers. Each follows a normalisation, and its input is added to its
/// output.
/// </summary>
[Block]
public sealed partial record TransformerBlock(
    [LayerNormalization] LayerNormalization Before,
    [MultiHeadAttention(4, 32, UseCausalMask = true)] MultiHeadAttention Attention,
    [LayerNormalization] LayerNormalization Between,
    [Dense(512, Activation.Gelu)] Dense Wide,
    [Dense(128)] Dense Narrow)
{
    [Forward]
    static Tensor Add(TransformerBlock m, Tensor x)
    {
        x += x | m.Before | m.Attention;
        return x + (x | m.Between | m.Wide | m.Narrow);
    }
}

/// <summary>W5: predicts the next of 64 characters at each of 64 steps. A sample holds the characters, then their positions.</summary>
[Model(2, 64), SparseCategoricalCrossentropy(Labels = [64])]
public sealed partial record Gpt(
    [Embedding(64, 128)] Embedding Characters,
    [Embedding(64, 128)] Embedding Positions,
    [Repeat(4)] Seq<TransformerBlock> Blocks,
    [LayerNormalization] LayerNormalization After,
    [Dense(64)] Dense Next)
{
    [Forward]
    static Tensor Logits(Gpt m, Tensor x)
    {
        var h = (x[.., 0] | m.Characters) + (x[.., 1] | m.Positions);
        foreach (var block in m.Blocks) h = h | block;
        return h | m.After | m.Next;
    }
}

/// <summary>Two convolutions of 16 filters with a residual connection.</summary>
[Block]
public sealed partial record Residual16(
    [Conv2D(16, 3, Padding = Padding.Same, UseBias = false)] Conv2D First,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization FirstNorm,
    [Conv2D(16, 3, Padding = Padding.Same, UseBias = false)] Conv2D Second,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization SecondNorm)
{
    [Forward]
    static Tensor Add(Residual16 m, Tensor x) => x + (x | m.First | m.FirstNorm | Relu | m.Second | m.SecondNorm) | Relu;
}

/// <summary>Two convolutions of 32 filters with a residual connection.</summary>
[Block]
public sealed partial record Residual32(
    [Conv2D(32, 3, Padding = Padding.Same, UseBias = false)] Conv2D First,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization FirstNorm,
    [Conv2D(32, 3, Padding = Padding.Same, UseBias = false)] Conv2D Second,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization SecondNorm)
{
    [Forward]
    static Tensor Add(Residual32 m, Tensor x) => x + (x | m.First | m.FirstNorm | Relu | m.Second | m.SecondNorm) | Relu;
}

/// <summary>Two convolutions of 64 filters with a residual connection.</summary>
[Block]
public sealed partial record Residual64(
    [Conv2D(64, 3, Padding = Padding.Same, UseBias = false)] Conv2D First,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization FirstNorm,
    [Conv2D(64, 3, Padding = Padding.Same, UseBias = false)] Conv2D Second,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization SecondNorm)
{
    [Forward]
    static Tensor Add(Residual64 m, Tensor x) => x + (x | m.First | m.FirstNorm | Relu | m.Second | m.SecondNorm) | Relu;
}

/// <summary>Halves an image and makes 32 channels. The padding lies where PyTorch puts it: above and on the left.</summary>
[Block]
public sealed partial record Halving32(
    [ZeroPadding2D(1, 0, 1, 0)] ZeroPadding2D Edge,
    [Conv2D(32, 3, Strides = 2, UseBias = false)] Conv2D First,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization FirstNorm,
    [Conv2D(32, 3, Padding = Padding.Same, UseBias = false)] Conv2D Second,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization SecondNorm,
    [Conv2D(32, 1, Strides = 2, UseBias = false)] Conv2D Shortcut,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization ShortcutNorm)
{
    [Forward]
    static Tensor Add(Halving32 m, Tensor x) =>
        (x | m.Edge | m.First | m.FirstNorm | Relu | m.Second | m.SecondNorm) + (x | m.Shortcut | m.ShortcutNorm) | Relu;
}

/// <summary>Halves an image and makes 64 channels.</summary>
[Block]
public sealed partial record Halving64(
    [ZeroPadding2D(1, 0, 1, 0)] ZeroPadding2D Edge,
    [Conv2D(64, 3, Strides = 2, UseBias = false)] Conv2D First,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization FirstNorm,
    [Conv2D(64, 3, Padding = Padding.Same, UseBias = false)] Conv2D Second,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization SecondNorm,
    [Conv2D(64, 1, Strides = 2, UseBias = false)] Conv2D Shortcut,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization ShortcutNorm)
{
    [Forward]
    static Tensor Add(Halving64 m, Tensor x) =>
        (x | m.Edge | m.First | m.FirstNorm | Relu | m.Second | m.SecondNorm) + (x | m.Shortcut | m.ShortcutNorm) | Relu;
}

/// <summary>W6: a residual network of 14 layers.</summary>
[Model(32, 32, 3), SparseCategoricalCrossentropy]
public sealed partial record ResNet14(
    [Conv2D(16, 3, Padding = Padding.Same, UseBias = false)] Conv2D Stem,
    [BatchNormalization(Momentum = 0.9)] BatchNormalization StemNorm,
    [ReLU] ReLU StemRelu,
    [Repeat(2)] Seq<Residual16> Whole,
    Halving32 Halve,
    Residual32 Half,
    Halving64 HalveAgain,
    Residual64 Quarter,
    [GlobalAveragePooling2D] GlobalAveragePooling2D Mean,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>W7: long short-term memory after an embedding.</summary>
[Model(100), SparseCategoricalCrossentropy]
public sealed partial record LstmReader(
    [Embedding(64, 64)] Embedding Words,
    [LSTM(64)] LSTM Read,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>W7: a gated recurrent unit after an embedding.</summary>
[Model(100), SparseCategoricalCrossentropy]
public sealed partial record GruReader(
    [Embedding(64, 64)] Embedding Words,
    [GRU(64)] GRU Read,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>LENGTHS: W7's LSTM over sequences that end with padding.</summary>
[Model(100), SparseCategoricalCrossentropy]
public sealed partial record MaskedLstm(
    [Embedding(64, 64, MaskZero = true)] Embedding Words,
    [LSTM(64)] LSTM Read,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>LENGTHS: W7's LSTM over half the steps.</summary>
[Model(50), SparseCategoricalCrossentropy]
public sealed partial record LstmOfFifty(
    [Embedding(64, 64)] Embedding Words,
    [LSTM(64)] LSTM Read,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>LENGTHS: W7's GRU over sequences that end with padding.</summary>
[Model(100), SparseCategoricalCrossentropy]
public sealed partial record MaskedGru(
    [Embedding(64, 64, MaskZero = true)] Embedding Words,
    [GRU(64)] GRU Read,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>LENGTHS: W7's GRU over half the steps.</summary>
[Model(50), SparseCategoricalCrossentropy]
public sealed partial record GruOfFifty(
    [Embedding(64, 64)] Embedding Words,
    [GRU(64)] GRU Read,
    [Dense(10, Activation.Softmax)] Dense Output);

/// <summary>W8: wide layers and a thousand classes.</summary>
[Model(4096), SparseCategoricalCrossentropy]
public sealed partial record WideDense(
    [Dense(2048, Activation.Relu)] Dense First,
    [Dense(2048, Activation.Relu)] Dense Second,
    [Dense(1000, Activation.Softmax)] Dense Output);
