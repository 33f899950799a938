using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Tests.Support;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace ModelDsl.Generators.Tests.Features;

/// <summary>After an edit, only the rows that changed are written again, and the models that take them.</summary>
public class FeaturesPipelineTests
{
    private const string Inner = "[Features] public sealed partial record Inner([Number] int Rooms, [Category(\"a\", \"b\")] string Kind);";
    private const string Row = "[Features] public sealed partial record Row([Normalize] float? Age, Inner Home, [Label] bool Answer);";
    private const string Other = "public enum Port { S, C } [Features] public sealed partial record Other([Category] Port Port, [Label] bool Answer);";
    private const string Models = """
        [Model(typeof(Row)), BinaryCrossentropy] public sealed partial record Net([Dense(1)] Dense A);
        [Model(typeof(Other)), BinaryCrossentropy] public sealed partial record Far([Dense(1)] Dense A);
        """;

    private const string Unrelated = "class Unrelated { public int F() => 1; }";

    private static readonly string[] Files = [Inner, Row, Other, Models, Unrelated];

    private static readonly GeneratorRun First = GeneratorHarness.Run(Files);

    [Fact]
    public void The_first_run_is_right() => Assert.Empty(First.Diagnostics);

    [Theory]
    [InlineData(4, "=> 1", "=> 2")]
    [InlineData(1, "[Features]", "// a comment\n[Features]")]
    [InlineData(1, "[Normalize]", "[NormalizeAttribute(Log = false)]")]
    [InlineData(1, "Answer);", "Answer) { public int Length => 3; }")]
    [InlineData(1, "[Label] bool", "[Label()] System.Boolean")]
    [InlineData(2, "{ S, C }", "{ S = 0, C = 1, D = C }")]
    public void An_edit_that_changes_no_row_emits_nothing(int file, string before, string after) =>
        AssertEmitted(Edit(file, before, after));

    [Theory]
    [InlineData(0, "Rooms", "Floors", "Inner", "Row")]
    [InlineData(0, "\"b\")", "\"b\", \"c\")", "Inner", "Row", "Net")]
    [InlineData(1, "[Normalize]", "[MinMax]", "Row")]
    [InlineData(1, "float?", "float", "Row", "Net")]
    [InlineData(1, "[Label] bool Answer", "[Label] bool Reply", "Row", "Net")]
    [InlineData(2, "{ S, C }", "{ S, C, Q }", "Other", "Far")]
    [InlineData(3, "public sealed partial record Net([Dense(1)]", "public sealed partial record Net([Dense(1, UseBias = false)]", "Net")]
    public void An_edit_of_a_row_emits_it_and_what_contains_it(int file, string before, string after, params string[] records) =>
        AssertEmitted(Edit(file, before, after), records);

    [Fact]
    public void A_row_that_becomes_wrong_and_right_again_is_as_before()
    {
        var wrong = Edit(1, "[Normalize]", "[Bins(1)]");
        Assert.Equal(["MDSL215"], wrong.Diagnostics.Select(d => d.Id));
        var right = wrong.Again(First.Before);
        Assert.Empty(right.Diagnostics);
        Assert.Equal(First.Files, right.Files);
    }

    [Fact]
    public void Emitting_twice_gives_the_same_bytes_in_any_order_of_files_and_any_culture()
    {
        var expected = GeneratorHarness.Run([RightRows.Typical, .. Files]).Files;
        Assert.Equal(expected, GeneratorHarness.Run([RightRows.Typical, .. Files]).Files);
        Assert.Equal(expected, GeneratorHarness.Run([.. Files.Reverse(), RightRows.Typical]).Files);
        var before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("fi-FI");
        try
        {
            Assert.Equal(expected, GeneratorHarness.Run([RightRows.Typical, .. Files]).Files);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static GeneratorRun Edit(int file, string before, string after)
    {
        Assert.Contains(before, Files[file], StringComparison.Ordinal);
        var tree = First.Before.SyntaxTrees.Single(t => t.FilePath == $"Source{file}.cs");
        var text = Files[file].Replace(before, after, StringComparison.Ordinal);
        return First.Again(First.Before.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(text, tree.FilePath)));
    }

    private static void AssertEmitted(GeneratorRun run, params string[] records)
    {
        Assert.Empty(run.Diagnostics);
        var changed = new[] { ModelGenerator.Steps.Outputs, ModelGenerator.Steps.Features }
            .SelectMany(step => run.Result.TrackedSteps[step])
            .SelectMany(step => step.Outputs).Where(o => o.Reason is Reason.Modified or Reason.New)
            .Select(o => o.Value is ModelOutput model ? model.Type.Name : ((FeaturesOutput)o.Value).Type.Name);
        Assert.Equal(records.Order(), changed.Order());
    }
}
