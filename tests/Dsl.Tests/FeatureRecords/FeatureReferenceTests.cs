using System.Reflection;

namespace ModelDsl.Tests.FeatureRecords;

/// <summary>docs/reference/features.md has a row for every attribute, option and member that a record of features may use.</summary>
public class FeatureReferenceTests
{
    private static readonly string[][] Rows =
        [.. ReferencePage.Rows("features").Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];

    private static IEnumerable<Type> Attributes => typeof(FeatureAttribute).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(FeatureAttribute)) && !type.IsAbstract);

    [Fact]
    public void Every_attribute_has_a_row() => Assert.All(Attributes.Select(NameOf), name =>
        Assert.Contains(Rows, row => row.Length == 5 && (row[0].StartsWith($"`[{name}]", StringComparison.Ordinal) || row[0].StartsWith($"`[{name}(", StringComparison.Ordinal))));

    [Fact]
    public void Every_option_has_a_row_with_its_default() => Assert.All(
        Attributes.SelectMany(type => type.GetProperties().Where(p => p.CanWrite).Select(p => (Attribute: type, Option: p))),
        one =>
        {
            var bare = Activator.CreateInstance(one.Attribute, [.. one.Attribute.GetConstructors()[0].GetParameters().Select(Plain)]);
            var value = one.Option.GetValue(bare);
            var shown = value is null ? "none" : value is bool flag ? flag ? "`true`" : "`false`" : $"`{value}`";
            Assert.Contains(Rows, row => row.Length == 4 && row[0] == $"`{one.Option.Name}`" && row[1] == shown);
        });

    [Theory]
    [InlineData(typeof(Missing)), InlineData(typeof(Unknown)), InlineData(typeof(BinStrategy)), InlineData(typeof(DateParts)),
     InlineData(typeof(TextStandardization)), InlineData(typeof(TextSplit)), InlineData(typeof(TextOutputMode))]
    public void Every_choice_is_named(Type choices) => Assert.All(
        Enum.GetNames(choices).Except(["None"]), name => Assert.Contains(Rows, row => row.Any(cell => cell.Contains($"`{name}`", StringComparison.Ordinal))));

    [Fact]
    public void Every_option_of_a_file_has_a_row() => Assert.All(
        typeof(CsvFormat).GetProperties().Where(p => p.CanWrite), p => Assert.Contains(Rows, row => row.Length == 3 && row[0] == $"`{p.Name}`"));

    private static string NameOf(Type attribute) => attribute.Name[..^"Attribute".Length];

    private static object Plain(ParameterInfo parameter) =>
        parameter.ParameterType.IsArray ? Array.CreateInstance(parameter.ParameterType.GetElementType()!, 0)
        : Activator.CreateInstance(parameter.ParameterType)!;
}
