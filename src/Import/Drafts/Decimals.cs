using System.Globalization;

namespace ModelDsl.Import;

/// <summary>Numbers as people write them.</summary>
internal static class Decimals
{
    /// <summary>The shortest decimal number that is the same float32: 1e-5, not 9.999999747378752e-06.</summary>
    public static double Short(float number) =>
        double.IsNaN(number) || double.IsInfinity(number) ? number : double.Parse(Text(number), CultureInfo.InvariantCulture);

    // Seven digits are enough for most numbers, nine for all.
    private static string Text(float number)
    {
        for (var digits = 6; digits < 9; digits++)
            if (number.ToString($"G{digits}", CultureInfo.InvariantCulture) is var text
                && float.Parse(text, CultureInfo.InvariantCulture) == number)
                return text;
        return number.ToString("G9", CultureInfo.InvariantCulture);
    }
}
