#pragma warning disable MDSL045, MDSL191 // Linear layers follow each other on purpose: each has a gradient of its own.

namespace ModelDsl.Printed;

// Models that are exported, printed as modules of PyTorch and compared there: each layer that has weights, and each function.

[Model(28, 28), SparseCategoricalCrossentropy, Onnx]
public sealed partial record Digits(
    [Flatten] Flatten Pixels, [Dense(100, Activation.Relu)] Dense Hidden, [Dense(10, Activation.Softmax)] Dense Output);

[Model(2, 3), SparseCategoricalCrossentropy, Onnx]
public sealed partial record Classifier(
    [Flatten] Flatten Pixels, [Dense(8, Activation.Relu)] Dense Hidden, [Dense(4, Activation.Softmax)] Dense Output);

[Model(5), CategoricalCrossentropy, Onnx]
public sealed partial record OneHotLogits([Dense(6, Activation.Tanh, UseBias = false)] Dense Hidden, [Dense(3)] Dense Output);

[Model(5), BinaryCrossentropy, Onnx]
public sealed partial record YesNo([Dense(6, Activation.Gelu)] Dense Hidden, [Dense(2, Activation.Sigmoid)] Dense Output);

[Model(4, 5), MeanAbsoluteError, Onnx]
public sealed partial record DenseOfSteps([Dense(3, Activation.Silu)] Dense Hidden, [Dense(2)] Dense Output);

/// <summary>Each activation has a kernel of its own, so that a wrong slope shows in one gradient.</summary>
[Model(6), MeanSquaredError, Onnx]
public sealed partial record Activations(
    [Dense(5, Activation.Relu)] Dense Relu, [Dense(5, Activation.Sigmoid)] Dense Sigmoid, [Dense(5, Activation.Tanh)] Dense Tanh,
    [Dense(5, Activation.Softmax)] Dense Softmax, [Dense(5, Activation.LeakyRelu)] Dense LeakyRelu,
    [Dense(5, Activation.Relu6)] Dense Relu6, [Dense(5, Activation.Elu)] Dense Elu, [Dense(5, Activation.Selu)] Dense Selu,
    [Dense(5, Activation.Softplus)] Dense Softplus, [Dense(5, Activation.Softsign)] Dense Softsign,
    [Dense(5, Activation.Exponential)] Dense Exponential, [Dense(5, Activation.Silu)] Dense Silu,
    [Dense(5, Activation.HardSigmoid)] Dense HardSigmoid, [Dense(5, Activation.Celu)] Dense Celu, [Dense(5, Activation.Gelu)] Dense Gelu,
    [Dense(5, Activation.GeluTanh)] Dense GeluTanh, [Dense(5, Activation.Mish)] Dense Mish, [Dense(5, Activation.HardSilu)] Dense HardSilu,
    [Dense(5, Activation.HardTanh)] Dense HardTanh, [Dense(5, Activation.TanhShrink)] Dense TanhShrink,
    [Dense(5, Activation.SoftShrink)] Dense SoftShrink, [Dense(5, Activation.HardShrink)] Dense HardShrink,
    [Dense(5, Activation.Squareplus)] Dense Squareplus, [Dense(5, Activation.LogSigmoid)] Dense LogSigmoid,
    [Dense(5, Activation.SparsePlus)] Dense SparsePlus, [Dense(5, Activation.SparseSigmoid)] Dense SparseSigmoid,
    [Dense(5, Activation.LogSoftmax)] Dense LogSoftmax, [Dense(10, Activation.Glu)] Dense Glu,
    [Dense(5, Activation.Threshold)] Dense Threshold, [Dense(5, Activation.QuickGelu)] Dense QuickGelu)
{
    [Forward]
    internal static Tensor All(Activations m, Tensor x) => Concat([
        x | m.Relu, x | m.Sigmoid, x | m.Tanh, x | m.Softmax, x | m.LeakyRelu, x | m.Relu6, x | m.Elu, x | m.Selu, x | m.Softplus,
        x | m.Softsign, x | m.Exponential, x | m.Silu, x | m.HardSigmoid, x | m.Celu, x | m.Gelu, x | m.GeluTanh, x | m.Mish,
        x | m.HardSilu,
        x | m.HardTanh, x | m.TanhShrink, x | m.SoftShrink, x | m.HardShrink, x | m.Squareplus, x | m.LogSigmoid, x | m.SparsePlus,
        x | m.SparseSigmoid, x | m.LogSoftmax, x | m.Glu, x | m.Threshold, x | m.QuickGelu]);
}

