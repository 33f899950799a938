using ModelDsl.Generators.Ir;
using static ModelDsl.Onnx.Tests.Zoo.ZooModel;

namespace ModelDsl.Onnx.Tests.Zoo;

/// <summary>Recurrent layers, attention and embeddings.</summary>
internal static class SequenceModels
{
    private static readonly string[] Kinds = ["SimpleRNN", "LSTM", "GRU"];

    public static IEnumerable<ZooModel> All => [.. Recurrent, .. Gates, .. Attention, .. Embeddings];

    private static IEnumerable<ZooModel> Recurrent =>
    [
        .. from kind in Kinds
           from sequences in new[] { "", ", ReturnSequences = true" }
           from backwards in new[] { "", ", GoBackwards = true" }
           from bias in new[] { "", ", UseBias = false" }
           select Chain("Recurrent", "5, 3", $"{kind}(4{sequences}{backwards}{bias})"),
        .. from kind in Kinds select Chain("Recurrent", "1, 3", $"{kind}(4)"),
        .. from kind in Kinds select Chain("Recurrent", "6, 1", $"{kind}(1, ReturnSequences = true)", $"{kind}(3, GoBackwards = true)", "Dense(2)"),
        .. from kind in Kinds select Chain("Recurrent", "40, 2", $"{kind}(3)"),
        Method("Recurrent", "5, 3", ["GRU(4)", "LSTM(4)", "Dense(2)"], "return Concat([x | m.A, x.Flip(1) | m.B]) | m.C;"),
        Method("Recurrent", "5, 4", ["GRU(4, ReturnSequences = true)", "Dense(2)"], "return ((x | m.A | m.A) + x).Mean(1) | m.B;"),
        Chain("Recurrent", "5, 3", "LSTM(3, UnitForgetBias = false)"),
        .. from option in new[] { "", ", ReturnSequences = true", ", GoBackwards = true", ", UseBias = false", ", Activation.Relu, RecurrentActivation = Activation.HardSigmoid" }
           select Chain("Recurrent", "5, 3", option.Contains("Activation.", StringComparison.Ordinal) ? $"GRU(4{option}, ResetAfter = false)" : $"GRU(4, ResetAfter = false{option})"),
        Chain("Recurrent", "5, 3", "GRU(4, Activation.Mish, ResetAfter = false)"),
        Film,
        .. from kind in Kinds from merge in new[] { "Concat", "Sum", "Mul", "Ave" } from sequences in new[] { "", ", ReturnSequences = true" }
           select Both(kind, merge, sequences),
    ];

    /// <summary>Layers that are applied to each step.</summary>
    private static ZooModel Film { get; } = new("Recurrent", "Film", """
        [Onnx, Model(3, 4, 4, 2), MeanSquaredError]
        public sealed partial record Film(
            [TimeDistributed, Conv2D(3, 2, Activation.Relu)] TimeDistributed<Conv2D> Frames, [TimeDistributed, GlobalMaxPooling2D] TimeDistributed<GlobalMaxPooling2D> Largest,
            [GRU(2)] GRU Memory);
        """);

    /// <summary>A recurrent layer in both directions.</summary>
    private static ZooModel Both(string kind, string merge, string sequences)
    {
        var name = $"Both{kind}{merge}{(sequences.Length > 0 ? "Sequences" : "")}";
        return new("Recurrent", name, $"""
            [Onnx, Model(5, 3), MeanSquaredError]
            public sealed partial record {name}([Bidirectional(Merge.{merge}), {kind}(2{sequences})] Bidirectional<{kind}> Both, [Dense(2)] Dense Head);
            """);
    }

    /// <summary>Every activation of gates, and of states.</summary>
    private static IEnumerable<ZooModel> Gates =>
    [
        .. from activation in ActivationTable.Elementwise.Select(row => row.Name).Where(name => name != "Exponential")
           from kind in Kinds
           select Chain("Gates", "4, 2", kind == "SimpleRNN"
               ? $"SimpleRNN(3, Activation.{activation})"
               : $"{kind}(3, Activation.{activation}, RecurrentActivation = Activation.{activation})"),
        .. from kind in Kinds select Chain("Gates", "4, 2", $"{kind}(3, Activation.Linear)"),
        Chain("Gates", "4, 2", "LSTM(3, Activation.Softsign, RecurrentActivation = Activation.HardSigmoid, ReturnSequences = true, GoBackwards = true)"),
        Chain("Gates", "4, 2", "GRU(3, Activation.Mish, RecurrentActivation = Activation.HardSigmoid, ReturnSequences = true, UseBias = false)"),
    ];

    private static IEnumerable<ZooModel> Attention =>
    [
        .. from causal in new[] { "", ", UseCausalMask = true" }
           from bias in new[] { "", ", UseBias = false" }
           from values in new[] { "", ", ValueDim = 5" }
           select Chain("Attention", "4, 6", $"MultiHeadAttention(2, 3{causal}{bias}{values})"),
        Chain("Attention", "4, 6", "MultiHeadAttention(1, 6, Dropout = 0.1)"),
        Chain("Attention", "1, 6", "MultiHeadAttention(2, 3)"),
        Method("Attention", "5, 8", ["LayerNormalization", "MultiHeadAttention(2, 4, UseCausalMask = true)", "LayerNormalization", "Dense(16, Activation.Gelu)", "Dense(8)"],
            "x += x | m.A | m.B; return x + (x | m.C | m.D | m.E);"),
    ];

    private static IEnumerable<ZooModel> Embeddings =>
    [
        Chain("Embedding", "5", "Embedding(7, 3)"),
        Chain("Embedding", "2, 3", "Embedding(7, 4)"),
        Chain("Embedding", "5", "Embedding(7, 3)", "GRU(4)", "Dense(2)"),
        Chain("Embedding", "1", "Embedding(3, 2)", "Flatten", "Dense(1)"),
        Method("Embedding", "5", ["Embedding(7, 4)", "Embedding(5, 4)", "MultiHeadAttention(2, 2)", "GlobalAveragePooling1D", "Dense(2)"],
            "return (x[.., ..3] | m.A) + (x[.., 2..] | m.B) | m.C | m.D | m.E;"),
    ];
}
