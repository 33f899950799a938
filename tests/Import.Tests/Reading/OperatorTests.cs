using ModelDsl.Import.Tests.Support;

namespace ModelDsl.Import.Tests.Reading;

/// <summary>Every operator, against ONNX Runtime.</summary>
public class OperatorTests
{
    private static readonly Dictionary<string, OperatorCase> Cases =
        SimpleCases.Rows.Concat(StructureCases.Rows).ToDictionary(row => row.Name);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void GivesTheNumbersOfOnnxRuntime(string name)
    {
        var row = Cases[name];
        var graph = new Graph(row.Opset);
        OnnxRuntime.AssertEqual(graph.SaveAs(row.Output, row.Build(graph)));
    }

    [Fact]
    public void EveryOperatorHasACase()
    {
        // ONNX Runtime does not run Swish of opset 24 yet.
        var covered = Cases.Values.Select(row => row.Operator).ToHashSet();
        Assert.Equal(["Swish"], OperatorTable.Rows.Select(row => row.Name).Where(name => !covered.Contains(name)));
    }
}