[Model(4, 6), MeanSquaredError, Onnx]
public sealed partial record ActivationLayers(
    [Dense(6)] Dense First, [ReLU(MaxValue = 2, NegativeSlope = 0.1, Threshold = 0.2)] ReLU Clipped,
    [Dense(6)] Dense Second, [LeakyReLU(0.3)] LeakyReLU Leaky,
    [Dense(6)] Dense Third, [ELU(0.7)] ELU Exponential,
    [Dense(6)] Dense Fourth, [PReLU] PReLU Slopes,
    [Dense(6)] Dense Fifth, [PReLU(SharedAxes = [1])] PReLU Shared,
    [Dense(6)] Dense Sixth, [Activation(Activation.Celu, Alpha = 0.6)] Activation Celu);

[Model(9, 7, 3), SparseCategoricalCrossentropy, Onnx]
public sealed partial record Convolutions(
    [Conv2D(4, 3, Activation.Relu, Padding = Padding.Same)] Conv2D Same,
    [MaxPooling2D(2, Padding = Padding.Same)] MaxPooling2D Half,
    [Conv2D(4, 2, Strides = 2, Padding = Padding.Same)] Conv2D Strided,
    [Conv2D(6, 2, Groups = 2)] Conv2D Grouped,
    [Flatten] Flatten Pixels, [Dense(3, Activation.Softmax)] Dense Output);

[Model(6, 5, 4), MeanSquaredError, Onnx]
public sealed partial record AllOverImages(
    [ZeroPadding2D(1, 0)] ZeroPadding2D Padded,
    [Conv2D(6, 3, Activation.Tanh, Groups = 2, Dilation = 2, Padding = Padding.Same)] Conv2D Grouped,
    [DepthwiseConv2D(2, 3, Activation.Sigmoid, DepthMultiplier = 2, Strides = 2, Padding = Padding.Same)] DepthwiseConv2D Depthwise,
    [SeparableConv2D(5, 2, Activation.Tanh)] SeparableConv2D Separable,
    [UpSampling2D(2, 3)] UpSampling2D Repeated,
    [Permute(2, 1, 3)] Permute Turned,
    [Conv2DTranspose(3, 3, Activation.Softplus, Strides = 2, Padding = Padding.Same)] Conv2DTranspose Painted,
    [Cropping2D(1, 0, 2, 1)] Cropping2D Inner,
    [Conv2DTranspose(2, 2, OutputPadding = 1, Strides = 2)] Conv2DTranspose Larger,
    [AveragePooling2D(3, 2, Padding = Padding.Same)] AveragePooling2D Mean,
    [DepthwiseConv2D(2, UseBias = false)] DepthwiseConv2D Last,
    [GlobalMaxPooling2D] GlobalMaxPooling2D Largest);

[Model(12, 4), SparseCategoricalCrossentropy, Onnx]
public sealed partial record AllOverSequences(
    [Conv1D(6, 3, Activation.Tanh, Groups = 2, Dilation = 2, Padding = Padding.Causal)] Conv1D Causal,
    [AveragePooling1D(3, Strides = 1, Padding = Padding.Same)] AveragePooling1D Mean,
    [Conv1D(5, 2, Activation.Sigmoid, Strides = 2)] Conv1D Strided,
    [MaxPooling1D] MaxPooling1D Largest,
    [Conv1D(3, 1)] Conv1D Pixels,
    [GlobalAveragePooling1D] GlobalAveragePooling1D Means,
    [Activation(Activation.Softmax)] Activation Output);

