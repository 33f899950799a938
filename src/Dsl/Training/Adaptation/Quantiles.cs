namespace ModelDsl.Training;

/// <summary>
/// The boundaries between buckets of equally many numbers: quantile <c>q = j/bins</c> of n numbers is
/// <c>x₍ᵢ₎ + (h − i)·(x₍ᵢ₊₁₎ − x₍ᵢ₎)</c> with <c>h = (n − 1)·q</c> and <c>i = ⌊h⌋</c>. Hyndman and Fan, 1996: definition 7; NumPy's
/// <c>quantile</c>.
/// </summary>
internal static class Quantiles
{
    /// <summary>Returns the boundaries, rounded to float32.</summary>
    /// <param name="numbers">All numbers, at least one; they are put in order.</param>
    /// <param name="bins">Number of buckets.</param>
    public static float[] Boundaries(Span<float> numbers, int bins)
    {
        numbers.Sort();
        var boundaries = new float[bins - 1];
        for (var j = 1; j < bins; j++)
        {
            // Whole numbers first: h is exact where it is whole.
            var (whole, rest) = Math.DivRem((numbers.Length - 1L) * j, bins);
            var (below, above) = ((double)numbers[(int)whole], numbers[(int)Math.Min(whole + 1, numbers.Length - 1)]);
            boundaries[j - 1] = (float)(below + (above - below) * rest / bins);
        }
        return boundaries;
    }
}
