using System.Reflection;

namespace ModelDsl.Tests.Data;

/// <summary>docs/reference/data.md agrees with the code.</summary>
public class DataReferenceTests
{
    private static readonly string[][] Rows =
        [.. ReferencePage.Rows("data").Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];

    [Fact]
    public void Every_option_has_a_row_with_its_default()
    {
        Assert.Equal(Options(new CsvOptions()), Defaults(typeof(CsvOptions)));
        Assert.Equal(Options(new FashionMnistOptions()), Defaults(typeof(FashionMnistOptions)));

        static IEnumerable<string> Options(object bare) => Properties(bare.GetType()).Select(p => $"{p.Name}: {Text(p.GetValue(bare))}");
        static IEnumerable<string> Defaults(Type type) => Properties(type).Select(p => $"{p.Name}: {DefaultOf(p.Name)}");
        static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties().Where(p => p.CanWrite);

        // A default that is not a constant is described in words.
        static string Text(object? value) => value is string or bool or Enum ? $"`{(value is bool b ? (b ? "true" : "false") : value)}`" : "in words";
        static string DefaultOf(string option) =>
            Assert.Single(Rows, row => row.Length == 3 && row[0] == $"`{option}`")[1] is ['`', ..] code ? code : "in words";
    }

    [Fact]
    public void Every_kind_of_label_has_a_row() => Assert.All(
        Enum.GetNames<CsvLabels>(), name => Assert.Single(Rows, row => row.Length == 2 && row[0] == $"`{name}`"));

    [Fact]
    public void Every_function_of_data_sets_has_a_row()
    {
        var functions = typeof(Functions).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => m.ReturnType is { IsGenericType: true, GenericTypeArguments: [var from, ..] }
                && (from == typeof(Dataset) || from == typeof(Parts)))
            .Select(m => m.Name).Distinct();
        Assert.All(functions, name => Assert.Contains(Rows, row => row[0].Contains($"`{name}(", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_member_of_a_set_is_named() => Assert.All(
        typeof(Dataset).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(m => m is PropertyInfo or MethodInfo { IsSpecialName: false }).Select(m => m.Name).Distinct(),
        name => Assert.Contains(Rows, row => row[0].Contains($"`{name}`", StringComparison.Ordinal)));

    [Fact]
    public void Every_way_to_make_a_set_is_named() => Assert.All(
        typeof(Dataset).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(m => m.Name).Distinct(),
        name => Assert.Contains(ReferencePage.Lines("data"), line => line.Contains($"{name}(", StringComparison.Ordinal)));
}
