using System.Globalization;
using System.Reflection;

namespace ModelDsl.Tests.Training;

/// <summary>docs/reference/callbacks.md agrees with the code.</summary>
public class CallbackReferenceTests
{
    [Fact]
    public void Every_callback_has_a_row_with_its_defaults() => Assert.Equal(
        typeof(Callback).Assembly.GetExportedTypes().Append(typeof(TensorBoard))
            .Where(t => t.IsSubclassOf(typeof(Callback)) && !t.IsAbstract)
            .Select(t => $"`{t.Name}` {Defaults(t)}").Order(StringComparer.Ordinal),
        ReferencePage.Rows("callbacks").Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(row => row.Length == 6)
            .Select(row => $"{row[1]} {row[3]}"));

    [Fact]
    public void Every_hook_is_named() => Assert.All(
        typeof(Callback).GetMethods().Where(m => m.IsVirtual && m.Name.StartsWith("On", StringComparison.Ordinal)),
        hook => Assert.Contains(ReferencePage.Lines("callbacks"), line => line.Contains($"`{hook.Name}`")));

    private static string Defaults(Type type)
    {
        var parameters = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters();
        return parameters.Length == 0 ? "none" : string.Join(", ", parameters.Select(p => p.HasDefaultValue ? $"{p.Name} {Text(p)}" : p.Name));
    }

    private static string Text(ParameterInfo p) => p.DefaultValue is not { } value ? "null"
        : p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, value).ToString()!
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
