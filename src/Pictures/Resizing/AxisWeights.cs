namespace ModelDsl.Pictures.Resizing;

/// <summary>
/// For each pixel of a new side: which pixels of the old one it is made of, and how much of each. The weights are whole numbers, and those
/// of a pixel add up to about 2²². They are those of Pillow (<c>Resample.c</c>, <c>precompute_coeffs</c>, <c>normalize_coeffs_8bpc</c>).
/// </summary>
internal sealed class AxisWeights
{
    /// <summary>Bits behind the point.</summary>
    internal const int Precision = 32 - 8 - 2;

    private readonly int[] firsts;
    private readonly int[] counts;
    private readonly int[] weights;
    private readonly int most;

    private AxisWeights(int length, int most) =>
        (firsts, counts, weights, this.most) = (new int[length], new int[length], new int[length * most], most);

    /// <summary>The first old pixel that has a weight.</summary>
    internal int Begin { get; private set; }

    /// <summary>The end of the old pixels that have a weight.</summary>
    internal int End { get; private set; }

    /// <summary>Makes the weights of a side.</summary>
    /// <param name="window">The part of the old side. What lies outside of the picture is 0, so it has no weights here.</param>
    /// <param name="length">Number of new pixels.</param>
    /// <param name="isArea">Whether pixels weigh the same. Otherwise weights fall linearly.</param>
    internal static AxisWeights Of(Window window, int length, bool isArea)
    {
        var scale = (double)window.Length / length;
        // To enlarge, a pixel reaches as far as its neighbours. To shrink, as far as the pixels that become one.
        var stretch = Math.Max(scale, 1);
        var support = (isArea ? 0.5 : 1) * stretch;
        var most = (int)Math.Min((long)Math.Ceiling(support) * 2 + 1, window.Side);
        var axis = new AxisWeights(length, most) { Begin = window.Side, End = 0 };
        for (var i = 0; i < length; i++) axis.Fill(i, window, (i + 0.5) * scale, support, 1 / stretch, isArea);
        if (axis.Begin > axis.End) axis.Begin = axis.End;
        return axis;
    }

    /// <summary>Returns the old pixels that a new one is made of.</summary>
    /// <param name="pixel">The new pixel.</param>
    /// <param name="first">The first of the old ones; the others follow it.</param>
    internal ReadOnlySpan<int> Of(int pixel, out int first)
    {
        first = firsts[pixel];
        return weights.AsSpan(pixel * most, counts[pixel]);
    }

    private void Fill(int pixel, Window window, double center, double support, double shrink, bool isArea)
    {
        var begin = Math.Max((long)(center - support + 0.5), 0);
        var end = Math.Min((long)(center + support + 0.5), window.Length);
        var sum = 0.0;
        for (var i = begin; i < end; i++) sum += Weight((i - center + 0.5) * shrink, isArea);
        var inside = (Begin: Math.Max(begin, -window.Start), End: Math.Min(end, window.Side - window.Start));
        if (inside.Begin >= inside.End) return;
        var own = weights.AsSpan(pixel * most, (int)(inside.End - inside.Begin));
        for (var i = 0; i < own.Length; i++)
        {
            var weight = Weight((inside.Begin + i - center + 0.5) * shrink, isArea);
            if (sum != 0) weight /= sum;
            own[i] = (int)(0.5 + weight * (1 << Precision));
        }
        (firsts[pixel], counts[pixel]) = ((int)(inside.Begin + window.Start), own.Length);
        (Begin, End) = (Math.Min(Begin, firsts[pixel]), Math.Max(End, firsts[pixel] + own.Length));
    }

    private static double Weight(double distance, bool isArea) =>
        isArea ? distance is > -0.5 and <= 0.5 ? 1 : 0 : Math.Max(1 - Math.Abs(distance), 0);
}