[Model(9, 4), MeanSquaredError, Onnx]
public sealed partial record MoreOverSequences(
    [ZeroPadding1D(2, 1)] ZeroPadding1D Padded,
    [DepthwiseConv1D(3, Activation.Tanh, DepthMultiplier = 2, Padding = Padding.Causal)] DepthwiseConv1D Each,
    [SeparableConv1D(4, 2, Strides = 2)] SeparableConv1D Mixed,
    [UpSampling1D] UpSampling1D Repeated,
    [Conv1DTranspose(3, 3, Strides = 2, OutputPadding = 1)] Conv1DTranspose Larger,
    [Cropping1D(1, 2)] Cropping1D Inner,
    [GlobalMaxPooling1D] GlobalMaxPooling1D Largest, [RepeatVector(2)] RepeatVector Steps, [SimpleRNN(2)] SimpleRNN Last);

/// <summary>Training uses the statistics of the batch, and its gradient goes through them.</summary>
[Model(5, 4, 3), SparseCategoricalCrossentropy, Onnx]
public sealed partial record BatchNorms(
    [Conv2D(4, 2)] Conv2D Filters, [BatchNormalization(Momentum = 0.9, Epsilon = 0.01)] BatchNormalization OfPixels,
    [Flatten] Flatten Row, [Dense(6)] Dense Hidden, [BatchNormalization(Scale = false)] BatchNormalization OfRows,
    [Activation(Activation.Relu)] Activation Relu, [Dense(3)] Dense Output);

[Model(5, 4), MeanSquaredError, Onnx]
public sealed partial record BatchNormOfSteps(
    [Dense(6)] Dense Hidden, [BatchNormalization(Center = false)] BatchNormalization Norm, [Dense(2)] Dense Output);

[Model(4, 3, 6), MeanSquaredError, Onnx]
public sealed partial record SampleNorms(
    [LayerNormalization(Epsilon = 0.01)] LayerNormalization OfRows, [Dense(6)] Dense First,
    [GroupNormalization(3)] GroupNormalization OfGroups, [Dense(6)] Dense Second,
    [RMSNormalization] RMSNormalization Rms, [Dense(6)] Dense Third,
    [LayerNormalization(Center = false)] LayerNormalization Scaled, [Dense(6)] Dense Fourth,
    [LayerNormalization(Scale = false)] LayerNormalization Centered, [Dense(2)] Dense Output);

[Model(5, 3), MeanSquaredError, Onnx]
public sealed partial record LstmStack(
    [LSTM(4, ReturnSequences = true)] LSTM First, [LSTM(3, ReturnSequences = true, GoBackwards = true)] LSTM Second,
    [LSTM(4, UseBias = false)] LSTM Third, [Dense(1)] Dense Output);

[Model(5, 3), MeanSquaredError, Onnx]
public sealed partial record GruStack(
    [GRU(4, ReturnSequences = true)] GRU First, [GRU(3, UseBias = false, ReturnSequences = true)] GRU Second,
    [GRU(2, GoBackwards = true)] GRU Third, [Dense(1)] Dense Output);

[Model(5, 3), MeanSquaredError, Onnx]
public sealed partial record RnnStack(
    [SimpleRNN(4, ReturnSequences = true)] SimpleRNN First, [SimpleRNN(3, Activation.Relu, ReturnSequences = true)] SimpleRNN Second,
    [SimpleRNN(2, UseBias = false, GoBackwards = true)] SimpleRNN Third, [Dense(1)] Dense Output);

