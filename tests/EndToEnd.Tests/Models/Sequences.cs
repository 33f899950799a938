namespace ModelDsl.EndToEnd.Tests.Models;

[Model(5, 3), MeanSquaredError]
public sealed partial record PlainSteps([SimpleRNN(4, ReturnSequences = true)] SimpleRNN Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record PlainLast([SimpleRNN(4, Activation.Softplus, UseBias = false, GoBackwards = true)] SimpleRNN Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record LstmSteps([LSTM(4, ReturnSequences = true, GoBackwards = true)] LSTM Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record LstmLast(
    [LSTM(4, Activation.Softsign, RecurrentActivation = Activation.Silu, UseBias = false)] LSTM Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record GruSteps([GRU(4, ReturnSequences = true)] GRU Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record GruLast(
    [GRU(4, Activation.Softsign, RecurrentActivation = Activation.Softplus, UseBias = false, GoBackwards = true)] GRU Memory);

/// <summary>All kinds of layers, stacked, with the losses that their weights add.</summary>
[Model(4, 2), MeanSquaredError]
public sealed partial record Tower(
    [LSTM(3, ReturnSequences = true, RecurrentL2 = 0.01)] LSTM First,
    [SimpleRNN(3, ReturnSequences = true, GoBackwards = true)] SimpleRNN Second,
    [GRU(2, BiasL2 = 0.02)] GRU Third,
    [Dense(1)] Dense Output);

[Model(8, 2), MeanSquaredError]
public sealed partial record Adder([LSTM(16)] LSTM Memory, [Dense(1)] Dense Output);

[Model(6, 1), BinaryCrossentropy]
public sealed partial record SignOfSum([SimpleRNN(6)] SimpleRNN Memory, [Dense(1, Activation.Sigmoid)] Dense Output);

[Model(7), BinaryCrossentropy]
public sealed partial record Words(
    [Embedding(12, 4, EmbeddingsL2 = 1e-4)] Embedding Table, [GRU(6)] GRU Memory, [Dense(1, Activation.Sigmoid)] Dense Output);

[Model(2, 2), MeanSquaredError]
public sealed partial record VectorTable([Embedding(5, 3)] Embedding Vectors);
