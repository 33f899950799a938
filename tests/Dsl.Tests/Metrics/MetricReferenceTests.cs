using System.Reflection;

namespace ModelDsl.Tests.Metrics;

public class MetricReferenceTests
{
    [Fact]
    public void The_reference_page_has_a_row_for_every_metric_with_its_name()
    {
        var rows = ReferencePage.Rows("metrics")
            .Select(line => string.Join(' ', line.Split('|')[1..3].Select(cell => cell.Trim()))).Order().ToArray();
        var metrics = typeof(Metric).Assembly.GetTypes()
            .Where(StandsAlone)
            .Select(type => $"`{type.Name}` `{Create(type).Name}`").Order().ToArray();
        Assert.Equal(metrics, rows);
    }

    [Fact]
    public void The_reference_page_names_every_member_of_a_confusion_matrix() => Assert.All(
        typeof(ConfusionMatrix).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => m is PropertyInfo or MethodInfo { IsSpecialName: false } && m.Name is not ("Equals" or "GetHashCode" or "ToString"))
            .Select(m => m.Name == "Item" ? "matrix[" : m.Name),
        name => Assert.Contains(ReferencePage.Lines("metrics"), line => line.Contains($"`{name}", StringComparison.Ordinal) || line.Contains($"ConfusionMatrix.{name}", StringComparison.Ordinal)));

    /// <summary>Tells whether a type is a metric that needs no other metric and no output's name.</summary>
    internal static bool StandsAlone(Type type) => type.IsSubclassOf(typeof(Metric)) && !type.IsAbstract
        && type.GetConstructors().Single().GetParameters().All(p => p.HasDefaultValue);

    internal static Metric Create(Type type)
    {
        var constructor = type.GetConstructors().Single();
        return (Metric)constructor.Invoke([.. constructor.GetParameters().Select(p => p.DefaultValue is { } value
            ? p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, value) : value : null)]);
    }
}
