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

[Model(4, 2), MeanSquaredError]
public sealed partial record ResetBefore([GRU(2, ResetAfter = false, ReturnSequences = true)] GRU Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record ResetBeforeLast(
    [GRU(4, Activation.Softsign, RecurrentActivation = Activation.Softplus, ResetAfter = false, UseBias = false,
        GoBackwards = true)] GRU Memory);

[Model(5, 3), MeanSquaredError]
public sealed partial record ResetBeforeInMethod([GRU(3, ResetAfter = false, ReturnSequences = true)] GRU Memory, [Dense(1)] Dense Head)
{
    [Forward]
    internal static Tensor Predict(ResetBeforeInMethod m, Tensor x) => (x | m.Memory | m.Memory).Mean(1) | m.Head;
}

[Model(4, 2), MeanSquaredError]
public sealed partial record BothLstm([Bidirectional, LSTM(2, ReturnSequences = true)] Bidirectional<LSTM> Both);

[Model(4, 2), MeanSquaredError]
public sealed partial record BothLstmSum([Bidirectional(Merge.Sum), LSTM(2, ReturnSequences = true)] Bidirectional<LSTM> Both);

[Model(4, 2), MeanSquaredError]
public sealed partial record BothLstmMul([Bidirectional(Merge.Mul), LSTM(2, ReturnSequences = true)] Bidirectional<LSTM> Both);

[Model(4, 2), MeanSquaredError]
public sealed partial record BothLstmAve([Bidirectional(Merge.Ave), LSTM(2, ReturnSequences = true)] Bidirectional<LSTM> Both);

[Model(4, 2), MeanSquaredError]
public sealed partial record BothGruLast([Bidirectional(Merge.Concat), GRU(2)] Bidirectional<GRU> Both);

[Model(4, 2), MeanSquaredError]
public sealed partial record BothRnnLast([Bidirectional(Merge.Sum), SimpleRNN(3)] Bidirectional<SimpleRNN> Both);

/// <summary>The layer that reads forward by itself goes backwards, so the other goes forward: both outputs are turned around.</summary>
[Model(4, 2), MeanSquaredError]
public sealed partial record BothLstmBackwards(
    [Bidirectional, LSTM(2, ReturnSequences = true, GoBackwards = true)] Bidirectional<LSTM> Both);

/// <summary>The same in a method, which runs as it is written.</summary>
[Model(4, 2), MeanSquaredError]
public sealed partial record BothInMethod(
    [Repeat(2), Bidirectional(Merge.Ave), LSTM(2, ReturnSequences = true, KernelL2 = 0.1)] LanguageExt.Seq<Bidirectional<LSTM>> Both,
    [Dense(1)] Dense Head)
{
    [Forward]
    internal static Tensor Predict(BothInMethod m, Tensor x) => ((x | m.Both[0] | m.Both[1]) + (x | m.Both[1].Forward)).Mean(1) | m.Head;
}

/// <summary>A film: the same filters look at each frame.</summary>
[Model(3, 4, 4, 2), MeanSquaredError]
public sealed partial record Film(
    [TimeDistributed, Conv2D(3, 2, Activation.Tanh, KernelL2 = 0.1)] TimeDistributed<Conv2D> Frames,
    [TimeDistributed, Flatten] TimeDistributed<Flatten> Rows, [GRU(2)] GRU Memory);

/// <summary>The same, written step by step.</summary>
[Model(3, 4, 4, 2), MeanSquaredError]
public sealed partial record FilmStepByStep([Conv2D(3, 2, Activation.Tanh, KernelL2 = 0.1)] Conv2D Frames, [GRU(2)] GRU Memory)
{
    [Forward]
    internal static Tensor Predict(FilmStepByStep m, Tensor x) =>
        Concat([Look(m, x, 0), Look(m, x, 1), Look(m, x, 2)], 1) | m.Memory;

    private static Tensor Look(FilmStepByStep m, Tensor x, int step) => (x[.., step] | m.Frames).Reshape(-1, 1, 27);
}

[Model(3, 4, 4, 2), MeanSquaredError]
public sealed partial record FilmInMethod(
    [TimeDistributed, Conv2D(3, 2, Activation.Tanh, KernelL2 = 0.1)] TimeDistributed<Conv2D> Frames, [GRU(2)] GRU Memory)
{
    [Forward]
    internal static Tensor Predict(FilmInMethod m, Tensor x) => (x | m.Frames).Reshape(-1, 3, 27) | m.Memory;
}
