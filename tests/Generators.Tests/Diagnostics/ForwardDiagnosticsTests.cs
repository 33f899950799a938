using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Wrong forward methods are flagged at the very expression, once, and nothing else is said; right ones compile without a word.</summary>
public class ForwardDiagnosticsTests
{
    [Theory]
    [MemberData(nameof(WrongForward.Bodies), MemberType = typeof(WrongForward))]
    [MemberData(nameof(WrongForward.Language), MemberType = typeof(WrongForward))]
    public void AWrongBodyIsFlaggedAtItsExpression(string body, string message) => Check(ForwardModel.Of(body, ForwardModel.Members), message);

    [Theory]
    [MemberData(nameof(WrongForward.Named), MemberType = typeof(WrongForward))]
    public void ABodyThatMixesAxesIsFlaggedAtItsExpression(string body, string message) =>
        Check(ForwardModel.Of(body, input: "4, 4, Axes = [\"height\", \"width\"]"), message);

    [Theory]
    [MemberData(nameof(WrongForward.Models), MemberType = typeof(WrongForward))]
    [MemberData(nameof(WrongForward.NamedModels), MemberType = typeof(WrongForward))]
    public void AWrongModelWithAMethodIsFlagged(string source, string message) => Check(source, message);

    [Fact]
    public void ThereAreEnough() => Assert.True(WrongForward.All.Distinct().Count() >= 150, $"{WrongForward.All.Distinct().Count()} wrong methods.");

    /// <summary>A chain of operators is a tree as deep as it is long: the compiler reads it without a deep stack, and so do we.</summary>
    [Fact]
    public void ALongChainIsReadToItsEnd()
    {
        var run = GeneratorHarness.Run(ForwardModel.Of($"return x{string.Concat(Enumerable.Repeat(" + 1", 20_000))} | m.A | m.B;"));
        Assert.Null(run.Result.Exception);
        Assert.Equal(["MDSL115"], run.Findings.Select(d => d.Id));
    }

    private static void Check(string source, string message)
    {
        var markup = Markup.Parse(source);
        string[] use = source.Contains("// unused", StringComparison.Ordinal) ? [] : [ModelUse.Of("Net")];
        var run = GeneratorHarness.Run([.. markup.Files, .. use]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(source, markup.Marks, run.Diagnostics.RemoveAll(d => d.Id is "CS8604" or "CS0164" or "CS0649" or "CS0162" or "CS8629"));
        Assert.All(run.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }
}
