using System.Globalization;

namespace ModelDsl.Formatting;

/// <summary>
/// Formats numbers for files as Python does: invariant, in the shortest form that reads back exactly, <c>nan</c>, <c>inf</c>.
/// </summary>
internal static class NumberText
{
    /// <summary>Returns a number as text.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">A .NET format for finite numbers.</param>
    public static string Of(double value, string format = "R") =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture)
        : double.IsNaN(value) ? "nan"
        : value > 0 ? "inf" : "-inf";
}
