using ModelDsl.Generators.Tests.Emit;
using ModelDsl.Generators.Tests.Forward;

namespace ModelDsl.Generators.Tests.HigherOrder;

/// <summary>
/// Own functions, own losses, records within records, several inputs, names of axes and noise, in models that ask for all derivatives.
/// </summary>
public sealed class FeaturesMeetTests(FeaturesMeetTests.Compiled compiled) : IClassFixture<FeaturesMeetTests.Compiled>
{
    private const string Curves = """
        public static class Curves
        {
            [Elementwise] public static float Swish(float x) => x / (1 + MathF.Exp(-x));
            [Elementwise] public static float Bend(float x) => x > 0.1f ? x * x : 0.2f * x - 0.01f;
            [Elementwise] public static float Gate(float x, float y) => x * MathF.Tanh(y) + y;
            public static Tensor Quartic(Tensor p, Tensor t) => Square(Square(p - t)).Mean(-1);
        }
        """;

    private static readonly (string Name, string Source)[] Models =
    [
        ("Own", $$"""
            [Model(5, {{DerivativeCase.All}}), CustomLoss(nameof(Curves.Quartic))]
            public sealed partial record Own([Dense(4, Activate = nameof(Curves.Swish))] Dense A, [Dense(3)] Dense Z);
            """),
        ("Composed", $$"""
            [Block]
            public sealed partial record Stage([Dense(4, Activation.Tanh)] Dense Inner)
            {
                [Forward]
                internal static Tensor Add(Stage m, Tensor x) => x + (x | m.Inner | Curves.Swish);
            }

            [Model(4, {{DerivativeCase.All}}), MeanSquaredError]
            public sealed partial record Composed([Repeat(2)] LanguageExt.Seq<Stage> Stages, [Frozen, Dense(4)] Dense Still, [Dense(2)] Dense Z)
            {
                [Forward]
                internal static Tensor F(Composed m, Tensor x)
                {
                    foreach (var stage in m.Stages) x = x | stage;
                    return MatMul(x | m.Still, m.Still.Kernel) | m.Z;
                }
            }
            """),
        ("Met", $$"""
            [Model({{DerivativeCase.All}}), Input("Left", 3, 2, Axes = new[] { "height", "width" }), Input("Right", 3), MeanSquaredError]
            public sealed partial record Met([Dense(3)] Dense A, [Dense(2)] Dense Z)
            {
                [Forward]
                internal static Tensor F(Met m, (Tensor Left, Tensor Right) x, Noise noise)
                {
                    var rows = x.Left.Mean("width");
                    var h = Map(Curves.Gate, rows, x.Right | m.A) + 0.1 * noise.Normal(rows);
                    return h | WithLoss(Square(h).Mean(-1), 0.1) | m.Z;
                }
            }
            """),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Models.Length)];

    [Theory, MemberData(nameof(Numbers))]
    public void HessianMatchesDifferencesOfTheGradient(int number) =>
        Assert.Equal(0, DerivativeLaws.HessianMatchesDifferencesOfTheGradient(compiled.All[number], SamplesOf(number), number));

    [Theory, MemberData(nameof(Numbers))]
    public void HessianIsSymmetricAndLinear(int number) =>
        DerivativeLaws.HessianIsSymmetricAndLinear(compiled.All[number], SamplesOf(number), number);

    [Theory, MemberData(nameof(Numbers))]
    public void JacobianMatchesDifferencesOfThePrediction(int number) =>
        Assert.Equal(0, DerivativeLaws.JacobianMatchesDifferencesOfThePrediction(compiled.All[number], SamplesOf(number), number));

    [Theory, MemberData(nameof(Numbers))]
    public void TheCpuAgreesWithTheReference(int number) =>
        DerivativeLaws.TheCpuAgreesWithTheReference(compiled.All[number], SamplesOf(number), number);

    [Theory, MemberData(nameof(Numbers))]
    public void GradientMatchesFiniteDifference(int number) => ForwardLaws.GradientMatchesFiniteDifference(compiled.Methods[number]);

    /// <summary>Also in training, with its noise.</summary>
    [Theory, MemberData(nameof(Numbers))]
    public void CompiledIsEager(int number)
    {
        if (!compiled.Methods[number].Source.Contains("[Forward]", StringComparison.Ordinal)) return;
        ForwardLaws.CompiledIsEager(compiled.Methods[number], eagerIsFloat: true);
        ForwardLaws.TrainedIsEager(compiled.Methods[number], eagerIsFloat: true);
    }

    private Samples SamplesOf(int number) => Samples.For(compiled.All[number].Description, rows: 3, seed: number);

    public sealed class Compiled
    {
        internal IReadOnlyList<DerivativeCase> All { get; } = DerivativeCase.Compile(Models, Curves);

        internal IReadOnlyList<ForwardCase> Methods { get; } = ForwardLaws.Compile(Models, Curves);
    }
}
