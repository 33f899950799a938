namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Right models of records of layers: each compiles without a warning, gives the same result eagerly and compiled, and has the gradient of
/// finite differences.
/// </summary>
public static class RightComposition
{
    private const string B = ", [Dense(4)] Dense B";

    /// <summary>The layers, and the body of the method; null if the layers run in sequence.</summary>
    public static readonly (string Layers, string? Body)[] Models =
    [
        // Layers in sequence
        ("Enc A" + B, null),
        ("Met A" + B, null),
        ("Res A" + B, null),
        ("Two A" + B, null),
        ("Nested A" + B, null),
        ("[Dense(8)] Dense A, Enc C, Res D, Met E, Two F" + B, null),
        ("[Repeat(3), Dense(8, Activation.Tanh)] Seq<Dense> A" + B, null),
        ("[Repeat(1), Dense(8)] Seq<Dense> A, [Repeat(2)] Seq<Enc> C" + B, null),
        ("[Repeat(2)] Seq<Res> A, [Repeat(2)] Seq<Met> C" + B, null),
        ("[Repeat(2)] Seq<Nested> A" + B, null),
        ("[Repeat(2), Dropout(0)] Seq<Dropout> A" + B, null),
        ("[Repeat(2), Dense(8), Initialize(\"Kernel\", Initializer.RandomNormal, Stddev = 0.1)] Seq<Dense> A" + B, null),
        ("[Frozen] Enc A" + B, null),
        ("[Frozen] Met A, [Frozen, Repeat(2)] Seq<Res> C" + B, null),
        ("[Frozen, Repeat(2), Dense(8, Activation.Tanh)] Seq<Dense> A" + B, null),
        ("[Dense(8)] Dense A, [Frozen, Dense(4)] Dense B", null),
        ("[Frozen, Dense(8)] Dense A, [Frozen] Enc C, [Frozen, Dense(4)] Dense B", null),
        ("Enc field, Res @class" + B, null),
        ("Enc Enc, Met Met, Res Res" + B, null),

        ("[Reshape(4, 2)] Reshape R, [Bidirectional, GRU(2, ReturnSequences = true)] Bidirectional<GRU> A, [Bidirectional(Merge.Mul), LSTM(3)] Bidirectional<LSTM> C" + B, null),
        ("[Reshape(4, 2)] Reshape R, [Repeat(2), Bidirectional(Merge.Sum), SimpleRNN(2, ReturnSequences = true)] Seq<Bidirectional<SimpleRNN>> A, [Flatten] Flatten F" + B, null),
        ("[Reshape(4, 2)] Reshape R, [Frozen, Bidirectional(Merge.Ave), LSTM(2, GoBackwards = true)] Bidirectional<LSTM> A" + B, null),

        ("[Reshape(2, 2, 2)] Reshape R, [TimeDistributed, Dense(3, Activation.Tanh)] TimeDistributed<Dense> A, [Frozen, TimeDistributed, LSTM(3, ReturnSequences = true)] TimeDistributed<LSTM> C, [Flatten] Flatten F" + B, null),
        ("[Reshape(1, 4, 2)] Reshape R, [Repeat(2), TimeDistributed, Conv1D(2, 2, Activation.Tanh, Padding = Padding.Same)] Seq<TimeDistributed<Conv1D>> A, [Flatten] Flatten F" + B, null),

        // Methods
        ("[Reshape(4, 2)] Reshape R, [TimeDistributed, Dense(3)] TimeDistributed<Dense> A" + B, "var s = x | m.R; return ((s | m.A) * Tanh(s | m.A.Layer)).Flatten() | m.B;"),
        ("[Reshape(4, 2)] Reshape R, [Bidirectional, GRU(2, ReturnSequences = true)] Bidirectional<GRU> A" + B, "var s = x | m.R; return ((s | m.A) * Twice(m.A, s)).Flatten() | m.B; static Tensor Twice(Bidirectional<GRU> g, Tensor t) => Concat([t | g.Forward, t | g.Backward]);"),
        ("[Reshape(4, 2)] Reshape R, [Repeat(2), Bidirectional(Merge.Ave), LSTM(2, ReturnSequences = true)] Seq<Bidirectional<LSTM>> A" + B, "var s = x | m.R; foreach (var both in m.A) s = s | both; return (s + (x | m.R | m.A[1])).Flatten() | m.B;"),
        ("Enc A" + B, "return x | m.A | m.B;"),
        ("Enc A" + B, "return m.A.Forward(x) | m.B;"),
        ("Enc A" + B, "return Relu(x | m.A) | m.B;"),
        ("Enc A" + B, "return (x | m.A | m.A) | m.B;"),
        ("Enc A" + B, "return x | m.A.E | m.A.F | m.B;"),
        ("Enc A" + B, "return (x | m.A.E) + (x | m.A) | m.B;"),
        ("Enc A" + B, "var encoder = m.A; var (e, f) = (encoder.E, encoder.F); return x | f | e | m.B;"),
        ("Enc A" + B, "return Twice(m.A, x) | m.B; static Tensor Twice(Enc e, Tensor t) => t | e | Tanh | e;"),
        ("Met A" + B, "return x | m.A | m.B;"),
        ("Met A" + B, "return Met.Half(m.A, x) + (x | m.A) | m.B;"),
        ("Met A" + B, "return (x | m.A) * (x | m.A.Inner.F) | m.B;"),
        ("Met A" + B, "return Met.Run(m.A, x) | m.B;"),
        ("Met A, Enc C" + B, "return Concat([x | m.A, x | m.C]) | m.B;"),
        ("Res A" + B, "return x | m.A | m.B;"),
        ("Res A" + B, "return m.A.Call(x) | m.B;"),
        ("Res A" + B, "return x | m.A | Tanh | m.A | m.B;"),
        ("Res A" + B, "return x.Reshape(-1, 1, 8) | m.A | m.B | (t => t.Flatten());"),
        ("Res A" + B, "return (x.Reshape(-1, 1, 8) | m.A).Flatten() + (x | m.A) | m.B;"),
        ("Two A" + B, "return (x | m.A | Gelu) - (x | m.A.Q[1]) | m.B;"),
        ("Nested A" + B, "return x | m.A | m.B;"),
        ("Nested A" + B, "return x | m.A.Rest[1] | m.A | m.A.First.Q[0] | m.B;"),
        ("Res A, Two C" + B, "foreach (var layer in new Layer[] { m.A, m.C, m.B }) x = x | layer; return x;"),
        ("Res A" + B, "return Skip(m.A, x) | m.B; static Tensor Skip(Layer layer, Tensor t) => t + (t | layer);"),
        ("[Repeat(3), Dense(8)] Seq<Dense> A" + B, "foreach (var layer in m.A) x = x | layer | Tanh; return x | m.B;"),
        ("[Repeat(3), Dense(8)] Seq<Dense> A" + B, "for (var i = 0; i < m.A.Count; i++) x = x | m.A[i]; return x | m.B;"),
        ("[Repeat(3), Dense(8)] Seq<Dense> A" + B, "return x | m.A[2] | m.A[0] | m.A[^2] | m.B;"),
        ("[Repeat(3), Dense(8)] Seq<Dense> A" + B, "var (h, i) = (x, 0); foreach (var layer in m.A) { i++; h += i * (x | layer); } return h | m.B;"),
        ("[Repeat(2)] Seq<Res> A" + B, "foreach (var block in m.A) x = x | block | Relu; return x | m.B;"),
        ("[Repeat(2)] Seq<Res> A" + B, "foreach (var block in m.A) x += x | block.Wide | block.Narrow; return x | m.B;"),
        ("[Repeat(2)] Seq<Met> A" + B, "foreach (var model in m.A) x = x | model; return x | m.B;"),
        ("[Repeat(2)] Seq<Nested> A" + B, "var layers = m.A; return x | layers[1] | layers[0].Rest[1] | layers[0] | m.B;"),
        ("[Frozen] Enc A" + B, "return (x | m.A) + x | m.B;"),
        ("[Frozen] Res A, Res C" + B, "return x | m.A | m.C | m.A | m.B;"),

        // Weights
        ("[Dense(3)] Dense A", "return MatMul(x | m.A, m.A.Kernel.Transpose(1, 0));"),
        ("[Dense(3)] Dense A", "return MatMul(x | m.A, m.A.Kernel.Transpose());"),
        ("[Dense(8)] Dense A" + B, "return MatMul(x | m.A, m.A.Kernel) | m.B;"),
        ("[Dense(8)] Dense A" + B, "var h = x | m.A; return MatMul(h, Tanh(m.A.Kernel) * 0.5 - m.A.Kernel.Transpose(-1, 0)) | m.B;"),
        ("[Dense(8)] Dense A, [Dense(8)] Dense C" + B, "var h = x | m.A | m.C; return MatMul(h, MatMul(m.A.Kernel, m.C.Kernel.Transpose(1, 0))) | m.B;"),
        ("[Dense(8)] Dense A, [Dense(8)] Dense C" + B, "var h = x | m.A | m.C; return MatMul(h, Where(m.A.Kernel > m.C.Kernel, m.A.Kernel, -m.C.Kernel)) | m.B;"),
        ("Enc A" + B, "var h = x | m.A; return MatMul(h, m.A.E.Kernel.Transpose(1, 0)) | m.B;"),
        ("[Repeat(2), Dense(8)] Seq<Dense> A" + B, "foreach (var layer in m.A) x = MatMul(x | layer | Tanh, layer.Kernel.Transpose(1, 0)); return x | m.B;"),
        ("[Frozen, Dense(8)] Dense A" + B, "return MatMul(x | m.A, m.A.Kernel.Transpose(1, 0)) | m.B;"),
    ];
}
