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
            public sealed record Loud(Tensor Left, double K) { public Tensor Left { get; init; } = 2 * Left; }
            public sealed record Swapped(Tensor Left, Tensor Right) { public Tensor Left { get; init; } = Right; public Tensor First { get; init; } = Left; }
            public record Apart(Tensor Left, double K) { public void Deconstruct(out Tensor left, out double k) => (left, k) = (2 * Left, K); }
            public record Copied(Tensor Left, double K) { protected Copied(Copied other) => (Left, K) = (2 * other.Left, other.K); }
            public sealed record Derived(Tensor Left, double K) : Apart(Left, K);
            public sealed record Plain;
            public sealed record Scaled2(Tensor Left, double K) { public Tensor Twice { get; init; } = 2 * Left; }
        """;
}
