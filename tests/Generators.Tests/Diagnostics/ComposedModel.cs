namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Records of layers that other records consist of: all map <c>[N, 8]</c> to <c>[N, 8]</c>.</summary>
public static class ComposedModel
{
    public const string Records = """
        [Block] public sealed partial record Res([Dense(8, Activation.Tanh)] Dense Wide, [Dense(8)] Dense Narrow)
        {
            [Forward] static Tensor Add(Res m, Tensor x) => x + (x | m.Wide | m.Narrow);
        }
        [Block] public sealed partial record Two([Dense(8, Activation.Silu)] Dense P, [Repeat(2), Dense(8)] Seq<Dense> Q);
        [Block] public sealed partial record Nested(Two First, [Repeat(2)] Seq<Res> Rest)
        {
            [Forward] static Tensor Run(Nested m, Tensor x, bool training) => (training ? x | m.First : m.First.Call(x)) | m.Rest[0] | m.Rest[1];
        }
        [Model(8), MeanSquaredError] public sealed partial record Enc([Dense(8, Activation.Tanh)] Dense E, [Dense(8)] Dense F);
        [Model(8), MeanSquaredError] public sealed partial record Met([Dense(8)] Dense E, Enc Inner)
        {
            [Forward] internal static Tensor Run(Met m, Tensor x) => Half(m, Tanh(x | m.E)) * x | m.Inner;
            internal static Tensor Half(Met m, Tensor x) => 0.5 * (x | m.E);
        }
        """;

    /// <summary>A file with the records, in front of a file with a model.</summary>
    public const string File = "using LanguageExt;\n" + Records;

    public static string Of(string layers, string body, string name = "Net") => ForwardModel.Of(body, "", layers, name: name, signature: $"{name} m, Tensor x");

    /// <summary>A model whose layers run in sequence.</summary>
    public static string Chain(string layers, string name = "Net") => $"[Model(8), MeanSquaredError] public sealed partial record {name}({layers});";
}
