using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// A diagnostic also gives the related places that explain it. They are the calls and the loop that led to the mistake, an earlier use, or
/// the alternative.
/// </summary>
public class RelatedLocationsTests
{
    public static TheoryData<string, string, string[]> Rows() => new()
    {
        { "return Outer(x | m.A) | m.B; Tensor Outer(Tensor t) => Inner(2 * t); Tensor Inner(Tensor t) => t.Mean(5);", "5", ["Inner(2 * t)", "Outer(x | m.A)"] },
        { "var h = x | m.A; return Halved(h) + Halved(x | m.B); Tensor Halved(Tensor t) => (x | m.A) - t;", "(x | m.A) - t", ["Halved(x | m.B)"] },
        { "var h = x | m.A; for (var i = 0; i < 2; i++) h = h | m.B; return h;", "h | m.B", ["h | m.B", "for"] },
        { "var h = x | m.A; foreach (var k in new[] { 1, 2 }) h = h[.., ..^(4 * k)]; return h | m.B;", "..^(4 * k)", ["foreach"] },
        { "var h = x | m.A; var n = 0; while (n < 9) { n += 5; h = h[.., ..n]; } return h | m.B;", "..n", ["while"] },
        { "var h = x[.., ..4] | m.A; return (x | m.A) | m.B;", "x | m.A", ["m.A"] },
        { "return x | m.A | Relu | m.B | m.A;", "m.A", ["x | m.A"] },
        { "Func<Tensor, Tensor> f = t => t.Sum(3); return f(x) | m.A | m.B;", "3", ["f(x)"] },
        { "var k = Net.Counter + Twice(2); return x * k | m.A | m.B; int Twice(int n) => n * Net.Counter;", "Net.Counter", [] },
        { "return x * Twice(2) | m.A | m.B; int Twice(int n) => n * Net.Counter;", "Net.Counter", ["Twice(2)"] },
        { "return x | m.A | m.B + 1;".Replace("m.B + 1", "m.B | (t => t[.., 5])", StringComparison.Ordinal), "5", ["(t => t[.., 5])"] },
    };

    [Theory, MemberData(nameof(Rows))]
    public void AFindingShowsWhereElseToLook(string body, string at, string[] others) =>
        Check(ForwardModel.Of(body, ForwardModel.Members), at, others);

    [Fact]
    public void TrainingAndPredictionAreShownBoth()
    {
        const string Signature = "Net m, Tensor x, bool training";
        Check(ForwardModel.Of("return training ? x | m.A | m.B : x | m.B | m.A;", signature: Signature, layers: "[Dense(8)] Dense A, [Dense(8)] Dense B"), "x | m.A", ["x | m.B"]);
        Check(ForwardModel.Of("var h = x | m.A | m.B; return training ? h[.., ..2] : h;", signature: Signature), "h[.., ..2]", ["m.B"]);
    }

    [Fact]
    public void TheFirstOfTwoOutputsOfANameIsShown() => Check(
        "[Model(8), MeanSquaredError(Output = \"Kind\"), MeanSquaredError(Output = \"kind\")] public partial record Net([Dense(3)] Dense A, [Dense(2)] Dense B) { [Forward] static (Tensor Kind, Tensor kind) F(Net m, Tensor x) => (x | m.A, x | m.B); }",
        "kind", ["Kind"]);

    [Fact]
    public void TheFirstOfTwoMethodsIsShown() =>
        Check(ForwardModel.Of("return x | m.A | m.B;", "[Forward] static Tensor G(Net m, Tensor x) => x | m.A | m.B;"), "G", ["F"]);

    private static void Check(string source, string at, string[] others)
    {
        var run = GeneratorHarness.Run(source);
        Assert.Null(run.Result.Exception);
        var finding = run.Findings.First(d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(at, Text(finding.Location));
        Assert.Equal(others, finding.AdditionalLocations.Select(Text));
    }

    private static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
