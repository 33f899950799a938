namespace ModelDsl.Examples;

/// <summary>Colours for numbers.</summary>
internal static class Palettes
{
    private static readonly Rgb White = new(255, 255, 255);
    private static readonly Rgb Black = new(0, 0, 0);
    private static readonly (double At, Rgb Color)[] Diverging =
        [(-1, new(5, 48, 97)), (-0.5, new(67, 147, 195)), (0, new(247, 247, 247)), (0.5, new(214, 96, 77)), (1, new(103, 0, 31))];

    /// <summary>0 is black and 255 is white, as in the data set: for a terminal, which usually has a dark background.</summary>
    public static Rgb Gray(double value) => Rgb.Mix(Black, White, value / 255);

    /// <summary>0 is white and 255 is black, like ink on paper: for a page.</summary>
    public static Rgb Ink(double value) => Rgb.Mix(White, Black, value / 255);

    /// <summary>Blue below zero, white at zero, red above. The ends are at ±<paramref name="limit"/>.</summary>
    public static Func<double, Rgb> BlueToRed(double limit) => value =>
    {
        var at = Math.Clamp(value / limit, -1, 1);
        var upper = Math.Max(1, Array.FindIndex(Diverging, stop => at <= stop.At));
        var (from, to) = (Diverging[upper - 1], Diverging[upper]);
        return Rgb.Mix(from.Color, to.Color, (at - from.At) / (to.At - from.At));
    };
}