[Model(5, 3), MeanSquaredError, Onnx]
public sealed partial record BothDirections(
    [Bidirectional, LSTM(4, ReturnSequences = true)] Bidirectional<LSTM> First,
    [Bidirectional(Merge.Ave), GRU(3, ReturnSequences = true)] Bidirectional<GRU> Second,
    [Bidirectional(Merge.Mul), SimpleRNN(2)] Bidirectional<SimpleRNN> Third, [Dense(1)] Dense Output);

/// <summary>PyTorch's modules have no such activations: these are loops.</summary>
[Model(5, 3), MeanSquaredError, Onnx]
public sealed partial record OtherCells(
    [LSTM(4, Activation.Softsign, RecurrentActivation = Activation.HardSigmoid, ReturnSequences = true)] LSTM First,
    [GRU(3, Activation.Elu, RecurrentActivation = Activation.Softplus, UseBias = false, ReturnSequences = true)] GRU Second,
    [GRU(3, ResetAfter = false, ReturnSequences = true)] GRU Reset,
    [SimpleRNN(2, Activation.Softplus, GoBackwards = true)] SimpleRNN Third, [Dense(1)] Dense Output);

[Model(7), BinaryCrossentropy, Onnx]
public sealed partial record Words([Embedding(12, 4)] Embedding Table, [GRU(6)] GRU Memory, [Dense(1, Activation.Sigmoid)] Dense Output);

[Model(4, 6), MeanSquaredError, Onnx]
public sealed partial record Attending(
    [MultiHeadAttention(2, 3)] MultiHeadAttention Whole, [MultiHeadAttention(3, 2, UseCausalMask = true)] MultiHeadAttention Back,
    [MultiHeadAttention(2, 5, ValueDim = 4, UseBias = false)] MultiHeadAttention Wide, [Dense(2)] Dense Output);

[Model(5), Huber, Onnx]
public sealed partial record Scaled(
    [Rescaling(0.5, -0.25)] Rescaling Half, [Normalization] Normalization Scale, [Dense(4, Activation.Tanh)] Dense Hidden,
    [Dense(1)] Dense Output);

[Model, Input("Image", 4, 4), Input("Meta", 3), Input("Words", 3), SparseCategoricalCrossentropy(Output = "Digit"), Onnx]
[MeanSquaredError(Output = "Box", Weight = 0.5)]
public sealed partial record Pages(
    [Dense(8, Activation.Tanh)] Dense Look, [Embedding(10, 4)] Embedding Meaning, [Dense(12, Activation.Tanh)] Dense Hidden,
    [Dense(8, Activation.Softmax)] Dense Classify, [Dense(4)] Dense Locate)
{
    [Forward]
    internal static (Tensor Digit, Tensor Box) Read(Pages m, (Tensor Image, Tensor Meta, Tensor Words) x)
    {
        var joined = Concat([x.Image.Flatten() | m.Look, x.Meta, (x.Words | m.Meaning).Flatten()]) | m.Hidden;
        return (joined | m.Classify, joined | m.Locate);
    }
}

/// <summary>Weights that are used twice, a residual connection, and functions of tensors.</summary>
[Model(3, 4), MeanSquaredError, Onnx]
public sealed partial record Methods([Dense(4)] Dense Shared, [Dense(4)] Dense Other, [Dense(2)] Dense Output)
{
    [Elementwise]
    private static float Bump(float x) => MathF.Exp(-x * x) + 0.5f * MathF.Sin(x) / (1 + MathF.Abs(x));

    [Forward]
    internal static Tensor Predict(Methods m, Tensor x)
    {
        var h = x + Map(Bump, x | m.Shared);
        var scores = (MatMul(h | m.Other, h.Transpose(0, 2, 1)) / 2).Softmax();
        var mixed = MatMul(scores, h | m.Shared | Tanh);
        var (left, right) = (mixed[.., .., ..2], mixed[.., .., 2..]);
        var parts = Concat([Maximum(left, right), Square(left - right), Sqrt(1 + Square(left * right))]);
        return Concat([parts.Mean(1), parts.Max(1), Log(1 + Exp(parts)).Sum(1)]) | m.Output;
    }
}
