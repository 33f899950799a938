using System.Globalization;

namespace ModelDsl.Formatting;

/// <summary>Numbers as Python writes them into files: invariant, shortest form that reads back, <c>nan</c>, <c>inf</c>.</summary>
internal static class NumberText
{
    /// <summary>A number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">A format of .NET for finite numbers.</param>
    public static string Of(double value, string format = "R") =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture)
        : double.IsNaN(value) ? "nan"
        : value > 0 ? "inf" : "-inf";
}
