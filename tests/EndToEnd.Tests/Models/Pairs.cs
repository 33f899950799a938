namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>Models of one shape that differ in one property, so that its effect can be seen alone.</summary>
[Model(3, 2), SparseCategoricalCrossentropy]
public sealed partial record Sparse(
    [Flatten] Flatten Pixels, [Dense(5, Activation.Tanh)] Dense Hidden, [Dense(4, Activation.Softmax)] Dense Output);

[Model(3, 2), CategoricalCrossentropy]
public sealed partial record Categorical(
    [Flatten] Flatten Pixels, [Dense(5, Activation.Tanh)] Dense Hidden, [Dense(4, Activation.Softmax)] Dense Output);

[Model(4), MeanSquaredError]
public sealed partial record Plain([Dense(3, Activation.Sigmoid)] Dense Hidden, [Dense(2)] Dense Output);

[Model(4), MeanSquaredError]
public sealed partial record Penalized(
    [Dense(3, Activation.Sigmoid, KernelL2 = 0.25)] Dense Hidden, [Dense(2, KernelL2 = 0.5)] Dense Output);

/// <summary>Only dropout: in training the prediction is the input after dropout.</summary>
[Model(50), MeanSquaredError]
public sealed partial record OneDropout([Dropout(0.3)] Dropout Drop);

[Model(50), MeanSquaredError]
public sealed partial record TwoDropouts([Dropout(0.5)] Dropout First, [Dropout(0.5)] Dropout Second);
