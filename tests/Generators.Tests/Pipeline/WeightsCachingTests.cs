using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;
using Reason = Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace ModelDsl.Generators.Tests.Pipeline;

/// <summary>A header is read again only when its text changes, and code is written again only for a model with another resource.</summary>
public class WeightsCachingTests
{
    private const string Iris = "// iris.safetensors: A.Kernel F32 [4, 3], A.Bias F32 [3]\n[Model(4), MeanSquaredError, Weights(\"iris.safetensors\")] public sealed partial record Net([Dense(3)] Dense A);";
    private const string Other = "// digits.safetensors: A.Kernel F32 [2, 1], A.Bias F32 [1]\n[Model(2), MeanSquaredError, Weights(\"digits.safetensors\")] public sealed partial record Digits([Dense(1)] Dense A);";

    private readonly GeneratorRun first = GeneratorHarness.Run(Iris, Other);

    [Fact]
    public void An_edit_elsewhere_reads_and_emits_nothing()
    {
        Assert.Empty(first.Diagnostics);
        Assert.Equal([Reason.New, Reason.New], Reasons(first, ModelGenerator.Steps.Weights));
        foreach (var run in (GeneratorRun[])[first.Again(first.Before), first.Again(first.Before.AddSyntaxTrees(GeneratorHarness.Parse("class More;", "More.cs")))])
        {
            Assert.Equal([Reason.Cached, Reason.Cached], Reasons(run, ModelGenerator.Steps.Weights));
            AssertNothingIsEmitted(run);
        }
    }

    [Fact]
    public void New_numbers_under_the_same_header_change_nothing()
    {
        var run = Replaced("iris.safetensors", WeightsFiles.Content("A.Kernel F32 [4, 3], A.Bias F32 [3]"));
        Assert.Equal([Reason.Cached, Reason.Cached], Reasons(run, ModelGenerator.Steps.Weights));
        AssertNothingIsEmitted(run);
        Assert.Empty(run.Diagnostics);
    }

    [Fact]
    public void A_new_header_is_judged_and_no_code_is_emitted()
    {
        var run = Replaced("iris.safetensors", WeightsFiles.Content("A.Kernel F32 [5, 3], A.Bias F32 [3]"));
        Assert.Equal([Reason.Modified, Reason.Cached], Reasons(run, ModelGenerator.Steps.Weights).Order());
        Assert.Equal(["MDSL232"], run.Diagnostics.Select(d => d.Id));
        AssertNothingIsEmitted(run);
        Assert.Equal(first.Files, run.Files);
    }

    [Fact]
    public void A_moved_file_emits_its_model_only()
    {
        var run = Replaced("models/iris.safetensors", WeightsFiles.Content("A.Kernel F32 [4, 3], A.Bias F32 [3]"));
        Assert.Empty(run.Diagnostics);
        Assert.Equal(["Net.Weights.g.cs"], run.Files.Where(file => first.Files[file.Key] != file.Value).Select(file => file.Key));
        Assert.Equal(1, Reasons(run, ModelGenerator.Steps.Outputs).Count(reason => reason == Reason.Modified));
    }

    private GeneratorRun Replaced(string path, byte[] content)
    {
        var old = WeightsFiles.Of([Iris, Other]);
        var driver = GeneratorHarness.Driver(files: old);
        driver = driver.RunGenerators(first.Before);
        return GeneratorRun.Of(first.Before, driver.ReplaceAdditionalText(old[0], WeightsFiles.Text(path, content)));
    }

    private static void AssertNothingIsEmitted(GeneratorRun run)
    {
        Assert.DoesNotContain(Reasons(run, ModelGenerator.Steps.Outputs), reason => reason is not (Reason.Cached or Reason.Unchanged));
        var emissions = run.Result.TrackedOutputSteps.SelectMany(steps => steps.Value)
            .Where(step => step.Inputs.Any(input => input.Source.Name == ModelGenerator.Steps.Outputs)).ToArray();
        Assert.Equal(2, emissions.Length);
        Assert.All(emissions.SelectMany(step => step.Outputs), output => Assert.Equal(Reason.Cached, output.Reason));
    }

    private static Reason[] Reasons(GeneratorRun run, string step) =>
        [.. run.Result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason).Where(r => r != Reason.Removed)];
}
