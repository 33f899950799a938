using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>A weights file is compared with its model at the attribute; a model stays whole whatever its file is.</summary>
public class WeightsFileTests
{
    [Theory]
    [MemberData(nameof(WrongWeightsFiles.Rows), MemberType = typeof(WrongWeightsFiles))]
    public void A_file_is_judged_at_the_attribute(string what, string source, string message)
    {
        var markup = Markup.Parse(source);
        var run = GeneratorHarness.Run([.. markup.Files]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(what, markup.Marks, [.. run.Diagnostics.Concat(run.Findings).Distinct()]);
        Assert.Equal(message, string.Join("\n", run.Findings.Select(finding => finding.GetMessage())));
        // Emitted twice, the code is the same.
        Assert.Equal(run.Files, GeneratorHarness.Run([.. markup.Files]).Files);
    }

    /// <summary>Whoever changes a model must be able to train it again, so the old file does not take the model away.</summary>
    [Theory]
    [InlineData("// iris.safetensors: A.Kernel F32 [3, 4]\n", DiagnosticSeverity.Warning)]
    [InlineData("// iris.safetensors: 5 bytes\n", DiagnosticSeverity.Error)]
    [InlineData("", DiagnosticSeverity.Error)]
    public void A_model_with_a_wrong_file_is_still_emitted(string files, DiagnosticSeverity severity)
    {
        var run = GeneratorHarness.Run(files + "[Model(4), MeanSquaredError, Weights(\"iris.safetensors\")] public sealed partial record Net([Dense(3)] Dense A);");
        Assert.Equal([severity], run.Findings.Select(finding => finding.Severity));
        Assert.Equal(["Net.Programs.g.cs", "Net.Weights.g.cs", "Net.g.cs"], run.Files.Keys);
        Assert.Empty(run.After.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));
    }
}
