using System.Globalization;
using System.Reflection;

namespace ModelDsl.Tests.Optimizers;

/// <summary>docs/reference/optimizers.md agrees with the code.</summary>
public class ReferencePageTests
{
    private static readonly string[][] Rows =
    [
        .. ReferencePage.Rows("optimizers").Select(line => line.Replace("\\|", "").Split('|', StringSplitOptions.TrimEntries)[1..^1]),
    ];

    [Fact]
    public void Every_optimizer_has_a_row_with_its_defaults() => Assert.Equal(
        Types(t => t.IsSubclassOf(typeof(Optimizer))).Select(t => $"`{t.Name}` {Defaults(t, Rate(t))}").Order(),
        Rows.Where(row => row.Length == 5).Select(row => $"{row[0]} {row[3]}").Order());

    [Fact]
    public void Every_schedule_has_a_row_with_its_defaults() => Assert.Equal(
        Types(t => t.IsSubclassOf(typeof(LearningRate))).Select(t => $"`{t.Name}` {Defaults(t, null)}").Order(),
        Rows.Where(row => row.Length == 4).Select(row => $"{row[0]} {row[2]}").Order());

    [Fact]
    public void Every_option_has_a_row_with_its_default()
    {
        var bare = new Sgd();
        var options = typeof(Optimizer).GetProperties().Where(p => p.CanWrite && p.Name != nameof(Optimizer.LearningRate));
        Assert.Equal(
            options.Select(p => $"`{p.Name}` {(p.GetValue(bare) is { } v and not Array ? Text(v) : "none")}").Order(),
            Rows.Where(row => row.Length == 3).Select(row => $"{row[0]} {row[1]}").Order());
    }

    private static IEnumerable<Type> Types(Func<Type, bool> which) =>
        typeof(Optimizer).Assembly.GetTypes().Where(t => which(t) && !t.IsAbstract);

    private static double? Rate(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        return ((Optimizer)constructor.Invoke([.. constructor.GetParameters().Select(p => p.DefaultValue)])).LearningRate.At(0);
    }

    private static string Defaults(Type type, double? rate) => string.Join(", ",
        type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters().Select(p =>
            !p.HasDefaultValue ? p.Name : p.Name == "LearningRate" && rate is { } r ? $"LearningRate {Text(r)}" : $"{p.Name} {Text(Default(p))}"));

    private static object? Default(ParameterInfo p) =>
        p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, p.DefaultValue!) : p.DefaultValue;

    private static string Text(object? value) => value is null ? "null" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
