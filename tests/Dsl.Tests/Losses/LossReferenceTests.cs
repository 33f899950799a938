using System.Globalization;
using ModelDsl.Descriptions;

namespace ModelDsl.Tests.Losses;

public class LossReferenceTests
{
    private static readonly string[][] Rows = [.. ReferencePage.Rows("losses").Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])];

    [Fact]
    public void The_reference_page_has_a_row_for_every_loss_with_its_labels_and_options() => Assert.Equal(
        Enum.GetValues<LossKind>().Where(loss => loss != LossKind.Several).Select(loss => $"`{loss}` | {Labels(loss)} | {Options(loss)}"),
        Rows.Where(row => row.Length == 6).Select(row => $"{row[0]} | {row[2]} | {row[3]}"));

    [Fact]
    public void It_has_a_row_for_every_reduction() =>
        Assert.Equal(Enum.GetNames<Reduction>().Select(name => $"`{name}`"), Rows.Where(row => row.Length == 3).Select(row => row[0]));

    private static string Labels(LossKind loss) => loss == LossKind.SparseCategoricalCrossentropy ? "class indices"
        : TargetRange.Of(loss) is { RowsSumToOne: true } rows ? "rows that sum to 1, " + rows.Text : TargetRange.Of(loss).Text;

    private static string Options(LossKind loss)
    {
        var attribute = (LossAttribute)Activator.CreateInstance(typeof(LossAttribute).Assembly.GetType($"ModelDsl.{loss}Attribute")!, loss == LossKind.CustomLoss ? ["nameof(…)"] : [])!;
        return string.Join(", ", attribute.GetType().GetProperties()
            .Where(p => p.DeclaringType == attribute.GetType())
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => $"`{p.Name}` {(p.GetValue(attribute) is int.MinValue ? "none" : Convert.ToString(p.GetValue(attribute), CultureInfo.InvariantCulture))}"));
    }
}
