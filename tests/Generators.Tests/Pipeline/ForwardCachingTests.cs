using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelDsl.Generators.Tests.Support;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>After an edit of a method, the generator repeats only the work for changed computations.</summary>
public class ForwardCachingTests
{
    private const int Models = 8;
    private const string Shared = "namespace Many; static class Shared { public static Tensor Residual(Tensor x, Tensor y) => x + Relu(y); }";

    private static readonly GeneratorRun First = GeneratorHarness.Run([.. Enumerable.Range(0, Models).Select(Zoo.ManyMethods), Shared]);

    [Fact]
    public void TheFirstRunEmitsEveryModel()
    {
        Assert.Empty(First.Diagnostics);
        Assert.Equal(4 * Models, First.Files.Count);
    }

    [Fact]
    public void TheSameProjectAgainIsCached() => AssertEmitted(First.Again(First.Before), 0);

    [Theory]
    [InlineData("var h = x", "/* a comment */ var h  =  x")]
    [InlineData("* 0.5 |", "* 0.5 // half\n |")]
    [InlineData("static Tensor Logits", "public static Tensor Logits")]
    public void OtherWordsForTheSameChangeNothing(string before, string after) => AssertEmitted(Edit(7, before, after), 0);

    [Theory]
    [InlineData("Relu;", "Tanh;")]
    [InlineData("i < 2", "i < 3")]
    [InlineData("0.5", "0.25")]
    [InlineData("h | m.Block", "h | m.Block | Gelu")]
    [InlineData("Logits", "Scores")]
    public void AnEditOfOneMethodEmitsItsModelOnly(string before, string after) => AssertEmitted(Edit(7, before, after), 1);

    /// <summary>A size that a method reads is a number in its spec: only the resulting value counts.</summary>
    [Theory]
    [InlineData("h.Shape[1] / 8.0", "h.Shape[^1] / 8.0", 0)]
    [InlineData("h.Shape[1] / 8.0", "h.Shape[1] / 4.0", 1)]
    [InlineData("\"hidden\"", "\"units\"", 1)]
    [InlineData("Axis = \"hidden\"", " Axis  = \"hid\" + \"den\"", 0)]
    public void SizesAndNamesAreValuesOfTheSpec(string before, string after, int emitted)
    {
        const string Source = "[Model(8), MeanSquaredError] partial record Net([Dense(8, Axis = \"hidden\")] Dense A) { [Forward] static Tensor F(Net m, Tensor x) { var h = x | m.A; var k = h.Shape[1] / 8.0; return h * k; } }";
        var first = GeneratorHarness.Run(Source);
        Assert.Empty(first.Diagnostics);
        var again = first.Again(first.Before.ReplaceSyntaxTree(
            first.Before.SyntaxTrees.Single(t => t.FilePath == "Source0.cs"), GeneratorHarness.Parse(Source.Replace(before, after, StringComparison.Ordinal), "Source0.cs")));
        Assert.Empty(again.Diagnostics);
        Assert.Equal(emitted, again.Result.TrackedSteps[ModelGenerator.Steps.Outputs].SelectMany(step => step.Outputs)
            .Count(o => o.Reason is Reason.Modified or Reason.New));
    }

    /// <summary>The code of a function that all methods call is written out in each of them.</summary>
    [Fact]
    public void AnEditOfWhatAllCallEmitsAll() => AssertEmitted(
        First.Again(Replace(First.Before, Models, Shared.Replace("Relu", "Tanh", StringComparison.Ordinal))), Models);

    [Fact]
    public void AnEditOfWhatNobodyCallsEmitsNone() => AssertEmitted(
        First.Again(Replace(First.Before, Models, Shared.Replace("static class", "class Other { public int F() => 2; } static class", StringComparison.Ordinal))), 0);

    private static GeneratorRun Edit(int file, string before, string after) =>
        First.Again(Replace(First.Before, file, Zoo.ManyMethods(file).Replace(before, after, StringComparison.Ordinal)));

    private static CSharpCompilation Replace(CSharpCompilation compilation, int file, string text)
    {
        var tree = compilation.SyntaxTrees.Single(t => t.FilePath == $"Source{file}.cs");
        return compilation.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(text, tree.FilePath));
    }

    private static void AssertEmitted(GeneratorRun run, int models)
    {
        Assert.Empty(run.Diagnostics);
        var reasons = run.Result.TrackedSteps[ModelGenerator.Steps.Outputs].SelectMany(step => step.Outputs)
            .Select(o => o.Reason).ToArray();
        Assert.Equal(models, reasons.Count(reason => reason is Reason.Modified or Reason.New));
        Assert.Equal(Models - models, reasons.Count(reason => reason is Reason.Cached or Reason.Unchanged));
        var emissions = run.Result.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs)
            .Select(o => o.Reason).ToArray();
        Assert.Equal(models, emissions.Count(reason => reason is Reason.Modified or Reason.New));
    }
}
