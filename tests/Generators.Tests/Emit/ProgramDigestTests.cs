using System.Text.RegularExpressions;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>Models with different computations have different digests, even if their shapes are the same; names have no effect.</summary>
public partial class ProgramDigestTests
{
    private const string Plain = """
        namespace Shop;

        [Model(6), SparseCategoricalCrossentropy]
        public sealed partial record Net([Dense(8, Activation.Relu)] Dense Hidden, [Dropout(0.3)] Dropout Drop, [Dense(3)] Dense Output);
        """;

    private const string Method = """
        namespace Shop;

        [Model(6), CustomLoss(nameof(Loss))]
        public sealed partial record Net([Dense(8)] Dense Hidden, [Dense(3)] Dense Output)
        {
            [Forward]
            static Tensor Forward(Net m, Tensor x)
            {
                var h = x | m.Hidden | Bend;
                return (0.5 * h + h) | m.Output;
            }

            [Elementwise]
            public static float Bend(float x) => x * Tanh(x + 1);

            public static Tensor Loss(Tensor prediction, Tensor target) => Square(prediction - target).Mean(-1);
        }
        """;

    private const string Rule = """
        namespace Shop;

        [Optimizer]
        public sealed partial record Net(double Momentum = 0.9) : Optimizer(0.01)
        {
            [Update]
            private float Step(float weight, float gradient, float learningRate) => weight - learningRate * gradient;
        }
        """;

    [GeneratedRegex("(Program = |FormulaDigest => )\"([0-9a-f]{16})\"")]
    private static partial Regex Digests();

    private static string Of(string source) => Digests().Match(GeneratorHarness.Run(source).Files["Shop.Net.g.cs"]) is { Success: true } match
        ? match.Groups[2].Value
        : throw new InvalidOperationException("No digest was emitted.");

    [Theory]
    [InlineData(Plain, "Relu", "Tanh")]
    [InlineData(Plain, "Dropout(0.3)", "Dropout(0.4)")]
    [InlineData(Plain, "Activation.Relu)", "Activation.Relu, KernelL2 = 1e-4)")]
    [InlineData(Plain, "Dense(3)", "Dense(3, UseBias = false)")]
    [InlineData(Plain, "[Dropout(0.3)] Dropout Drop", "[GaussianNoise(0.3)] GaussianNoise Drop")]
    [InlineData(Plain, "[Dense(8", "[Frozen, Dense(8")]
    [InlineData(Method, "Tanh(x + 1)", "Tanh(x + 2)")]
    [InlineData(Method, "0.5 * h", "0.25 * h")]
    [InlineData(Method, "Square(prediction - target)", "Abs(prediction - target)")]
    [InlineData(Method, ".Mean(-1)", ".Sum(-1)")]
    [InlineData(Rule, "learningRate * gradient", "2 * learningRate * gradient")]
    public void What_computes_otherwise_has_another(string source, string part, string other)
    {
        Assert.Contains(part, source, StringComparison.Ordinal);
        Assert.NotEqual(Of(source), Of(source.Replace(part, other, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Plain, "Hidden", "First")]
    [InlineData(Plain, "0.3", "3e-1")]
    [InlineData(Method, "return (0.5 * h + h)", "var bent = h; return (0.5 * bent + bent)")]
    public void What_is_called_otherwise_has_the_same(string source, string part, string other)
    {
        Assert.Contains(part, source, StringComparison.Ordinal);
        Assert.Equal(Of(source), Of(source.Replace(part, other, StringComparison.Ordinal)));
    }

    [Fact]
    public void It_does_not_change_from_build_to_build() => Assert.Equal(Of(Method), Of(Method));
}
