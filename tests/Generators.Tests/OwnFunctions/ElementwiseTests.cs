using System.Globalization;
using System.Text.RegularExpressions;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Tests.Diagnostics;
using ModelDsl.Generators.Tests.Forward;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.OwnFunctions;

/// <summary>
/// Functions of numbers in models: a right one runs as written and has the gradient of finite differences; a wrong one is flagged at the
/// exact expression.
/// </summary>
public sealed partial class ElementwiseTests(ElementwiseTests.Compiled compiled) : IClassFixture<ElementwiseTests.Compiled>
{
    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Compiled.Models.Length)];

    [Theory, MemberData(nameof(Numbers))]
    public void AFunctionRunsAsItIsWrittenAndHasItsGradient(int number) => Assert.Multiple(
        () => ForwardLaws.CompiledIsEager(compiled.All[number], eagerIsFloat: true),
        () => ForwardLaws.GradientMatchesFiniteDifference(compiled.All[number]));

    /// <summary>
    /// If both are equal, the first counts: in the choice between elements of tensors, and in the choice between numbers.
    /// </summary>
    [Theory, InlineData("Maximum(h, StopGradient(h))", "Map(Larger, h, StopGradient(h))"), InlineData("Minimum(h, StopGradient(h))", "Map(Smaller, h, StopGradient(h))")]
    public void OfEqualsTheSameHasTheGradient(string ofTensors, string ofNumbers)
    {
        const string Members = "static float Larger(float a, float b) => MathF.Max(a, b); static float Smaller(float a, float b) => MathF.Min(a, b);";
        double[][] gradients = [.. ForwardLaws.Compile([Net("Tensors", ofTensors), Net("Numbers", ofNumbers), Net("Identity", "h")]).Select(model => (double[])[.. model.Derivatives(rows: 3, seed: 5, step: 1).Select(d => d.Derived)])];
        Assert.All(gradients, gradient => Assert.Equal(gradients[0], gradient, (a, b) => Math.Abs(a - b) < 1e-12));

        static (string, string) Net(string name, string chosen) => (name, ForwardModel.Of($"var h = x | m.A; return {chosen} | m.B;", Members, name: name, signature: $"{name} m, Tensor x"));
    }

    [Theory, MemberData(nameof(WrongElementwise.Functions), MemberType = typeof(WrongElementwise))]
    public void AWrongFunctionIsFlaggedAtItsExpression(string members, string message) =>
        Check($"static class Functions2 {{ static float Counter; static float Property => 1; {members}\n }}", message, use: false, CompilersCode().Match(members).Groups[1].Value);

    /// <summary>A number is read as in C#, also on a computer whose language writes a decimal comma.</summary>
    [Theory, InlineData("de-DE"), InlineData("fi-FI"), InlineData("tr-TR")]
    public void ANumberIsReadWithItsDot(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            AWrongFunctionIsFlaggedAtItsExpression("[Elementwise] static float F(float x) => x / (x + {|MDSL134:-1.5e-50f|});", "it would be 0");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory, MemberData(nameof(WrongElementwise.Models), MemberType = typeof(WrongElementwise))]
    public void AModelWithAWrongFunctionIsFlagged(string source, string message) => Check(source, message, use: true);

    [Theory, MemberData(nameof(WrongElementwise.Bodies), MemberType = typeof(WrongElementwise))]
    public void AWrongUseIsFlaggedAtItsExpression(string body, string message) =>
        Check(ForwardModel.Of(body, ForwardModel.Members) + "\n" + WrongElementwise.Curves, message, use: true);

    /// <summary>The functions that accept functions of numbers are those of the page.</summary>
    [Fact]
    public void ThePageListsEveryFunction()
    {
        var page = Repository.Read("docs/elementwise.md");
        Assert.All(ScalarCalls.Names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Theory, InlineData("docs/elementwise.md"), InlineData("docs/reference/losses.md"), InlineData("docs/reference/optimizers.md")]
    public void WhatAPageShowsCompilesWithoutAWord(string page)
    {
        string[] own = ["[Elementwise]", "CustomLoss(", "[Optimizer]"];
        var blocks = Block().Matches(Repository.Read(page)).Select(m => m.Groups[1].Value)
            .Where(code => own.Any(word => code.Contains(word, StringComparison.Ordinal))).ToArray();
        Assert.NotEmpty(blocks);
        Assert.Empty(GeneratorHarness.Run(blocks).Diagnostics);
    }

    private static void Check(string source, string message, bool use, string also = "")
    {
        var markup = Markup.Parse(source);
        var run = GeneratorHarness.Run(use ? [.. markup.Files, ModelUse.Of("Net")] : [.. markup.Files]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(source, markup.Marks, run.Diagnostics.RemoveAll(d => d.Id is "CS0649" or "CS0169" or "CS0414" or "CS0162" or "CS8321" || d.Id == also));
        Assert.All(run.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }

    [GeneratedRegex("// (CS[0-9]+)")]
    private static partial Regex CompilersCode();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    public sealed class Compiled
    {
        internal static readonly (string Body, string Members, string Layers)[] Models =
        [
            .. RightElementwise.OfOne.Select(f => ("return (x | m.A | F) + Map(F, x) | m.B;", "[Elementwise] " + Marked(f), ForwardModel.Layers)),
            .. RightElementwise.OfSeveral.Select(f => ($"return {Several(f)} | m.B;", "[Elementwise] " + f, ForwardModel.Layers)),

            // Functions as activations, lambdas and methods without the attribute, beside tensors' functions of the same name
            ("return x | m.A | m.B;", "[Elementwise] public static float F(float x) => x * Sigmoid(x);", "[Dense(8, Activate = nameof(Net.F))] Dense A, [Dense(4)] Dense B"),
            ("return x | m.A | m.C | m.B;", "[Elementwise] public static float F(float x) => x > 0 ? x : 0.3f * x;", "[Dense(8)] Dense A, [Activation(nameof(Net.F))] Activation C, [Dense(4)] Dense B"),
            ("return (x.Reshape(-1, 4, 2, 1) | m.A).Flatten() | m.B;", "public static float F(float x) => Softplus(x);", "[Conv2D(3, 2, Activate = \"F\")] Conv2D A, [Dense(4)] Dense B"),
            ("return (x.Reshape(-1, 4, 2, 1) | m.A).Flatten() | m.B;", "public static float F(float x) => Tanh(x);", "[DepthwiseConv2D(2, Activate = nameof(Net.F))] DepthwiseConv2D A, [Dense(4)] Dense B"),
            ("return (x.Reshape(-1, 4, 2, 1) | m.A).Flatten() | m.B;", "public static float F(float x) => Tanh(x);", "[Conv2DTranspose(2, 2, Activate = nameof(Net.F))] Conv2DTranspose A, [Dense(4)] Dense B"),
            ("return (x | m.A | (v => v * v)) | m.B;", "", ForwardModel.Layers),
            ("var k = 0.3f; return Map(v => MathF.Sin(k * v), x | m.A) | m.B;", "", ForwardModel.Layers),
            ("return x | m.A | Tanh | Half | m.B; static float Half(float v) => v / 2;", "", ForwardModel.Layers),
            ("return x | m.A | MathF.Tanh | m.B;", "", ForwardModel.Layers),
            ("Func<float, float> f = Sigmoid; return x | m.A | f | m.B;", "", ForwardModel.Layers),
            ("return Map((a, b) => a > b ? a : 0.5f * b, x | m.A, x) | m.B;", "", ForwardModel.Layers),
            ("for (var i = 1; i < 4; i++) x = Map((v, w) => v + w / i, x | m.A | Tanh, x); return x | m.B;", "", ForwardModel.Layers),

            // Chains that become one kernel
            ("return 2 * Square((x | m.A | F) + x) - (x | Relu | F | Sigmoid) * 0.5 | m.B;", "[Elementwise] static float F(float v) => v * Tanh(v);", ForwardModel.Layers),
            ("var h = x | m.A | F; return Where(h > 0.1, h, F2(h)) / (1 + Abs(h)) | m.B; static Tensor F2(Tensor t) => Clip(t | F, -0.2, 0.2);", "static float F(float v) => Sin2(v); static float Sin2(float v) => MathF.Sin(2 * v);", ForwardModel.Layers),
            ("return Where(Sign(x | m.A | F) >= 1, x | m.A, x) + Where(Sign(x | m.A | F) < -0.5, x, x | m.A) | m.B;", "[Elementwise] static float F(float v) => v * Tanh(v) - 0.1f;", ForwardModel.Layers),
            .. ActivationTable.Elementwise.Where(row => row.Name != "Threshold").Select(row => ($"return x | m.A | F | {(row.Name == "Exponential" ? "Exp" : row.Name)} | F | m.B;", "[Elementwise] static float F(float v) => MathF.Sin(2 * v);", ForwardModel.Layers)),
        ];

        internal IReadOnlyList<ForwardCase> All { get; } = ForwardLaws.Compile(
            [.. Models.Select((m, i) => ($"Net{i}", ForwardModel.Of(m.Body, m.Members, m.Layers.Replace("Net.", $"Net{i}.", StringComparison.Ordinal), name: $"Net{i}", signature: $"Net{i} m, Tensor x")))],
            RightElementwise.Shared);

        private static string Marked(string function) => function.StartsWith("const", StringComparison.Ordinal) ? "static float Unused(float x) => x; " + function : function;

        private static string Several(string function) => (function.Split(')')[0].Split("float").Length - 2) switch
        {
            2 => "Map(F, x | m.A, x)",
            3 => "Map(F, x | m.A, x, x | m.A | Tanh)",
            _ => "Map(F, x | m.A, x, x | m.A | Tanh, 0.5 * x)",
        };
    }
}
