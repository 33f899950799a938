using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Vocabulary;

/// <summary>Reads names of axes from an attribute, and reports wrong names.</summary>
internal static class AxisReader
{
    /// <summary>
    /// Returns the argument <c>Axes</c>: a name for each axis, empty for an axis without a name. It returns no names when the argument is
    /// not given.
    /// </summary>
    /// <param name="what">The owner of the axes, for messages.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="rank">The number of axes; null when it is known only from the types.</param>
    public static EquatableArray<string> Names(string what, AttributeReader attribute, int? rank)
    {
        if (attribute.Strings("Axes") is not { } names) return [];
        if (AxisNames.Fault(names, rank ?? names.Count) is { } fault)
        {
            attribute.Report(Rules.AxisNames, "Axes", what, Shapes.Text(names), fault);
            return [];
        }
        var read = names.Select(NameOf).ToEquatableArray();
        return read.All(name => name.Length == 0) ? [] : read;
    }

    /// <summary>Returns the argument <c>Axis</c>; empty when it is not given.</summary>
    public static string Name(string layer, AttributeReader attribute)
    {
        if (attribute.String("Axis") is not { } name) return "";
        if (AxisNames.Fault([name], 1) is { } fault) attribute.Report(Rules.AxisNames, "Axis", $"Layer '{layer}'", Shapes.Text([name]), fault);
        return NameOf(name);
    }

    private static string NameOf(string name) => name == AxisNames.None ? "" : name;
}
