namespace ModelDsl.Python.Tests;

[Model(6), MeanSquaredError]
public sealed partial record Mlp([Dense(6, Activation.Relu)] Dense First, [Dense(6, Activation.Relu)] Dense Second, [Dense(3)] Dense Third);

/// <summary>A layer without a bias.</summary>
[Model(4), MeanSquaredError]
public sealed partial record Unbiased([Dense(2, UseBias = false)] Dense Answer);

/// <summary>A network of PyTorch: a square kernel, and a normalisation, behind a flattened image.</summary>
[Model(8, 8, 2), MeanSquaredError]
public sealed partial record Cnn(
    [Conv2D(4, 3, Activation.Relu)] Conv2D Conv1,
    [Conv2D(6, 3, Activation.Relu, Groups = 2)] Conv2D Conv2,
    [MaxPooling2D(2)] MaxPooling2D Pool,
    [Flatten] Flatten Flat,
    [BatchNormalization(Epsilon = 1e-5)] BatchNormalization Norm,
    [Dense(24, Activation.Relu)] Dense Hidden,
    [Dense(3)] Dense Out);

/// <summary>The same by a method, with other names.</summary>
[Model(8, 8, 2), MeanSquaredError]
public sealed partial record CnnByMethod(
    [Conv2D(4, 3)] Conv2D A, [Conv2D(6, 3, Groups = 2)] Conv2D B, [MaxPooling2D(2)] MaxPooling2D P,
    [BatchNormalization(Epsilon = 1e-5)] BatchNormalization C,
    [Dense(24)] Dense D, [Dense(3)] Dense E)
{
    [Forward]
    static Tensor Predict(CnnByMethod m, Tensor x) =>
        (x | m.A | Relu | m.B | Relu | m.P).Reshape(-1, 24) | m.C | m.D | Relu | m.E;
}

[Model(6, 6, 3), MeanSquaredError]
public sealed partial record DepthwiseNet(
    [DepthwiseConv2D(3, DepthMultiplier = 2, Padding = Padding.Same)] DepthwiseConv2D Each,
    [BatchNormalization(Epsilon = 1e-5)] BatchNormalization Norm,
    [Conv2D(4, 1, UseBias = false)] Conv2D Mix,
    [PReLU(SharedAxes = [1, 2])] PReLU Slopes,
    [GroupNormalization(2, Epsilon = 1e-5)] GroupNormalization Groups,
    [GlobalAveragePooling2D] GlobalAveragePooling2D Pool,
    [Dense(2)] Dense Out);

[Model(7), MeanSquaredError]
public sealed partial record LstmNet([Embedding(11, 5)] Embedding Words, [LSTM(4)] LSTM Memory, [Dense(3)] Dense Out);

[Model(7), MeanSquaredError]
public sealed partial record StackedNet(
    [Embedding(11, 5)] Embedding Words, [LSTM(4, ReturnSequences = true)] LSTM Below, [LSTM(4)] LSTM Above, [Dense(3)] Dense Out);

[Model(7), MeanSquaredError]
public sealed partial record GruNet([Embedding(11, 5)] Embedding Words, [GRU(4)] GRU Memory, [Dense(3)] Dense Out);

[Model(7), MeanSquaredError]
public sealed partial record RnnNet([Embedding(11, 5)] Embedding Words, [SimpleRNN(4)] SimpleRNN Memory, [Dense(3)] Dense Out);

[Model(5, 6), MeanSquaredError]
public sealed partial record AttentionNet(
    [LayerNormalization(Epsilon = 1e-5)] LayerNormalization Norm,
    [MultiHeadAttention(2, 3)] MultiHeadAttention Attention,
    [Dense(6)] Dense Out);

[Model(5), MeanSquaredError]
public sealed partial record Drawing(
    [Dense(72)] Dense Seed,
    [BatchNormalization(Epsilon = 1e-5)] BatchNormalization Norm,
    [ReLU] ReLU Rectified,
    [Reshape(3, 4, 6)] Reshape Image,
    [Conv2DTranspose(3, 2, Activation.Relu, Strides = 2)] Conv2DTranspose Grow,
    [Conv2D(2, 3, Padding = Padding.Same)] Conv2D Draw);

