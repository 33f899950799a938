using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Tests.Support;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>After an edit, the generator repeats only the work for the changed code.</summary>
public class CachingTests
{
    private const int Models = 8;
    private const string Other = "class Other { public int F() => 1; }";

    private static readonly GeneratorRun First = GeneratorHarness.Run([.. Enumerable.Range(0, Models).Select(Zoo.Many), Other]);

    [Fact]
    public void TheFirstRunEmitsEveryModel()
    {
        Assert.Empty(First.Diagnostics);
        Assert.Equal(2 * Models, First.Files.Count);
        Assert.All(Outputs(First), reason => Assert.Equal(Reason.New, reason));
    }

    [Fact]
    public void TheSameProjectAgainIsCached() => AssertNothingIsEmitted(First.Again(First.Before));

    [Fact]
    public void AnUnrelatedEditIsCached() => AssertNothingIsEmitted(Edit(Models, Other.Replace("=> 1", "=> 2", StringComparison.Ordinal)));

    [Fact]
    public void ANewFileWithoutModelsIsCached() =>
        AssertNothingIsEmitted(First.Again(First.Before.AddSyntaxTrees(GeneratorHarness.Parse("class More;", "More.cs"))));

    [Fact]
    public void ACommentInAModelsFileChangesNothing() => AssertNothingIsEmitted(Edit(7, "// a comment\n\n" + Zoo.Many(7)));

    [Fact]
    public void AMemberOfTheAuthorsChangesNothing() => AssertNothingIsEmitted(Edit(7, Zoo.Many(7).Replace(");", ") { public int Epochs => 5; }", StringComparison.Ordinal)));

    [Fact]
    public void TheSameModelInOtherWordsChangesNothing() => AssertNothingIsEmitted(Edit(7, Zoo.Many(7)
        .Replace("[Model(28, 28), Sparse", "[Model(new[] { 28, 4 * 7 })] [Sparse", StringComparison.Ordinal)
        .Replace("Dense(10, Activation.Softmax)", "Dense(activation: ActivationKind.Softmax, units: 10)", StringComparison.Ordinal)));

    [Theory]
    [InlineData("107", "207")]
    [InlineData("0.3", "0.4")]
    [InlineData("Relu", "Tanh")]
    [InlineData("Hidden", "Inner")]
    [InlineData("(28, 28)", "(28, 29)")]
    [InlineData("SparseCategoricalCrossentropy", "CategoricalCrossentropy")]
    [InlineData("Activation.Relu", "Activation.Relu, KernelL2 = 1e-4")]
    [InlineData("Activation.Relu", "Activation.Relu, UseBias = false")]
    [InlineData("namespace Many;", "namespace Few;")]
    public void AnEditOfOneModelEmitsThisOneOnly(string before, string after)
    {
        var run = Edit(7, Zoo.Many(7).Replace(before, after, StringComparison.Ordinal));

        Assert.Empty(run.Diagnostics);
        Assert.Equal(1, Outputs(run).Count(reason => reason is Reason.Modified or Reason.New));
        Assert.Equal(1, Emissions(run).Count(reason => reason is Reason.Modified or Reason.New));
        Assert.Equal(Models - 1, Emissions(run).Count(reason => reason is Reason.Cached or Reason.Unchanged));
        Assert.Equal(Models - 1, Checks(run).Count(reason => reason == Reason.Cached));
        Assert.InRange(run.Files.Count(file => First.Files.GetValueOrDefault(file.Key) != file.Value), 1, 2);
    }

    [Fact]
    public void AModelThatBecomesWrongLeavesTheOthersCached()
    {
        var run = Edit(7, Zoo.Many(7).Replace("0.3", "3", StringComparison.Ordinal));

        Assert.Equal(["MDSL031"], run.Diagnostics.Select(d => d.Id));
        Assert.Equal(1, Outputs(run).Count(reason => reason == Reason.Modified));

        // Further typing: the diagnostic moves, and the skeleton is not written again.
        var moved = run.Again(Replace(run.Before, 7, "// moved\n" + Zoo.Many(7).Replace("0.3", "3", StringComparison.Ordinal)));
        Assert.Equal([3], moved.Diagnostics.Select(d => d.Location.GetLineSpan().StartLinePosition.Line - 4));
        Assert.All(Outputs(moved), reason => Assert.True(reason is Reason.Cached or Reason.Unchanged, reason.ToString()));
        Assert.Equal(1, Emissions(moved).Count(reason => reason != Reason.Cached));
    }

    [Fact]
    public void ARemovedModelRemovesItsFilesOnly()
    {
        var run = Edit(7, "");
        Assert.Equal(2 * (Models - 1), run.Files.Count);
        Assert.All(run.Files, file => Assert.Equal(First.Files[file.Key], file.Value));
    }

    private static GeneratorRun Edit(int file, string text) => First.Again(Replace(First.Before, file, text));

    private static CSharpCompilation Replace(CSharpCompilation compilation, int file, string text)
    {
        var tree = compilation.SyntaxTrees.Single(t => t.FilePath == $"Source{file}.cs");
        return compilation.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(text, tree.FilePath));
    }

    private static void AssertNothingIsEmitted(GeneratorRun run)
    {
        Assert.Equal(Models, Outputs(run).Length);
        Assert.All(Outputs(run), reason => Assert.True(reason is Reason.Cached or Reason.Unchanged, reason.ToString()));
        Assert.All(Emissions(run), reason => Assert.Equal(Reason.Cached, reason));
    }

    private static Reason[] Outputs(GeneratorRun run) =>
        [.. run.Result.TrackedSteps[ModelGenerator.Steps.Outputs].SelectMany(step => step.Outputs).Select(o => o.Reason)
            .Where(r => r != Reason.Removed)];

    private static Reason[] Checks(GeneratorRun run) =>
        [.. run.Result.TrackedSteps[ModelGenerator.Steps.Checks].SelectMany(step => step.Outputs).Select(o => o.Reason)
            .Where(r => r != Reason.Removed)];

    /// <summary>
    /// Returns the reasons of the steps that write source. Steps that report diagnostics have no output for a right model.
    /// </summary>
    private static Reason[] Emissions(GeneratorRun run) =>
        [.. run.Result.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs).Select(o => o.Reason)
            .Where(r => r != Reason.Removed)];
}
