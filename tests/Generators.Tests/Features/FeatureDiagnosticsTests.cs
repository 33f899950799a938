using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Features;

/// <summary>Each mistake in a row, or in a model of rows, is flagged at its exact place, once, and nothing more is reported.</summary>
public class FeatureDiagnosticsTests
{
    private static readonly MarkedProject Rows = new(WrongRows.Rows().Select(row => (string)row[0]), _ => null);

    private static readonly MarkedProject Models = new(
        WrongRowModels.Rows().Select(row => (string)row[0]), _ => null, "using LanguageExt;\n", RightRowModels.Rows + WrongRowModels.Shared);

    [Theory, MemberData(nameof(WrongRows.Rows), MemberType = typeof(WrongRows))]
    public void A_wrong_row_is_flagged(string source, string message) => Check(Rows[source], source, message);

    [Theory, MemberData(nameof(WrongRowModels.Rows), MemberType = typeof(WrongRowModels))]
    public void A_model_that_does_not_fit_its_rows_is_flagged(string source, string message) => Check(Models[source], source, message);

    /// <summary>Rows of another project are read from its compiled file.</summary>
    [Fact]
    public void A_row_of_another_project_can_be_used()
    {
        var library = GeneratorHarness.Run(GeneratorHarness.Compile("Library", GeneratorHarness.References, RightRows.Typical));
        const string Uses = "[Model(typeof(Shop.Passenger)), BinaryCrossentropy] public sealed partial record Net([Dense(1)] Dense B) { [Forward] static Tensor F(Net m, (Tensor Numbers, Tensor Ticket, Tensor HomeTown, Tensor Answer) x) => Concat([x.Numbers, x.Ticket, x.HomeTown, x.Answer]) | m.B; } [Features] public sealed partial record Row(Shop.Home Home, [Label] bool L);";
        var right = Application(GeneratorRun.Image(library.After), Uses);
        Assert.Empty(right.Diagnostics);
        // An editor refers to the other project's sources, which have their generated halves already.
        Assert.Empty(Application(library.After.ToMetadataReference(), Uses).Diagnostics);
        Assert.Contains("Survived = [false, true]", right.Files["Net.g.cs"], StringComparison.Ordinal);

        // Without the generator it has no other half.
        var wrong = Application(GeneratorRun.Image(library.Before), "[Model(typeof(Shop.Passenger)), BinaryCrossentropy] public sealed partial record Net([Dense(1)] Dense B); [Features] public sealed partial record Row(Shop.Home Home, [Label] bool L);");
        Assert.Equal(["MDSL219", "MDSL221"], wrong.Diagnostics.Select(d => d.Id).Order());
        Assert.All(wrong.Findings, finding => Assert.Contains("compiled with errors", finding.GetMessage(), StringComparison.Ordinal));

        static GeneratorRun Application(Microsoft.CodeAnalysis.MetadataReference library, string source) =>
            GeneratorHarness.Run(GeneratorHarness.Compile("Application", [.. GeneratorHarness.References, library], source));
    }

    private static void Check(Judged judged, string source, string message)
    {
        Expect.Marks(source, judged.Marks, judged.Diagnostics);
        var messages = judged.Findings.OrderBy(d => d.Location.SourceSpan.Start).Select(d => d.GetMessage()).ToArray();
        var parts = message.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(parts.Length, messages.Length);
        foreach (var (part, said) in parts.Zip(messages)) Assert.Contains(part, said, StringComparison.Ordinal);
    }
}