[Model(4), MeanSquaredError]
public sealed partial record Squares(
    [Dense(4, Activation.Tanh)] Dense Asking, [Dense(4, Activation.Tanh)] Dense Doubting, [Dense(4)] Dense Answering);

[Model(7, 3), MeanSquaredError]
public sealed partial record SequenceNet([Conv1D(4, 3, Activation.Relu)] Conv1D Conv, [Flatten] Flatten Flat, [Dense(2)] Dense Out);

/// <summary>A model of Keras of twelve equal layers.</summary>
[Model(3), MeanSquaredError]
public sealed partial record Deep([Repeat(12), Dense(3, Activation.Tanh)] LanguageExt.Seq<Dense> Layers);

[Model(5, 5, 2), MeanSquaredError]
public sealed partial record KerasImage(
    [Conv2D(3, 2)] Conv2D Stem, [BatchNormalization] BatchNormalization Norm, [ReLU] ReLU Relu, [Flatten] Flatten Flat,
    [Dense(2)] Dense Classes);

[Model(6), MeanSquaredError]
public sealed partial record KerasLstm([Embedding(11, 3)] Embedding Words, [LSTM(4)] LSTM Memory, [Dense(3)] Dense Out);

[Model(6), MeanSquaredError]
public sealed partial record KerasGru([Embedding(11, 3)] Embedding Words, [GRU(4)] GRU Memory, [Dense(3)] Dense Out);

[Model(6), MeanSquaredError]
public sealed partial record KerasRnn([Embedding(11, 3)] Embedding Words, [SimpleRNN(4)] SimpleRNN Memory, [Dense(3)] Dense Out);

[Model(4, 6), MeanSquaredError]
public sealed partial record KerasAttention(
    [LayerNormalization] LayerNormalization Norm, [MultiHeadAttention(2, 3)] MultiHeadAttention Heads, [Dense(6)] Dense Out);

/// <summary>Layers over the last axis of an image: nobody knows in which order PyTorch would flatten it.</summary>
[Model(2, 3, 4), MeanSquaredError]
public sealed partial record Doubtful([Dense(5, Activation.Relu)] Dense Pixels, [Flatten] Flatten Flat, [Dense(2)] Dense Out);

/// <summary>Layers over the last axis of a sequence: the features are last in PyTorch, too.</summary>
[Model(3, 4), MeanSquaredError]
public sealed partial record Rowwise([Dense(5, Activation.Relu)] Dense Steps, [Flatten] Flatten Flat, [Dense(2)] Dense Out);

/// <summary>A flattened image beside its mean: the order of the features is of two kinds.</summary>
[Model(4, 4, 2), MeanSquaredError]
public sealed partial record Joined(
    [Conv2D(3, 3, Activation.Relu)] Conv2D Conv, [GlobalAveragePooling2D] GlobalAveragePooling2D Mean, [Dense(2)] Dense Out)
{
    [Forward]
    static Tensor Predict(Joined m, Tensor x)
    {
        x = x | m.Conv;
        return Concat([x.Reshape(-1, 12), x | m.Mean]) | m.Out;
    }
}

/// <summary>Features of a dense layer are added to those of a flattened image.</summary>
[Model(4, 4, 2), MeanSquaredError]
public sealed partial record Added(
    [Conv2D(3, 3, Activation.Relu)] Conv2D Conv, [Dense(12, Activation.Relu)] Dense Mixed, [Dense(2)] Dense Out)
{
    [Forward]
    static Tensor Predict(Added m, Tensor x)
    {
        x = (x | m.Conv).Reshape(-1, 12);
        return x + (x | m.Mixed) | m.Out;
    }
}

/// <summary>Nothing is left of the places after a mean over them.</summary>
[Model(4, 4, 2), MeanSquaredError]
public sealed partial record Averaged(
    [Conv2D(3, 3, Activation.Relu)] Conv2D Conv, [GlobalAveragePooling2D] GlobalAveragePooling2D Mean, [Dense(2)] Dense Out);
