namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Small enough for derivatives by hand.</summary>
[Model(2), SparseCategoricalCrossentropy]
public sealed partial record TwoClasses([Dense(2, Activation.Softmax)] Dense Output);

[Model(1), MeanSquaredError]
public sealed partial record Line([Dense(1)] Dense Output);

[Model(1), MeanSquaredError]
public sealed partial record PenalizedLine([Dense(1, KernelL2 = 0.5)] Dense Output);

[Model(2), MeanSquaredError]
public sealed partial record HiddenRelu([Dense(2, Activation.Relu)] Dense Hidden, [Dense(1)] Dense Output);

/// <summary>With the identity as kernel, these models pass their input on as logits.</summary>
[Model(3), SparseCategoricalCrossentropy]
public sealed partial record SparseLogits([Dense(3, UseBias = false)] Dense Output);

[Model(3), SparseCategoricalCrossentropy]
public sealed partial record SparseProbabilities([Dense(3, Activation.Softmax, UseBias = false)] Dense Output);

[Model(3), CategoricalCrossentropy]
public sealed partial record CategoricalLogits([Dense(3, UseBias = false)] Dense Output);

[Model(3), CategoricalCrossentropy]
public sealed partial record CategoricalProbabilities([Dense(3, Activation.Softmax, UseBias = false)] Dense Output);

[Model(3), CategoricalCrossentropy(LabelSmoothing = 0)]
public sealed partial record SmoothedByNothing([Dense(3, UseBias = false)] Dense Output);

[Model(3), CategoricalCrossentropy(LabelSmoothing = 0.1)]
public sealed partial record SmoothedLogits([Dense(3, UseBias = false)] Dense Output);

[Model(3), BinaryCrossentropy]
public sealed partial record BinaryLogits([Dense(3, UseBias = false)] Dense Output);

[Model(3), BinaryCrossentropy]
public sealed partial record BinaryProbabilities([Dense(3, Activation.Sigmoid, UseBias = false)] Dense Output);

[Model(3), BinaryCrossentropy(LabelSmoothing = 0.1)]
public sealed partial record BinarySmoothed([Dense(3, UseBias = false)] Dense Output);
