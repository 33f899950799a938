namespace ModelDsl.EndToEnd.Tests.Models;

[Model(5, 3), MeanSquaredError]
public sealed partial record MaskedPlain([Masking] Masking Steps, [SimpleRNN(4, ReturnSequences = true)] SimpleRNN Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record MaskedLstm([Masking] Masking Steps, [LSTM(4)] LSTM Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record MaskedLstmBack(
    [Masking(0.25)] Masking Steps, [LSTM(4, ReturnSequences = true, GoBackwards = true)] LSTM Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record MaskedGru([Masking] Masking Steps, [GRU(4, ReturnSequences = true)] GRU Memory);

/// <summary>All kinds of recurrent layers behind a mask, and layers that carry it, up to a loss of one prediction.</summary>
[Model(4, 2), MeanSquaredError]
public sealed partial record MaskedTower(
    [Masking] Masking Steps,
    [Dense(3, Activation.Tanh)] Dense Before,
    [LSTM(3, ReturnSequences = true)] LSTM First,
    [LayerNormalization] LayerNormalization Normal,
    [SimpleRNN(3, ReturnSequences = true, GoBackwards = true)] SimpleRNN Second,
    [GRU(2)] GRU Third,
    [Dense(1)] Dense Output);

/// <summary>Words to a tag for each word.</summary>
[Model(6), SparseCategoricalCrossentropy(Labels = [6])]
public sealed partial record Tagger(
    [Embedding(9, 5, MaskZero = true)] Embedding Words,
    [LSTM(6, ReturnSequences = true)] LSTM Memory,
    [GRU(6, ReturnSequences = true)] GRU Second,
    [Dense(3, Activation.Softmax)] Dense Tags);

/// <summary>The same with room for more words.</summary>
[Model(17), SparseCategoricalCrossentropy(Labels = [17])]
public sealed partial record LongTagger(
    [Embedding(9, 5, MaskZero = true)] Embedding Words,
    [LSTM(6, ReturnSequences = true)] LSTM Memory,
    [GRU(6, ReturnSequences = true)] GRU Second,
    [Dense(3, Activation.Softmax)] Dense Tags);

/// <summary>Words to one class.</summary>
[Model(6), BinaryCrossentropy]
public sealed partial record Rater(
    [Embedding(9, 5, MaskZero = true)] Embedding Words,
    [SimpleRNN(6, ReturnSequences = true)] SimpleRNN Memory,
    [LSTM(6)] LSTM Second,
    [Dense(1, Activation.Sigmoid)] Dense Output);

/// <summary>The same with room for more words.</summary>
[Model(17), BinaryCrossentropy]
public sealed partial record LongRater(
    [Embedding(9, 5, MaskZero = true)] Embedding Words,
    [SimpleRNN(6, ReturnSequences = true)] SimpleRNN Memory,
    [LSTM(6)] LSTM Second,
    [Dense(1, Activation.Sigmoid)] Dense Output);

[Model(4, 2), MeanSquaredError(Reduction = Reduction.Sum)]
public sealed partial record SummedSteps([Masking] Masking Steps, [Dense(2)] Dense Output);

[Model(4, 2), MeanSquaredError(Reduction = Reduction.MeanWithSampleWeight)]
public sealed partial record WeighedSteps([Masking] Masking Steps, [Dense(2)] Dense Output);

[Model(4, 2), MeanSquaredError]
public sealed partial record MeanSteps([Masking] Masking Steps, [Dense(2)] Dense Output);
