using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>A model from a file is read again when the file or its attributes change, and at no other edit.</summary>
public class OnnxCachingTests
{
    private const string Digits = "// digits.onnx: 4 numbers to 3 classes\n[Onnx(\"digits.onnx\")] public sealed partial record Net;";
    private const string Other = "// other.onnx: 4 numbers to 3 numbers\n[Onnx(\"other.onnx\")] public sealed partial record Second;";

    private readonly GeneratorRun first = GeneratorHarness.Run(Digits, Other);

    [Fact]
    public void An_edit_elsewhere_imports_and_emits_nothing()
    {
        Assert.Empty(first.Diagnostics);
        Assert.Equal([Reason.New, Reason.New], Reasons(first, ModelGenerator.Steps.ImportedModels));
        foreach (var run in (GeneratorRun[])[first.Again(first.Before), first.Again(first.Before.AddSyntaxTrees(GeneratorHarness.Parse("class More;", "More.cs")))])
        {
            Assert.Equal([Reason.Cached, Reason.Cached], Reasons(run, ModelGenerator.Steps.ImportedFiles));
            Assert.Equal([Reason.Cached, Reason.Cached], Reasons(run, ModelGenerator.Steps.ImportedModels));
            AssertEmitted(run, 0);
        }
    }

    [Fact]
    public void A_comment_and_a_member_in_the_authors_half_import_and_emit_nothing()
    {
        var run = Edited(Digits.Replace("record Net;", "record Net /* mine */ { public int Age => 3; }", StringComparison.Ordinal));
        Assert.Empty(run.Diagnostics);
        Assert.Equal([Reason.Cached, Reason.Cached], Reasons(run, ModelGenerator.Steps.ImportedModels));
        AssertEmitted(run, 0);
    }

    [Fact]
    public void A_loss_in_the_authors_half_emits_its_model_only()
    {
        var run = Edited(Digits.Replace("[Onnx(\"digits.onnx\")]", "[Onnx(\"digits.onnx\"), MeanSquaredError]", StringComparison.Ordinal));
        Assert.Empty(run.Diagnostics);
        Assert.Equal([Reason.Modified, Reason.Cached], Reasons(run, ModelGenerator.Steps.ImportedModels).Order());
        AssertEmitted(run, 1);
    }

    [Fact]
    public void A_new_file_imports_and_emits_its_model_only()
    {
        var old = WeightsFiles.Of([Digits, Other]);
        var driver = GeneratorHarness.Driver(files: old).RunGenerators(first.Before);
        var text = old.OfType<BuiltText>().Single(file => file is { Metadata: "ModelDslOnnx", Origin: "digits.onnx" });
        var run = GeneratorRun.Of(first.Before, driver.ReplaceAdditionalText(text, OnnxModels.Text("digits.onnx", "4 numbers to 3 numbers")));
        Assert.Empty(run.Diagnostics);
        Assert.Equal([Reason.Modified, Reason.Cached], Reasons(run, ModelGenerator.Steps.ImportedFiles).Order());
        Assert.Equal([Reason.Modified, Reason.Cached], Reasons(run, ModelGenerator.Steps.ImportedModels).Order());
        AssertEmitted(run, 1);
    }

    private GeneratorRun Edited(string source) => first.Again(first.Before.ReplaceSyntaxTree(
        first.Before.SyntaxTrees.Single(tree => tree.FilePath == "Source0.cs"), GeneratorHarness.Parse(source, "Source0.cs")));

    private static void AssertEmitted(GeneratorRun run, int count) =>
        Assert.Equal(count, Reasons(run, ModelGenerator.Steps.Outputs).Count(reason => reason is not (Reason.Cached or Reason.Unchanged)));

    private static Reason[] Reasons(GeneratorRun run, string step) =>
        [.. run.Result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason).Where(r => r != Reason.Removed)];
}
