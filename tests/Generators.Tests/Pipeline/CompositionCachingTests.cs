using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>After an edit, the generator repeats the work for everything that contains the changed record, and nothing else.</summary>
public class CompositionCachingTests
{
    private const string Block = "[Block] public partial record Step([Dense(8)] Dense Inner) { [Forward] static Tensor Add(Step m, Tensor x) => x + (x | m.Inner); }";
    private const string Inner = "[Model(8), MeanSquaredError] public partial record Inner(Step First, [Dense(8)] Dense Last);";
    private const string Outer =
        "[Model(8), MeanSquaredError] public partial record Outer(Inner Inner, [Repeat(2), Dense(2, Activation.Tanh)] LanguageExt.Seq<Dense> Ends) { [Forward] static Tensor F(Outer m, Tensor x) => x | m.Inner | m.Ends[0] | m.Ends[1]; }";
    private const string Other = "[Model(8), MeanSquaredError] public partial record Other([Dense(8)] Dense A);";

    private static readonly GeneratorRun First = GeneratorHarness.Run(Block, Inner, Outer, Other);

    [Fact]
    public void TheFirstRunEmitsAll()
    {
        Assert.Empty(First.Diagnostics);
        Assert.Equal(1 + 2 + 4 + 2, First.Files.Count);
    }

    [Theory]
    [InlineData(0, "Step(", "Step /* a comment */ (")]
    [InlineData(0, "x + (x", "x  +  (x")]
    [InlineData(1, "public partial", "public sealed partial")]
    [InlineData(2, "static Tensor F", "public static Tensor F")]
    public void OtherWordsForTheSameChangeNothing(int file, string before, string after) => AssertEmitted(Edit(file, before, after));

    [Theory]
    [InlineData(0, "x + (x", "Relu(x) + (x", "Step", "Inner", "Outer")]
    [InlineData(0, "(x | m.Inner)", "(x | m.Inner | Tanh)", "Step", "Inner", "Outer")]
    [InlineData(0, "Dense(8)", "Dense(8, UseBias = false)", "Step", "Inner", "Outer")]
    [InlineData(1, "Dense(8)", "Dense(8, Activation.Tanh)", "Inner", "Outer")]
    [InlineData(1, "[Dense(8)]", "[Frozen, Dense(8)]", "Inner", "Outer")]
    [InlineData(2, "Repeat(2)", "Repeat(3)", "Outer")]
    [InlineData(2, "Inner Inner", "[Frozen] Inner Inner", "Outer")]
    [InlineData(3, "Dense(8)", "Dense(9)", "Other")]
    public void AnEditEmitsWhatIsAroundIt(int file, string before, string after, params string[] emitted)
    {
        var text = new[] { Block, Inner, Outer, Other }[file].Replace(before, after, StringComparison.Ordinal);
        if (after == "Repeat(3)") text = text.Replace("m.Ends[1]", "m.Ends[1] | m.Ends[2]", StringComparison.Ordinal);
        AssertEmitted(Replace(file, text), emitted);
    }

    [Fact]
    public void WhatIsWrongInsideIsSaidThereAndMendedEverywhere()
    {
        var wrong = Edit(0, "Dense(8)", "Dense(0)");
        Assert.Equal(["MDSL030"], wrong.Diagnostics.Select(d => d.Id));
        var right = wrong.Again(First.Before);
        Assert.Empty(right.Diagnostics);
        Assert.Equal(First.Files, right.Files);
    }

    private static GeneratorRun Edit(int file, string before, string after) =>
        Replace(file, new[] { Block, Inner, Outer, Other }[file].Replace(before, after, StringComparison.Ordinal));

    private static GeneratorRun Replace(int file, string text)
    {
        var tree = First.Before.SyntaxTrees.Single(t => t.FilePath == $"Source{file}.cs");
        return First.Again(First.Before.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(text, tree.FilePath)));
    }

    private static void AssertEmitted(GeneratorRun run, params string[] records)
    {
        Assert.Empty(run.Diagnostics);
        var changed = new[] { ModelGenerator.Steps.Outputs, ModelGenerator.Steps.Blocks }.SelectMany(step => run.Result.TrackedSteps[step])
            .SelectMany(step => step.Outputs).Where(o => o.Reason is Reason.Modified or Reason.New)
            .Select(o => o.Value is Specs.ModelOutput model ? model.Type.Name : ((Specs.BlockOutput)o.Value).Type.Name);
        Assert.Equal(records.Order(), changed.Order());
    }
}
