namespace ModelDsl.RoundTrip;

#pragma warning disable MDSL190, MDSL191 // These models are looked at, not trained.
[Model(28, 28), SparseCategoricalCrossentropy, Onnx]
public sealed partial record Digits(
    [Flatten] Flatten Row, [Dense(32, Activation.Relu)] Dense Hidden, [Dropout(0.2)] Dropout Drop, [Dense(10,
        Activation.Softmax)] Dense Output);

[Model(12, 10, 3), SparseCategoricalCrossentropy, Onnx]
public sealed partial record Pictures(
    [Conv2D(8, 3, Strides = 2, Padding = Padding.Same, UseBias = false)] Conv2D Stem,
    [BatchNormalization(Epsilon = 1e-5)] BatchNormalization Norm,
    [Activation(Activation.Relu)] Activation Bend,
    [DepthwiseConv2D(3, Activation.Relu6, DepthMultiplier = 2)] DepthwiseConv2D Each,
    [Conv2D(6, 1, Groups = 2)] Conv2D Mix,
    [MaxPooling2D(2, Strides = 1, Padding = Padding.Same)] MaxPooling2D Largest,
    [AveragePooling2D(2, Strides = 1, Padding = Padding.Same)] AveragePooling2D Mean,
    [Flatten] Flatten Row,
    [Dense(5, Activation.Softmax)] Dense Output);

[Model(6, 5, 4), MeanSquaredError, Onnx]
public sealed partial record Painting(
    [ZeroPadding2D(1, 0)] ZeroPadding2D Padded,
    [Conv2DTranspose(3, 3, Strides = 2, Padding = Padding.Same)] Conv2DTranspose Larger,
    [GroupNormalization(3)] GroupNormalization Norm,
    [Activation(Activation.Gelu)] Activation Bend,
    [Cropping2D(1, 2)] Cropping2D Inner,
    [UpSampling2D(2)] UpSampling2D Repeated,
    [Conv2D(2, 3, Pads = [1, 0, 2, 1])] Conv2D Last);

[Model(9, 4), MeanSquaredError, Onnx]
public sealed partial record Strips(
    [ZeroPadding1D(2, 1)] ZeroPadding1D Padded,
    [DepthwiseConv1D(3, Activation.Tanh, DepthMultiplier = 2, Padding = Padding.Causal)] DepthwiseConv1D Each,
    [SeparableConv1D(4, 2, Strides = 2)] SeparableConv1D Mixed,
    [UpSampling1D] UpSampling1D Repeated,
    [Conv1DTranspose(3, 3, Strides = 2, OutputPadding = 1)] Conv1DTranspose Larger,
    [Cropping1D(1, 2)] Cropping1D Inner);

[Model(9, 4), SparseCategoricalCrossentropy, Onnx]
public sealed partial record Waves(
    [Conv1D(6, 3, Activation.Tanh, Dilation = 2, Padding = Padding.Causal)] Conv1D Causal,
    [MaxPooling1D] MaxPooling1D Largest,
    [LSTM(5, ReturnSequences = true)] LSTM Memory,
    [GRU(4, ReturnSequences = true, GoBackwards = true)] GRU Back,
    [GRU(4, ResetAfter = false, ReturnSequences = true)] GRU Reset,
    [Bidirectional, LSTM(2, ReturnSequences = true)] Bidirectional<LSTM> Both,
    [SimpleRNN(3)] SimpleRNN Last,
    [Dense(2, Activation.Softmax)] Dense Output);

[Model(7), BinaryCrossentropy, Onnx]
public sealed partial record Sentences(
    [Embedding(12, 8)] Embedding Words, [MultiHeadAttention(2, 4)] MultiHeadAttention Look, [LayerNormalization] LayerNormalization Norm,
    [GlobalAveragePooling1D] GlobalAveragePooling1D Mean, [Dense(1, Activation.Sigmoid)] Dense Output);

[Model(8), MeanSquaredError, Onnx]
public sealed partial record Methodical([Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense Head)
{
    [Forward]
    internal static Tensor Run(Methodical m, Tensor x)
    {
        var h = (x | m.A | Silu) + x;
        var gate = h | m.B | Sigmoid;
        h = gate * h + (1 - gate) * Square(x);
        return Concat([h[.., ..3], Maximum(h, x)[.., 3..]]) | m.Head;
    }
}

[Model, Input("Image", 4, 5), Input("Facts", 3), SparseCategoricalCrossentropy(Output = "Kind"), MeanSquaredError(Output = "Size"), Onnx]
public sealed partial record Joined([Dense(6, Activation.Relu)] Dense Look, [Dense(3)] Dense Classify, [Dense(2)] Dense Measure)
{
    [Forward]
    internal static (Tensor Kind, Tensor Size) Run(Joined m, (Tensor Image, Tensor Facts) x)
    {
        var h = Concat([x.Image.Flatten() | m.Look, x.Facts]);
        return ((h | m.Classify).Softmax(), h | m.Measure);
    }
}
#pragma warning restore MDSL190, MDSL191
