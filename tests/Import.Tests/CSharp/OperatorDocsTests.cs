using ModelDsl.Generators.Tests.Support;
using ModelDsl.Import.CSharp;

namespace ModelDsl.Import.Tests.CSharp;

/// <summary>The tables of docs/bring-a-model.md are those of the code. <c>UPDATE_SNAPSHOTS=1</c> writes them.</summary>
public class OperatorDocsTests
{
    private const string Page = "docs/bring-a-model.md";
    private const string Heading = "## Operators\n";

    [Fact]
    public void The_page_has_every_operator()
    {
        var path = Path.Combine(Repository.Root, Page);
        var text = File.ReadAllText(path);
        var section = Heading + "\n" + Section();
        var start = text.IndexOf(Heading, StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf("\n## ", start + Heading.Length, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            var before = start < 0 ? text.TrimEnd('\n') + "\n\n" : text[..start];
            File.WriteAllText(path, before + section + (end < 0 ? "" : text[end..]));
            return;
        }
        Assert.True(start >= 0, $"{Page} has no section '{Heading.Trim()}': run this test with UPDATE_SNAPSHOTS=1");
        Assert.Equal(section.TrimEnd('\n'), text[start..(end < 0 ? text.Length : end)].TrimEnd('\n'));
    }

    [Fact]
    public void Every_kind_of_layer_and_operation_has_a_row()
    {
        Assert.Equal(Kinds<Layer>(), Names(OperationTable.Layers.Keys));
        Assert.Equal(Kinds<Operation>().Except([nameof(Apply)]), Names(OperationTable.Operations.Keys));

        static IEnumerable<string> Kinds<T>() => Names(typeof(T).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T))));

        static IEnumerable<string> Names(IEnumerable<Type> types) => types.Select(type => type.Name).Order(StringComparer.Ordinal);
    }

    private static string Section() => $"""
        An operator that is not here is an error, and so is an option that is not offered. A file is read with the rules of its own opset.

        | operator | since opset | becomes |
        |---|---|---|
        {string.Join("\n", OperatorTable.Rows.Select(row => $"| `{row.Name}` | {row.Since} | {row.Becomes} |"))}

        Several operators together become one layer or function: a `MatMul` and an `Add`, or the parts of a layer normalisation, of GELU and SiLU,
        and of attention. In C# you find:

        | a file has | C# has |
        |---|---|
        {string.Join("\n", OperationTable.Layers.Concat(OperationTable.Operations).Select(row => $"| {row.Value.What} | {row.Value.Becomes} |"))}

        Some models can be read, but C# has no words for them. That is an error, too, which names the node: dilations that differ between the
        axes, dilated pools, windows over three axes, groups of a transposed convolution, bilinear sizes, `Erf` and `Round` by themselves,
        inverse sines and tangents, products along an axis, pads with numbers beyond 16 or infinity, indices that the model computes, parts that hold
        no numbers.

        """;
}
