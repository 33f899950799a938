namespace ModelDsl.Data;

/// <summary>
/// Windows of a series: sample i holds the steps from <c>i·stride</c> on. Nothing is copied; a number may be in many windows. A device
/// doesn't keep windows, because it would keep such a number many times.
/// </summary>
internal sealed class WindowStorage : SampleStorage
{
    private readonly SeriesSteps steps;
    private readonly int length;
    private readonly int stride;
    private readonly FeatureTransform ofWindow;

    /// <summary>Makes a view of a series.</summary>
    /// <param name="steps">The series.</param>
    /// <param name="length">Number of steps of a window.</param>
    /// <param name="stride">Number of steps from one window to the next.</param>
    internal WindowStorage(SeriesSteps steps, int length, int stride) : base(length * steps.Width) =>
        (this.steps, this.length, this.stride, ofWindow) = (steps, length, stride, steps.Transform.Repeated(length));

    internal override bool IsTransformed => steps.IsTransformed;

    internal override bool IsSlow => steps.Samples.IsSlow;

    internal override bool IsCostly => steps.Samples.IsCostly;

    internal override SampleStorage InPass(int number) => steps.Samples.InPass(number) is var inPass && inPass == steps.Samples
        ? this : new WindowStorage(steps with { Samples = inPass }, length, stride);

    internal override int RowBytes => length * steps.Samples.RowBytes;

    internal override double Largest => steps.Transform.LargestOf(steps.Samples.Largest);

    internal override bool MayOverflow(FeatureTransform transform) =>
        transform.IsIdentity ? steps.Samples.MayOverflow(steps.Transform) : base.MayOverflow(transform);

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination)
    {
        if (transform.IsIdentity) steps.Copy(row * stride, length, ofWindow, destination);
        else if (!IsTransformed) steps.Copy(row * stride, length, transform, destination);
        else CopyThroughDoubles(row, transform, destination);
    }

    internal override void CopyDoubles(int row, FeatureTransform transform, Span<double> destination)
    {
        for (var step = 0; step < length; step++)
            steps.CopyDoubles(row * stride + step, destination.Slice(step * steps.Width, steps.Width));
        transform.Apply(destination[..Width]);
    }

    internal override void CopyRaw(int row, Span<double> destination)
    {
        for (var step = 0; step < length; step++) steps.CopyRaw(row * stride + step, destination.Slice(step * steps.Width, steps.Width));
    }

    internal override (double Center, double Scale) UnitOf(int position, FeatureTransform transform) =>
        UnitOf(steps.Samples.UnitOf(position % steps.Width, steps.Transform), transform.At(position));

    internal override void Prefetch(int row) => steps.Samples.Prefetch(steps.First + row * stride);

    internal override void Announce(int row, int count) =>
        steps.Samples.Announce(steps.First + row * stride, (count - 1) * stride + length);

    internal override void ThrowIfChanged() => steps.Samples.ThrowIfChanged();
}
