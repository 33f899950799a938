using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Each mistake in a model of models is flagged at its exact place, once, and nothing more is reported.</summary>
public class CompositionDiagnosticsTests
{
    private static readonly MarkedProject Project = new(
        WrongComposition.Models().Select(row => (string)row[0]), source => source.Contains("// unused", StringComparison.Ordinal) ? null : ModelUse.Of("Net"),
        "using LanguageExt;\n", ComposedModel.File);

    [Theory]
    [MemberData(nameof(WrongComposition.Models), MemberType = typeof(WrongComposition))]
    public void AWrongModelOfModelsIsFlagged(string source, string message)
    {
        var judged = Project[source];
        Expect.Marks(source, judged.Marks, judged.Diagnostics.RemoveAll(d => d.Id is "CS8604"));
        Assert.All(judged.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }

    [Fact]
    public void TheRecordsAreRight() => Assert.Empty(GeneratorHarness.Run(ComposedModel.File).Diagnostics);
}
