using System.Reflection;
using ModelDsl.Import.CSharp;
using ModelDsl.Import.Tests.Reading;
using ModelDsl.Import.Tests.Support;

namespace ModelDsl.Import.Tests.CSharp;

/// <summary>
/// Every operator with its options as C#, compiled and run, against ONNX Runtime. What C# can't say is an error that names it.
/// </summary>
public sealed class PrintedOperatorTests(PrintedOperatorTests.Printed printed) : IClassFixture<PrintedOperatorTests.Printed>
{
    /// <summary>Cases that C# can't say, with a part of the error.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["Acos"] = "has no function Acos",
        ["Asin"] = "has no function Asin",
        ["Atan"] = "has no function Atan",
        ["Erf"] = "has no function Erf",
        ["Round"] = "has no function Round",
        ["ArgMax"] = "has no derivative",
        ["ArgMin"] = "has no derivative",
        ["Cast to integers"] = "cuts numbers to whole ones",
        ["ReduceProd 18"] = "has no product along an axis",
        ["ReduceProd 11"] = "has no product along an axis",
        ["Conv in space"] = "over 3 axes",
        ["MaxPool dilated"] = "has no dilation",
        ["Conv"] = "dilations (1, 2) differ",
        ["ConvTranspose"] = "has no groups",
        ["Pad with a large number"] = "the others lose their digits",
        ["Slice of nothing"] = "holds no numbers",
        ["Gather by computed indices"] = "looks up numbers that the model computes",
        ["Add of infinity"] = "is not a finite number",
        ["Resize linear"] = "only repeat them",
    };

    /// <summary>
    /// Cases of the reader whose operand comes from Round, which C# does not have: comparisons have cases of their own here.
    /// </summary>
    private static readonly string[] WithRound = ["Greater", "Less", "Equal", "GreaterOrEqual", "LessOrEqual", "Cast to booleans"];

    private static readonly OperatorCase[] Comparisons =
    [
        .. new[] { "Greater", "Less", "Equal", "GreaterOrEqual", "LessOrEqual" }.SelectMany(name => new OperatorCase[]
        {
            new($"{name} than a number", 13, g => g.Node("Cast", [g.Node(name, [g.Node("Floor", [g.Input("x", 0, 9)]), g.Number("one", 1)])], ("to", 1))),
            new($"{name} of two", 13, g => g.Node("Cast", [g.Node(name, [g.Node("Floor", [g.Input("x", 0, 9)]), g.Node("Floor", [g.Input("y", 0, 9)])])], ("to", 1))),
        }),
        new("Cast of floors to booleans", 13, g => g.Node("Cast", [g.Node("Cast", [g.Node("Floor", [g.Input("x", 0, 9)])], ("to", 9))], ("to", 1))),
        new("Add of infinity", 13, g => g.Node("Add", [g.Input("x", 0, 3), g.Number("c", float.NegativeInfinity)])),
        new("Slice every second", 13, g => g.Node("Slice", [g.Input("x", 0, 6, 4), g.Integers("s", 1), g.Integers("e", 100), g.Integers("a", 1), g.Integers("d", 2)])),
        new("Slice every third of seven", 13, g => g.Node("Slice", [g.Input("x", 0, 7, 4), g.Integers("s", 1), g.Integers("e", 100), g.Integers("a", 1), g.Integers("d", 3)])),
        new("Conv with groups, strides and pads", 13, g => g.Node("Conv", [g.Input("x", 0, 4, 7, 6), g.Weight("k", [6, 2, 3, 2]), g.Weight("b", [6])],
            ("strides", new long[] { 2, 3 }), ("pads", new long[] { 1, 0, 2, 1 }), ("group", 2))),
        new("Conv depthwise", 13, g => g.Node("Conv", [g.Input("x", 0, 3, 7, 6), g.Weight("k", [6, 1, 3, 2])], ("dilations", new long[] { 2, 2 }), ("group", 3))),
        new("Conv depthwise over a sequence", 13, g => g.Node("Conv", [g.Input("x", 0, 3, 7), g.Weight("k", [6, 1, 3]), g.Weight("b", [6])], ("strides", new long[] { 2 }), ("group", 3))),
        new("ConvTranspose over a sequence", 13, g => g.Node("ConvTranspose", [g.Input("x", 0, 3, 5), g.Weight("k", [3, 2, 3]), g.Weight("b", [2])],
            ("strides", new long[] { 3 }), ("pads", new long[] { 1, 0 }), ("output_padding", new long[] { 2 }))),
        new("ConvTranspose with pads", 13, g => g.Node("ConvTranspose", [g.Input("x", 0, 3, 4, 5), g.Weight("k", [3, 2, 3, 2]), g.Weight("b", [2])],
            ("strides", new long[] { 2, 3 }), ("pads", new long[] { 1, 0, 0, 1 }), ("output_padding", new long[] { 1, 1 }))),
        new("Flatten before Gemm", 13, g => g.Node("Gemm", [g.Node("Flatten", [g.Node("Relu", [g.Node("Conv", [g.Input("x", 0, 2, 5, 4), g.Weight("k", [3, 2, 2, 2])])])]), g.Weight("w", [5, 36])], ("transB", 1))),
    ];

    private static readonly OperatorCase[] Cases = [.. SimpleCases.Rows.Where(row => !WithRound.Contains(row.Name)), .. StructureCases.Rows,
        .. Comparisons];

    public static TheoryData<string> Names => [.. Cases.Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Gives_the_numbers_of_ONNX_Runtime(string name)
    {
        var (path, result) = printed.Of(name);
        if (Refused.TryGetValue(name, out var why))
        {
            Assert.All(result.Errors, error => Assert.Contains("node '", error));
            Assert.Contains(result.Errors, error => error.Contains(why, StringComparison.Ordinal));
            return;
        }
        Assert.True(result.Model is not null, string.Join("\n", result.Errors));
        var model = OnnxFile.Read(path).Model!;
        using var session = OnnxRuntime.Open(path);
        foreach (var n in new[] { 1, 3 })
        {
            var random = new Random(n);
            var inputs = model.Inputs.Select(input => OnnxRuntime.Samples(input, n, random, most: 4)).ToList();
            var expected = OnnxRuntime.Run(session, model, inputs);
            var rows = LoadedModel.Joined(expected, n).ToArray();
            var actual = printed.Model(name).Predict(inputs, n);
            OnnxRuntime.AssertNear(
                new([rows.Length], rows), new([actual.Length], [.. actual.Select(number => (double)number)]), tolerance: 1e-5);
        }
    }

    /// <summary>The files of all cases, printed and compiled at once.</summary>
    public sealed class Printed
    {
        private readonly Dictionary<string, (string Path, CSharpResult Result, string Space)> files = [];
        private readonly Assembly assembly;

        public Printed()
        {
            foreach (var row in Cases)
            {
                var graph = new Graph(row.Opset);
                var path = graph.SaveAs(row.Output, row.Build(graph));
                var space = $"Case{files.Count}";
                files[row.Name] = (path, ImportedCode.Print(path, space), space);
            }
            assembly = ImportedCode.Compile(
                [.. files.Values.Where(file => file.Result.Model is not null).Select(file => file.Result.Model!.Source)]);
        }

        internal (string Path, CSharpResult Result) Of(string name) => (files[name].Path, files[name].Result);

        internal LoadedModel Model(string name) => LoadedModel.Of(assembly, files[name].Space, files[name].Result.Model!);
    }
}
