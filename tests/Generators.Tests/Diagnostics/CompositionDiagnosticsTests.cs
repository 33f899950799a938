using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Wrong models of models are flagged at the very place, once, and nothing else is said.</summary>
public class CompositionDiagnosticsTests
{
    [Theory]
    [MemberData(nameof(WrongComposition.Models), MemberType = typeof(WrongComposition))]
    public void AWrongModelOfModelsIsFlagged(string source, string message)
    {
        var markup = Markup.Parse("using LanguageExt;\n" + source);
        string[] use = source.Contains("// unused", StringComparison.Ordinal) ? [] : [ModelUse.Of("Net")];
        var run = GeneratorHarness.Run([.. markup.Files, .. use, ComposedModel.File]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(source, markup.Marks, run.Diagnostics.RemoveAll(d => d.Id is "CS8604"));
        Assert.All(run.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }

    [Fact]
    public void TheRecordsAreRight() => Assert.Empty(GeneratorHarness.Run(ComposedModel.File).Diagnostics);
}
