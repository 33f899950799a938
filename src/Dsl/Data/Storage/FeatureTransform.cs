namespace ModelDsl.Data;

/// <summary>
/// The transform of each number on its way into a batch: <c>(x − center)·scale</c>, with one pair for all features or a pair for each.
/// Transforms are composed in double precision into one of the same form. The centered form keeps digits that <c>x·scale + offset</c> would
/// cancel when a feature's mean is much larger than its deviation.
/// </summary>
internal sealed class FeatureTransform
{
    private const double Most = 1e100;

    /// <summary>Numbers up to this size are finite in float32, whatever rounding happens on the way.</summary>
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

    /// <summary>Whether float32 computes it to its last digits. Otherwise it is computed in double precision, and only here.</summary>
    internal bool FitsFloat { get; private init; }

    /// <summary>Numbers up to this size stay within float32's range; larger ones may leave it.</summary>
    internal double SafeUpTo { get; }

    /// <summary>Returns a bound: no number up to a size becomes larger than this.</summary>
    internal double LargestOf(double size) => centers.Zip(scales, (center, scale) => (size + Math.Abs(center)) * Math.Abs(scale)).Max();

    /// <summary>
    /// Returns the transform of a model's layer. It is always computed in float32, whatever is lost: an engine computes the layer so.
    /// </summary>
    internal static FeatureTransform OfLayer(float[] centers, float[] scales) =>
        new(Array.ConvertAll(centers, c => (double)c), Array.ConvertAll(scales, s => (double)s)) { FitsFloat = true };

    /// <summary>The transform that changes no number.</summary>
    internal static FeatureTransform Identity { get; } = new([0], [1]);

    /// <summary>Returns the transform with these pairs: one for all features, or one for each.</summary>
    internal static FeatureTransform Of(double[] centers, double[] scales) => new(centers, scales);

    /// <summary>Whether it changes no number.</summary>
    internal bool IsIdentity => ReferenceEquals(this, Identity);

    /// <summary>Returns the transform of several samples, one after the other.</summary>
    internal FeatureTransform Repeated(int count) => centers.Length == 1 ? this
        : new([.. Enumerable.Repeat(centers, count).SelectMany(c => c)], [.. Enumerable.Repeat(scales, count).SelectMany(s => s)]);

    /// <summary>Returns this transform followed by a factor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The product of all factors is outside the range in which doubles compute means and squares.
    /// </exception>
    internal FeatureTransform ThenScale(float factor) => new(centers, Array.ConvertAll(
        scales, s => Math.Abs(s * factor) is >= 1 / Most and <= Most
        ? s * factor
        : throw new ArgumentOutOfRangeException(nameof(factor), FormattableString.Invariant(
            $"With the factors before it, the factor is {s * factor:G3}: the product must have a size between {1 / Most} and {Most}."))));

    /// <summary>Returns this transform, followed by the subtraction of a mean and the division by a deviation for each feature.</summary>
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

    /// <summary>The numbers to subtract: one for all features, or one for each.</summary>
    internal ReadOnlySpan<float> Centers => floatCenters;

    /// <summary>The factors of the differences: one for all features, or one for each.</summary>
    internal ReadOnlySpan<float> Scales => floatScales;

    /// <summary>Returns the center and the scale of a number of a sample.</summary>
    internal (double Center, double Scale) At(int position) =>
        centers.Length == 1 ? (centers[0], scales[0]) : (centers[position], scales[position]);

    /// <summary>Transforms a sample in double precision, in place: no intermediate number leaves the range.</summary>
    internal void Apply(Span<double> sample)
    {
        if (IsIdentity) return;
        var step = scales.Length == 1 ? 0 : 1;
        for (var i = 0; i < sample.Length; i++) sample[i] = (sample[i] - centers[i * step]) * scales[i * step];
    }

    /// <summary>Transforms one sample from storage into a batch.</summary>
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
    /// Transforms samples, one after the other. Returns what is too large for float32 afterwards, in words; null for nothing.
    /// </summary>
    internal string? ApplyToAll(ReadOnlySpan<float> raw, Span<float> scaled, int width)
    {
        for (var first = 0; first < raw.Length; first += width)
        {
            Apply(raw.Slice(first, width), scaled.Slice(first, width));
            for (var i = first; i < first + width; i++)
            {
                if (float.IsFinite(scaled[i]) || !float.IsFinite(raw[i])) continue;
                return FormattableString.Invariant(
                    $"sample {first / width} has {raw[i]} at position {i - first}, which is too large for float32 after scaling");
            }
        }
        return null;
    }

    /// <summary>
    /// Returns whether float32 computes a pair exactly enough. Both factors must be in the middle of float32's range, where no difference
    /// overflows and no denormal number matters. The center's rounding must be too small to be visible in the result.
    /// </summary>
    private static bool Fits(double center, double scale)
    {
        const double Large = 1e30, Small = 1e-30, Visible = 1e-6;
        var (far, factor) = (Math.Abs(center), Math.Abs(scale));
        return far <= Large && factor is >= Small and <= Large && Math.Abs(center - (float)center) * factor <= Visible;
    }
}
