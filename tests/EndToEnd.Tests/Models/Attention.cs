namespace ModelDsl.EndToEnd.Tests.Models;

[Model(4, 3), MeanSquaredError]
public sealed partial record Attending([MultiHeadAttention(2, 5)] MultiHeadAttention Heads);

[Model(4, 3), MeanSquaredError]
public sealed partial record AttendingBack(
    [MultiHeadAttention(3, 2, ValueDim = 4, UseBias = false, UseCausalMask = true, KernelL2 = 0.01)] MultiHeadAttention Heads);

/// <summary>With one-hot values, the output is the attention weights themselves; the test sets the kernels.</summary>
[Model(6, 6), MeanSquaredError]
public sealed partial record DroppedWeights([MultiHeadAttention(1, 6, Dropout = 0.4, UseBias = false)] MultiHeadAttention Heads);

[Model(4, 6), MeanSquaredError]
public sealed partial record OrthogonalHeads(
    [MultiHeadAttention(2, 6, KernelInitializer = Initializer.Orthogonal)] MultiHeadAttention Heads);

[Model(6, 2), MeanSquaredError]
public sealed partial record MarkedNumber(
    [Dense(8)] Dense Features,
    [MultiHeadAttention(2, 4)] MultiHeadAttention Heads,
    [Flatten] Flatten Steps,
    [Dense(1)] Dense Output);
