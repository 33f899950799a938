namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Nothing but the normalisation: its output can be seen alone.</summary>
[Model(3), MeanSquaredError]
public sealed partial record OneBatchNormalization([BatchNormalization(Momentum = 0.9)] BatchNormalization Normalize);

[Model(5, 4, 2), MeanSquaredError]
public sealed partial record ImageBatchNormalization([BatchNormalization(Epsilon = 0.01)] BatchNormalization Normalize);

[Model(3), MeanSquaredError]
public sealed partial record BareBatchNormalization(
    [BatchNormalization(Center = false, Scale = false)] BatchNormalization Normalize, [Dense(3)] Dense Output);

[Model(6, 5), SparseCategoricalCrossentropy]
public sealed partial record NormalizedNetwork(
    [Reshape(6, 5, 1)] Reshape Image,
    [Conv2D(4, 3, UseBias = false)] Conv2D Filters,
    [BatchNormalization(Momentum = 0.8)] BatchNormalization OverPixels,
    [Activation(Activation.Relu)] Activation Bend,
    [Flatten] Flatten Pixels,
    [Dense(8)] Dense Hidden,
    [BatchNormalization(Momentum = 0.8, Scale = false)] BatchNormalization OverSamples,
    [Dense(3, Activation.Softmax)] Dense Output);
