using System.Globalization;

namespace ModelDsl;

/// <summary>Formats figures for people, in the same way for progress bars and tables.</summary>
public static class FigureText
{
    /// <summary>
    /// Returns a number with four decimals, as in Keras: <c>0.8123</c>. It uses an exponent if four decimals would hide a small number,
    /// <c>3.2100e-05</c>, or give a long row of digits, <c>1.0000e+10</c>.
    /// </summary>
    public static string Of(double figure) =>
        figure == 0 || Math.Abs(figure) is > 1e-3 and < 1e10 || !double.IsFinite(figure)
            ? figure.ToString("F4", CultureInfo.InvariantCulture)
            : figure.ToString("0.0000e+00", CultureInfo.InvariantCulture);

    /// <summary>Returns a duration: <c>35 ms</c>, <c>1.2 s</c>, <c>2 min 5 s</c>, <c>1 h 4 min</c>.</summary>
    public static string Of(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:F0} ms"),
        < 59.95 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:F1} s"),
        < 3599.5 => Parts(duration.TotalSeconds, 60, "min", "s"),
        _ => Parts(duration.TotalMinutes, 60, "h", "min"),
    };

    /// <summary>Returns figures with their names: <c>loss 0.5432, accuracy 0.8123</c>.</summary>
    public static string Of(IEnumerable<MetricValue> figures, string separator = ", ") =>
        string.Join(separator, figures.Select(f => f.ToString()));

    private static string Parts(double amount, int size, string large, string small)
    {
        var (whole, rest) = Math.DivRem((long)Math.Round(amount), size);
        return string.Create(CultureInfo.InvariantCulture, $"{whole} {large} {rest} {small}");
    }
}
