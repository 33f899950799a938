using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Wrong models of several outputs are flagged at the very place, once, and nothing else is said, also where their predictions are used by
/// name.
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
        // What has one output, or other names, is not used by these.
        var isUsed = source.Contains("(Tensor Kind, Tensor Size) F(", StringComparison.Ordinal) && !source.Contains("MDSL016", StringComparison.Ordinal) && !source.Contains("MDSL015", StringComparison.Ordinal);
        var markup = Markup.Parse(isUsed ? source + "\n" + Use : source);
        var run = GeneratorHarness.Run([.. markup.Files]);
        Assert.Null(run.Result.Exception);
        Expect.Marks(source, markup.Marks, run.Diagnostics.RemoveAll(d => d.Id is "CS8604"));
        Assert.All(run.Findings, finding => Assert.Contains(message, finding.GetMessage(), StringComparison.Ordinal));
    }
}
