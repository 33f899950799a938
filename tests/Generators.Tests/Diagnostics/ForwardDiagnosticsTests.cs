using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Each mistake in a forward method is flagged at its exact expression, once, and nothing more is reported. Right methods compile without a
/// warning.
/// </summary>
public class ForwardDiagnosticsTests
{
    private static readonly MarkedProject Project = new(
        [
            .. WrongForward.Bodies().Concat(WrongForward.Language()).Select(row => Body((string)row[0])),
            .. WrongForward.Named().Select(row => NamedBody((string)row[0])),
            .. WrongForward.Models().Concat(WrongForward.NamedModels()).Select(row => (string)row[0]),
        ],
        source => source.Contains("// unused", StringComparison.Ordinal) ? null : ModelUse.Of("Net"));

    [Theory]
    [MemberData(nameof(WrongForward.Bodies), MemberType = typeof(WrongForward))]
    [MemberData(nameof(WrongForward.Language), MemberType = typeof(WrongForward))]
    public void AWrongBodyIsFlaggedAtItsExpression(string body, string message) => Check(Body(body), message);

    [Theory]
    [MemberData(nameof(WrongForward.Named), MemberType = typeof(WrongForward))]
    public void ABodyThatMixesAxesIsFlaggedAtItsExpression(string body, string message) => Check(NamedBody(body), message);

    [Theory]
    [MemberData(nameof(WrongForward.Models), MemberType = typeof(WrongForward))]
    [MemberData(nameof(WrongForward.NamedModels), MemberType = typeof(WrongForward))]
    public void AWrongModelWithAMethodIsFlagged(string source, string message) => Check(source, message);

    [Fact]
    public void ThereAreEnough() => Assert.True(WrongForward.All.Distinct().Count() >= 150, $"{WrongForward.All.Distinct().Count()} wrong methods.");

    /// <summary>
    /// A chain of operators is a tree as deep as the chain is long. The compiler reads it without a deep stack, and so do we.
    /// </summary>
    [Fact]
    public void ALongChainIsReadToItsEnd()
    {
        var run = GeneratorHarness.Run(ForwardModel.Of($"return x{string.Concat(Enumerable.Repeat(" + 1", 20_000))} | m.A | m.B;"));
        Assert.Null(run.Result.Exception);
        Assert.Equal(["MDSL115"], run.Findings.Select(d => d.Id));
    }

    private static string Body(string body) => ForwardModel.Of(body, ForwardModel.Members);

    private static string NamedBody(string body) => ForwardModel.Of(body, input: "4, 4, Axes = [\"height\", \"width\"]");

    private static void Check(string source, string message)
    {
        var judged = Project[source];
        Expect.Marks(source, judged.Marks, judged.Diagnostics.RemoveAll(d => d.Id is "CS8604" or "CS0164" or "CS0649" or "CS0162" or "CS8629"));
        Assert.All(judged.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }
}
