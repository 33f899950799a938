namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Only a preprocessing layer, so that its output can be seen alone.</summary>
[Model(3), MeanSquaredError]
public sealed partial record OneRescaling([Rescaling(1 / 127.5, -1)] Rescaling Pixels);

[Model(4), MeanSquaredError]
public sealed partial record OneNormalization([Normalization] Normalization Scale);

[Model(2, 2), MeanSquaredError]
public sealed partial record OneOneHot([CategoryEncoding(4, OutputMode = OutputMode.OneHot)] CategoryEncoding Encode);

[Model(2, 1), MeanSquaredError]
public sealed partial record SingleOneHot([CategoryEncoding(4, OutputMode = OutputMode.OneHot)] CategoryEncoding Encode);

[Model(3), MeanSquaredError]
public sealed partial record OneMultiHot([CategoryEncoding(4)] CategoryEncoding Encode);

[Model(2, 3), MeanSquaredError]
public sealed partial record OneCount([CategoryEncoding(4, OutputMode = OutputMode.Count)] CategoryEncoding Encode);

[Model(4), MeanSquaredError]
public sealed partial record OneDiscretization([Discretization(0, 1, 2)] Discretization Buckets);

[Model(2), MeanSquaredError]
public sealed partial record TenthsDiscretization([Discretization(0.1, 0.2, 0.7)] Discretization Buckets);

[Model(2, 2), MeanSquaredError]
public sealed partial record CountedDiscretization([Discretization(0, 1, 2, OutputMode = OutputMode.Count)] Discretization Buckets);

[Model(4), MeanSquaredError]
public sealed partial record LearntDiscretization([Discretization(NumBins = 5)] Discretization Buckets);

/// <summary>Each layer of statistics sees what those before it make.</summary>
[Model(2, 2), MeanSquaredError]
public sealed partial record Preprocessed(
    [Rescaling(0.5, 3)] Rescaling Halves,
    [Flatten] Flatten Row,
    [Normalization] Normalization Scale,
    [Discretization(NumBins = 4)] Discretization Buckets,
    [Dense(1)] Dense Output);

[Model(7), SparseCategoricalCrossentropy]
public sealed partial record ScaledClasses([Rescaling(1 / 255.0)] Rescaling Pixels, [Dense(3, Activation.Softmax)] Dense Output);

[Model(7), SparseCategoricalCrossentropy]
public sealed partial record ShiftedClasses([Rescaling(1 / 127.5, -1)] Rescaling Pixels, [Dense(3, Activation.Softmax)] Dense Output);

[Model(7), SparseCategoricalCrossentropy]
public sealed partial record NormalizedClasses([Normalization] Normalization Scale, [Dense(3, Activation.Softmax)] Dense Output);

/// <summary>A normalization whose features are fewer than the numbers of a sample.</summary>
[Model(7), SparseCategoricalCrossentropy]
public sealed partial record NormalizedPixels(
    [Reshape(7, 1)] Reshape Pixels,
    [Normalization] Normalization Scale,
    [Flatten] Flatten Row,
    [Dense(3, Activation.Softmax)] Dense Output);

[Model(7), SparseCategoricalCrossentropy]
public sealed partial record PlainClasses([Dense(3, Activation.Softmax)] Dense Output);

/// <summary>The samples are read by another layer too, so they can't be replaced by their scaled form.</summary>
[Model(7), SparseCategoricalCrossentropy]
public sealed partial record ScaledBeside([Rescaling(1 / 255.0)] Rescaling Pixels, [Dense(3)] Dense Scaled, [Dense(3)] Dense Raw)
{
    [Forward]
    static Tensor Logits(ScaledBeside m, Tensor x) => (x | m.Pixels | m.Scaled) + (x | m.Raw);
}

/// <summary>The models of the reference page.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record ScaledImages(
    [Rescaling(1 / 255.0)] Rescaling Pixels,
    [Flatten] Flatten Row,
    [Dense(10, Activation.Softmax)] Dense Output);

[Model(8), MeanSquaredError]
public sealed partial record HousePrice(
    [Normalization] Normalization Scale,
    [Dense(16, Activation.Relu)] Dense Hidden,
    [Dense(1)] Dense Output);
