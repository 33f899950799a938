namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>The model around the body of a forward method: input <c>[N, 8]</c>, layers A: <c>[N, 8]</c> and B: <c>[N, 4]</c>.</summary>
public static class ForwardModel
{
    public const string Layers = "[Dense(8, Activation.Tanh)] Dense A, [Dense(4)] Dense B";

    public static string Of(
        string body, string members = "", string layers = Layers, string loss = "MeanSquaredError", string input = "8", string name = "Net",
        string signature = "Net m, Tensor x") => $$"""
        [Model({{input}}), {{loss}}]
        public sealed partial record {{name}}({{layers}})
        {
            [Forward]
            internal static Tensor F({{signature}}) { {{body}} }
            {{members}}
        }
        """;

    /// <summary>Members that some bodies use.</summary>
    public const string Members = """
        public static int Counter;
            public static readonly double Fixed = 2;
            public static int Width => 4;
            public Dense Learned => A;
            public Tensor[] Parameters2 => [];
            public readonly record struct Celsius(double Degrees) { public static implicit operator Celsius(double d) => new(d + 1); }
        """;
}
