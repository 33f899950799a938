namespace ModelDsl.DiffSharp.Tests.Oracle;

// Layers that dense models do not have: each kind once, small.

[Model(8, 7, 2), SparseCategoricalCrossentropy]
public sealed partial record Convolutional(
    [Conv2D(4, 3, Activation.Tanh)] Conv2D First,
    [MaxPooling2D] MaxPooling2D Largest,
    [Conv2D(3, 2, Activation.Sigmoid)] Conv2D Second,
    [Flatten] Flatten Pixels,
    [Dense(3, Activation.Softmax)] Dense Output);

[Model(6, 6, 2), MeanSquaredError]
public sealed partial record Dilated(
    [Conv2D(3, 3, Activation.Softplus, Padding = Padding.Same, Dilation = 2)] Conv2D Wide,
    [Conv2D(2, 2, Strides = 2, UseBias = false)] Conv2D Strided);

[Model(6, 4, 3), MeanSquaredError]
public sealed partial record Depthwise(
    [DepthwiseConv2D(2, UseBias = false)] DepthwiseConv2D Weighed, [GlobalAveragePooling2D] GlobalAveragePooling2D Mean,
    [Dense(2)] Dense Output);

[Model(4, 4, 2), MeanSquaredError]
public sealed partial record BatchNormalized(
    [BatchNormalization] BatchNormalization OverPixels, [AveragePooling2D] AveragePooling2D Mean, [Flatten] Flatten Pixels,
    [Dense(3)] Dense Output);

[Model(3, 5), MeanSquaredError]
public sealed partial record LayerNormalized([LayerNormalization] LayerNormalization OverRow, [Dense(2, Activation.Tanh)] Dense Output);

[Model(5, 3), MeanSquaredError]
public sealed partial record Recurrent([SimpleRNN(4)] SimpleRNN Memory, [Dense(2)] Dense Output);

[Model(5, 3), MeanSquaredError]
public sealed partial record LongShortTerm([LSTM(4)] LSTM Memory, [Dense(2)] Dense Output);

[Model(5, 3), MeanSquaredError]
public sealed partial record Gated([GRU(4)] GRU Memory, [Dense(2)] Dense Output);

[Model(4, 3), MeanSquaredError]
public sealed partial record Attentive([MultiHeadAttention(2, 5)] MultiHeadAttention Heads);

[Model(6), MeanSquaredError]
public sealed partial record Embedded([Embedding(7, 3)] Embedding Table, [Flatten] Flatten Words, [Dense(2)] Dense Output);
