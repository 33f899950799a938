namespace ModelDsl.Examples;

/// <summary>The chapter's network: every pixel is connected to each of ten outputs; softmax turns these into probabilities.</summary>
[Model(28, 28), SparseCategoricalCrossentropy]
public sealed partial record FashionSoftmax(
    [Flatten] Flatten Pixels,
    [Dense(10, Activation.Softmax)] Dense Output);
