namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Only a normalisation, so that its output can be seen alone.</summary>
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

[Model(2, 7), MeanSquaredError]
public sealed partial record OneLayerNormalization([LayerNormalization(Epsilon = 0.01)] LayerNormalization Normalize);

[Model(2, 7), MeanSquaredError]
public sealed partial record OneRMSNormalization([RMSNormalization(Epsilon = 0.01)] RMSNormalization Normalize);

[Model(2), MeanSquaredError]
public sealed partial record PairRMSNormalization([RMSNormalization] RMSNormalization Normalize);

[Model(5, 4, 6), MeanSquaredError]
public sealed partial record OneGroupNormalization([GroupNormalization(3)] GroupNormalization Normalize);

[Model(5, 4, 6), MeanSquaredError]
public sealed partial record OneInstanceNormalization([GroupNormalization(-1)] GroupNormalization Normalize);

[Model(6), MeanSquaredError]
public sealed partial record VectorGroupNormalization([GroupNormalization(2)] GroupNormalization Normalize);

[Model(6, 5), SparseCategoricalCrossentropy]
public sealed partial record SampleNormalizedNetwork(
    [Reshape(6, 5, 1)] Reshape Image,
    [Conv2D(4, 3, UseBias = false)] Conv2D Filters,
    [GroupNormalization(2)] GroupNormalization OverPixels,
    [Activation(Activation.Silu)] Activation Bend,
    [Flatten] Flatten Pixels,
    [Dense(8)] Dense Hidden,
    [LayerNormalization(Center = false)] LayerNormalization OverUnits,
    [Dense(3, Activation.Softmax)] Dense Output);

/// <summary>Only noise: in training the prediction is the input with noise.</summary>
[Model(50), MeanSquaredError]
public sealed partial record OneNoise([GaussianNoise(0.5)] GaussianNoise Noise);

[Model(50), MeanSquaredError]
public sealed partial record OneGaussianDropout([GaussianDropout(0.2)] GaussianDropout Noise);

[Model(4, 3, 7), MeanSquaredError]
public sealed partial record OneSpatialDropout([SpatialDropout2D(0.3)] SpatialDropout2D Drop);

[Model(12, 7), MeanSquaredError]
public sealed partial record OneSequenceDropout([SpatialDropout1D(0.3)] SpatialDropout1D Drop);

[Model(50), MeanSquaredError]
public sealed partial record TwoNoises([GaussianNoise(3)] GaussianNoise First, [GaussianNoise(4)] GaussianNoise Second);
