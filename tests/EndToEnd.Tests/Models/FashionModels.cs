namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>The whole network of the chapter.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record FashionSoftmax(
    [Flatten] Flatten Pixels,
    [Dense(10, Activation.Softmax)] Dense Output);

[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record FashionMlp(
    [Flatten] Flatten Pixels,
    [Dense(100, Activation.Relu)] Dense Hidden,
    [Dropout(0.3)] Dropout Regularize,
    [Dense(10, Activation.Softmax)] Dense Output);

[Model(28, 28), BinaryCrossentropy]
public sealed partial record LogisticRegression(
    [Flatten] Flatten Pixels,
    [Dense(10, Activation.Sigmoid, KernelL2 = 1e-5)] Dense Output);
