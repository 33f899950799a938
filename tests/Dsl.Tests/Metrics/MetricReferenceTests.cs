namespace ModelDsl.Tests.Metrics;

public class MetricReferenceTests
{
    [Fact]
    public void The_reference_page_has_a_row_for_every_metric_with_its_name()
    {
        var rows = ReferencePage.Rows("metrics")
            .Select(line => string.Join(' ', line.Split('|')[1..3].Select(cell => cell.Trim()))).Order().ToArray();
        var metrics = typeof(Metric).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Metric)) && !type.IsAbstract)
            .Select(type => $"`{type.Name}` `{Create(type).Name}`").Order().ToArray();
        Assert.Equal(metrics, rows);
    }

    internal static Metric Create(Type type)
    {
        var constructor = type.GetConstructors().Single();
        return (Metric)constructor.Invoke([.. constructor.GetParameters().Select(p => p.DefaultValue is { } value
            ? p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, value) : value : null)]);
    }
}
