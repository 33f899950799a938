using ModelDsl.CompilerServices;
using ModelDsl.Generators.Tests.Emit;
using ModelDsl.Generators.Tests.Forward;
using ModelDsl.Generators.Tests.Support;
using ProgramKind = ModelDsl.CompilerServices.ProgramKind;

namespace ModelDsl.Generators.Tests.OwnFunctions;

/// <summary>
/// An author's own losses: one that restates a built-in loss gives the same numbers. Each has the gradient of finite differences, and wrong
/// ones are flagged.
/// </summary>
public sealed class CustomLossTests(CustomLossTests.Compiled compiled) : IClassFixture<CustomLossTests.Compiled>
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Compiled.Losses.Length)];

    public static TheoryData<int> WithBuiltIn =>
        [.. Enumerable.Range(0, Compiled.Losses.Length).Where(i => Compiled.Losses[i].BuiltIn is not null)];

    [Theory, MemberData(nameof(Numbers))]
    public void GradientMatchesFiniteDifference(int number) => ForwardLaws.GradientMatchesFiniteDifference(compiled.Cases[number]);

    [Theory, MemberData(nameof(WithBuiltIn))]
    public void AFormulaOfTheLibraryGivesItsNumbers(int number)
    {
        var (own, builtIn) = (compiled.Models[number], compiled.BuiltIn[number]!);
        Assert.Equal(LossKind.CustomLoss, own.Description.Loss);
        var samples = Samples.For(own.Description, rows: 5, seed: 3);
        foreach (var drawn in new[] { samples, samples.Weighted(own.Description, 4) })
        {
            var parameters = own.Parameters(2);
            var (mine, theirs) = (own.Run(ProgramKind.Gradient, Engine.Reference, parameters, drawn),
                builtIn.Run(ProgramKind.Gradient, Engine.Reference, parameters, drawn));
            Assert.All(mine.Losses.Zip(theirs.Losses), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-11));
            Assert.Equal(theirs.Loss, mine.Loss, 1e-11);
            Assert.All(mine.Gradient.Zip(theirs.Gradient),
                tensors => Assert.All(tensors.Item1.Zip(tensors.Item2), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-10)));
            var evaluated = own.Run(ProgramKind.Loss, Engine.Cpu, parameters, drawn);
            Assert.Equal(theirs.Loss, evaluated.Loss, 2e-5 * (1 + Math.Abs(theirs.Loss)));
        }
    }

    [Theory, MemberData(nameof(Wrong))]
    public void AWrongLossIsFlagged(string model, string losses, string message)
    {
        var source = $"[Model(8), CustomLoss({model})]\npublic sealed partial record Net([Dense(4)] Dense Output);\n{losses}";
        var markup = Markup.Parse(source);
        var run = GeneratorHarness.Run([.. markup.Files, ModelUse.Of("Net")]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(source, markup.Marks, run.Diagnostics);
        Assert.All(run.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }

    public static TheoryData<string, string, string> Wrong() => new()
    {
        { "{|MDSL140:\"Nothing\"|}", "", "no method with this name" },
        { "{|MDSL140:nameof(Losses.F)|}", "static class Losses { public static Tensor F(Tensor p) => p; }", "does not take two tensors" },
        { "{|MDSL140:nameof(Losses.F)|}", "static class Losses { public static Tensor F(Tensor p, float t) => p; }", "does not take two tensors" },
        { "{|MDSL140:nameof(Losses.F)|}", "static class Losses { public static float F(Tensor p, Tensor t) => 1; }", "it returns 'float'" },
        { "{|MDSL140:nameof(Losses.F)|}", "static class Losses { public static Tensor F<T>(Tensor p, Tensor t) => p; }", "is generic" },
        { "{|MDSL140:nameof(Losses.F)|}", "class Losses { public Tensor F(Tensor p, Tensor t) => p; }", "instance method" },
        { "{|MDSL140:nameof(Losses.F)|}", "static class Losses { [System.Runtime.InteropServices.DllImport(\"losses\")] public static extern Tensor F(Tensor p, Tensor t); }", "it has no body" },
        { "{|MDSL140:nameof(Functions.MatMul)|}", "", "is not of this project" },
        { "nameof(Losses.F)", "static class Losses { public static Tensor F(Tensor p, Tensor t) => {|MDSL141:Square(p - t)|}; }", "gives [N, 4]" },
        { "nameof(Losses.F)", "static class Losses { public static Tensor F(Tensor p, Tensor t) => Square(p - t).{|MDSL141:Mean(-1, keepDims: true)|}; }", "gives [N, 1]" },
        { "{|MDSL141:nameof(Losses.F)|}", "static class Losses { public static Tensor F(Tensor p, Tensor t) => p; }", "gives [N, 4]" },
        { "nameof(Losses.F)", "static class Losses { public static Tensor F(Tensor p, Tensor t) => ({|MDSL106:p - t.Mean(-1)|}).Mean(-1); }", "[N, 4] and [N]" },
        { "nameof(Losses.F)", "static class Losses { public static Tensor F(Tensor p, Tensor t) => Square(p - t).Mean({|MDSL108:0|}); }", "along the batch" },
        { "nameof(Losses.F)", "static class Losses { public static Tensor F(Tensor p, Tensor t) => {|MDSL104:Tensor.Zeros([4])|}; }", "'Zeros' is not a differentiable function" },
        { "nameof(Losses.F)", "static class Losses { static float k = 1; public static Tensor F(Tensor p, Tensor t) => (p - {|MDSL105:k|} * t).Mean(-1); }", "declare it const" },
        { "nameof(Losses.F)", "static class Losses { public static Tensor F(Tensor p, Tensor t) => (p / (p + {|MDSL134:1e-50|}) - t).Mean(-1); }", "it would be 0" },
        { "nameof(Losses.F)", "static class Losses { public static Tensor F(Tensor p, Tensor t) => (p * {|MDSL134:1e39|} - t).Mean(-1); }", "it would be infinity" },
        { "nameof(Losses.F)", "static class Losses { public static Tensor F(Tensor p, Tensor t) => Map(D, p, t).Mean(-1); static float D(float p, float t) => {|MDSL131:p % t|}; }", "comparisons" },
    };

    public sealed class Compiled
    {
        /// <summary>
        /// The body of a method from p and t, the equivalent built-in loss, further members, and the model's last activation.
        /// </summary>
        internal static readonly (string Body, string? BuiltIn, string Members, string Activation)[] Losses =
        [
            ("Square(p - t).Mean(-1)", "MeanSquaredError", "", ""),
            ("Abs(p - t).Mean(-1)", "MeanAbsoluteError", "", ""),
            ("Map((a, b) => (a - b) * (a - b), p, t).Mean(-1)", "MeanSquaredError", "", ""),
            ("Map(H, p, t).Mean(-1)", "Huber(Delta = 0.25)", "static float H(float p, float t) { var e = MathF.Abs(p - t); return e <= 0.25f ? 0.5f * e * e : 0.25f * (e - 0.125f); }", ""),
            ("(p - t + Softplus(-2 * (p - t)) - 0.69314718055994529).Mean(-1)", "LogCosh", "", ""),
            ("Maximum(1 - Where(t > 0, t, 2 * t - 1) * p, 0 * p).Mean(-1)", null, "", ""),
            ("(p - t * Log(p + 1e-7)).Mean(-1)", "Poisson", "", ", Activation.Softplus"),
            ("-((p * t).Sum(-1) / (Sqrt(Clip(Square(p).Sum(-1), 1e-14, double.MaxValue)) * Sqrt(Clip(Square(t).Sum(-1), 1e-14, double.MaxValue))))", "CosineSimilarity", "", ""),
            ("Map((a, b) => a > 0.5f * b ? MathF.Exp(a - b) : b - a, p, t).Sum(-1)", null, "", ""),
            ("{ var e = t - p; return Maximum(0.9 * e, -0.1 * e).Mean(-1); }", null, "", ""),
            ("{ var e = 0 * p; foreach (var power in new[] { 1, 2 }) e += power * Square(p - t); return Square(e).Mean(-1) + StopGradient(p).Sum(-1) * 0; }", null, "", ""),
        ];

        private static string Model(int i, string loss, string name) => $$"""
            [Model(3), {{loss}}]
            public sealed partial record {{name}}([Dense(5, Activation.Tanh)] Dense Hidden, [Dense(2{{Losses[i].Activation}}, KernelL2 = 0.01)] Dense Output)
            {
                [Forward] internal static Tensor F({{name}} m, Tensor x) => x | m.Hidden | m.Output;
            }
            """;

        public Compiled()
        {
            var own = Enumerable.Range(0, Losses.Length).Select(i => (Name: $"Own{i}", Source: Model(i, $"CustomLoss(nameof(Losses{i}.L))", $"Own{i}") +
                $"\ninternal static class Losses{i} {{ public static Tensor L(Tensor p, Tensor t) {(Losses[i].Body[0] == '{' ? Losses[i].Body : "=> " + Losses[i].Body + ";")} {Losses[i].Members} }}")).ToArray();
            var builtIn = Enumerable.Range(0, Losses.Length).Where(i => Losses[i].BuiltIn is not null).Select(i => Model(i, Losses[i].BuiltIn!, $"Theirs{i}"));
            var assembly = GeneratorHarness.Run([.. own.Select(o => o.Source), .. builtIn]).Load();
            Cases = [.. own.Select(o => ForwardCase.Of(assembly, o.Name, o.Source))];
            Models = [.. own.Select(o => Wrap(o.Name)!)];
            BuiltIn = [.. Enumerable.Range(0, Losses.Length).Select(i => Wrap($"Theirs{i}"))];

            CompiledModel? Wrap(string name) => assembly.GetType(name) is { } type
                ? (CompiledModel)Activator.CreateInstance(typeof(CompiledModel<>).MakeGenericType(type), [null])! : null;
        }

        internal IReadOnlyList<ForwardCase> Cases { get; }

        internal IReadOnlyList<CompiledModel> Models { get; }

        internal IReadOnlyList<CompiledModel?> BuiltIn { get; }
    }
}
