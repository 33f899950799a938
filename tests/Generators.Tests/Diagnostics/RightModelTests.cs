using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

public class RightModelTests
{
    private static readonly MarkedProject Project = new(RightModels.Rows().Select(row => (string)row[1]), source =>
    {
        var use = source.Split('\n').FirstOrDefault(line => line.StartsWith("// use ", StringComparison.Ordinal))?["// use ".Length..] ?? "Net";
        return source.Contains("// unused", StringComparison.Ordinal) ? null : ModelUse.Of(use);
    });

    [Theory]
    [MemberData(nameof(RightModels.Rows), MemberType = typeof(RightModels))]
    public void ARightModelCompilesWithoutAWarning(string what, string source) => Expect.Marks(what, [], Project[source].Diagnostics);

    [Fact]
    public void RightModelsAreLoaded() => Assert.All(Project.Runs, run => Assert.NotEmpty(run.Load().GetTypes()));

    /// <summary>
    /// Tries every activation before every loss. Activations that a loss may refuse are tried as a layer and in a method, too. Wrong are
    /// only probabilities of the other kind and their logarithms. Predictions are also wrong if the loss may be NaN for them, or if they
    /// have one sign and the loss takes both.
    /// </summary>
    [Fact]
    public void OnlyProbabilitiesOfTheOtherKindAreWrongBeforeALoss()
    {
        string[] forms = ["Linear", "Softmax", "LogSoftmax", "Sparsemax", "Sigmoid", "LogSigmoid", "Relu", "Tanh", "Threshold"];
        var models =
            from activation in Enum.GetNames<ActivationKind>()
            from loss in Enum.GetNames<LossKind>().Where(loss => loss is not (nameof(LossKind.CustomLoss) or nameof(LossKind.Several)))
            from form in !forms.Contains(activation) ? [""]
                : loss is nameof(LossKind.Poisson) or nameof(LossKind.KLDivergence) || loss.EndsWith("entropy", StringComparison.Ordinal) ? new[] { "", "AsLayer", "InMethod" } : ["", "AsLayer"]
            select (Name: $"{activation}Before{loss}{form}", Activation: activation, Loss: loss, Form: form);
        var source = string.Join("\n", models.Select(m => m.Form switch
        {
            "AsLayer" => $"[Model(4), {m.Loss}] partial record {m.Name}([Dense(4)] Dense A, [Activation(Activation.{m.Activation})] Activation B);",
            "InMethod" => $"[Model(4), {m.Loss}] partial record {m.Name}([Dense(4, Activation.{m.Activation})] Dense A) {{ [Forward] static Tensor F({m.Name} m, Tensor x) => x | m.A; }}",
            _ => $"[Model(4), {m.Loss}] partial record {m.Name}([Dense(4, Activation.{m.Activation})] Dense A);",
        }));

        var run = GeneratorHarness.Run(source);

        var lines = source.Split('\n');
        var flagged = run.Findings.Where(d => d.Severity >= DiagnosticSeverity.Warning)
            .Select(d => (d.Id, Line: lines[d.Location.GetLineSpan().StartLinePosition.Line]));
        string[] softmax = ["SparseCategoricalCrossentropy", "CategoricalCrossentropy", "CategoricalFocalCrossentropy"];
        string[] sigmoid = ["BinaryCrossentropy", "BinaryFocalCrossentropy"];
        string[] positive = ["Exponential", "Softplus", "Sigmoid", "Softmax", "Relu", "Relu6", "HardSigmoid", "Squareplus", "SparsePlus", "SparseSigmoid", "Sparsemax", "Threshold"];
        var wrong = models.SelectMany(m =>
        {
            var line = lines.Single(line => line.Contains($" {m.Name}(", StringComparison.Ordinal));
            var unfit = (m.Activation == "Softmax" && sigmoid.Contains(m.Loss)) || (m.Activation == "Sigmoid" && softmax.Contains(m.Loss))
                || (m.Activation is "LogSoftmax" or "Sparsemax" && m.Loss.EndsWith("rossentropy", StringComparison.Ordinal));
            var outside = (m.Loss is "Poisson" or "MeanSquaredLogarithmicError" && !positive.Contains(m.Activation)) || (m.Loss == "KLDivergence" && m.Activation is not ("Softmax" or "Sigmoid" or "Sparsemax" or "HardSigmoid" or "SparseSigmoid"));
            var logits = softmax.Contains(m.Loss) || sigmoid.Contains(m.Loss);
            var scores = m.Loss is "Hinge" or "SquaredHinge";
            var oneSided = !unfit && ((logits && positive.Contains(m.Activation) && m.Activation is not ("Softmax" or "Sigmoid")) || (scores && positive.Contains(m.Activation))
                || (m.Activation == "LogSigmoid" && (scores || sigmoid.Contains(m.Loss))) || (m.Activation == "LogSoftmax" && scores) || (m.Activation == "Threshold" && (scores || logits)));
            return new[] { ("MDSL042", unfit), ("MDSL066", outside), ("MDSL190", oneSided) }.Where(found => found.Item2).Select(found => (found.Item1, line));
        });
        Assert.Equal(wrong.Order(), flagged.Order());
    }
}
