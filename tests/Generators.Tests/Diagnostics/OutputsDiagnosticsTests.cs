using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Each mistake in a model with several outputs is flagged at its exact place, once, and nothing more is reported. This also holds where
/// predictions are used by name.
/// </summary>
public class OutputsDiagnosticsTests
{
    private const string Use = """
        // file
        internal static class UseOfTheModel
        {
            public static object Run(Net model, Tensor x, Dataset data, Batch batch)
            {
                var (kind, size) = model.Forward(x);
                var joined = Net.JoinLabels(kind: data, size: data);
                return (kind, size, joined, Net.PackLabels(kind, size), Net.UnpackOutputs(x).Size, model.Predict(x).Map(p => p.Kind), model.Predict(data, 32).Map(p => p.Size), model.Loss(batch));
            }
        }
        """;

    [Theory]
    [MemberData(nameof(WrongOutputs.Models), MemberType = typeof(WrongOutputs))]
    public void AWrongModelOfSeveralOutputsIsFlagged(string source, string message)
    {
        // The program of uses does not fit a model with one output or with other names.
        var isUsed = source.Contains("(Tensor Kind, Tensor Size) F(", StringComparison.Ordinal) && !source.Contains("MDSL016", StringComparison.Ordinal) && !source.Contains("MDSL015", StringComparison.Ordinal);
        var markup = Markup.Parse(isUsed ? source + "\n" + Use : source);
        var run = GeneratorHarness.Run([.. markup.Files]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(source, markup.Marks, run.Diagnostics.RemoveAll(d => d.Id is "CS8604"));
        Assert.All(run.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }
}
