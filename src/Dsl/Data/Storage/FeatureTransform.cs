namespace ModelDsl.Data;

/// <summary>
/// What happens to each number on its way into a batch: <c>(x − center)·scale</c>, with one pair for all features or a pair for each.
/// Transforms compose in double precision into one of the same form. The centered form keeps what <c>x·scale + offset</c> would cancel
/// away where a feature's mean is large beside its deviation.
/// </summary>
internal sealed class FeatureTransform
{
    private const double Most = 1e100;

    /// <summary>Numbers up to this size are finite in float32, however they were rounded on their way.</summary>
    private const double Safe = 0.999999 * float.MaxValue;

    private readonly double[] centers;
    private readonly double[] scales;
    private readonly float[] floatCenters;
    private readonly float[] floatScales;

    private FeatureTransform(double[] centers, double[] scales)
    {
        (this.centers, this.scales) = (centers, scales);
        floatCenters = Array.ConvertAll(centers, c => (float)c);
        floatScales = Array.ConvertAll(scales, s => (float)s);
        FitsFloat = centers.Zip(scales, Fits).All(fits => fits);
        SafeUpTo = centers.Zip(scales, static (center, scale) => Safe / Math.Abs(scale) - Math.Abs(center)).Min();
    }

    /// <summary>Whether float32 computes it to its last digits; else it is computed in double precision, and nowhere but here.</summary>
    internal bool FitsFloat { get; }

    /// <summary>Numbers up to this size stay within float32's range; larger ones may leave it.</summary>
    internal double SafeUpTo { get; }

    /// <summary>No number up to a size becomes larger than this.</summary>
    internal double LargestOf(double size) => centers.Zip(scales, (center, scale) => (size + Math.Abs(center)) * Math.Abs(scale)).Max();

    /// <summary>Leaves every number as it is.</summary>
    internal static FeatureTransform Identity { get; } = new([0], [1]);

    /// <summary>Whether it leaves every number as it is.</summary>
    internal bool IsIdentity => ReferenceEquals(this, Identity);

    /// <summary>This, then times a factor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">All factors together leave the range in which doubles compute means and squares.</exception>
    internal FeatureTransform ThenScale(float factor) => new(centers, Array.ConvertAll(
        scales, s => Math.Abs(s * factor) is >= 1 / Most and <= Most
        ? s * factor
        : throw new ArgumentOutOfRangeException(nameof(factor), FormattableString.Invariant(
            $"With the factors before it this one makes {s * factor:G3}: all together must be of a size between {1 / Most} and {Most}."))));

    /// <summary>This, then minus a mean and divided by a deviation, each its own for every feature.</summary>
    internal FeatureTransform ThenStandardize(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
    {
        var (newCenters, newScales) = (new double[means.Length], new double[means.Length]);
        for (var i = 0; i < means.Length; i++)
        {
            var (center, scale) = centers.Length == 1 ? (centers[0], scales[0]) : (centers[i], scales[i]);
            (newCenters[i], newScales[i]) = (center + means[i] / scale, scale / deviations[i]);
        }
        return new FeatureTransform(newCenters, newScales);
    }

    /// <summary>What is subtracted: one number for all features, or one for each.</summary>
    internal ReadOnlySpan<float> Centers => floatCenters;

    /// <summary>What the difference is multiplied by, likewise.</summary>
    internal ReadOnlySpan<float> Scales => floatScales;

    /// <summary>A sample in double precision, in its place: no number between leaves the range.</summary>
    internal void Apply(Span<double> sample)
    {
        if (IsIdentity) return;
        var step = scales.Length == 1 ? 0 : 1;
        for (var i = 0; i < sample.Length; i++) sample[i] = (sample[i] - centers[i * step]) * scales[i * step];
    }

    /// <summary>One sample from storage into a batch.</summary>
    internal void Apply(ReadOnlySpan<byte> source, Span<float> destination)
    {
        if (!FitsFloat) Gather.ConvertInDouble(source, centers, scales, destination);
        else if (floatScales.Length == 1) Gather.Convert(source, floatCenters[0], floatScales[0], destination);
        else Gather.Convert(source, floatCenters, floatScales, destination);
    }

    /// <inheritdoc cref="Apply(ReadOnlySpan{byte}, Span{float})"/>
    internal void Apply(ReadOnlySpan<float> source, Span<float> destination)
    {
        if (!FitsFloat) Gather.ConvertInDouble(source, centers, scales, destination);
        else if (floatScales.Length == 1) Gather.Convert(source, floatCenters[0], floatScales[0], destination);
        else Gather.Convert(source, floatCenters, floatScales, destination);
    }

    /// <summary>
    /// Whether neither factor leaves the middle of float32's range, where no difference overflows and no denormal number matters, and the
    /// center's rounding is too small to see in the result.
    /// </summary>
    private static bool Fits(double center, double scale)
    {
        const double Large = 1e30, Small = 1e-30, Visible = 1e-6;
        var (far, factor) = (Math.Abs(center), Math.Abs(scale));
        return far <= Large && factor is >= Small and <= Large && Math.Abs(center - (float)center) * factor <= Visible;
    }
}
