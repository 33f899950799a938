namespace ModelDsl.Data;

/// <summary>The steps of a series: samples that follow each other in storage, with their transform.</summary>
/// <param name="Samples">The storage; a sample is a step.</param>
/// <param name="Transform">The transform of a step.</param>
/// <param name="First">The position in storage of the first step.</param>
internal sealed record SeriesSteps(SampleStorage Samples, FeatureTransform Transform, int First)
{
    /// <summary>Count of numbers in a step.</summary>
    internal int Width => Samples.Width;

    /// <summary>Whether the numbers in a batch are others than those in storage.</summary>
    internal bool IsTransformed => !Transform.IsIdentity || Samples.IsTransformed;

    /// <summary>Writes some steps, one after the other.</summary>
    /// <param name="step">The first step, from 0.</param>
    /// <param name="count">Number of steps.</param>
    /// <param name="transform">The transform of so many steps (<see cref="FeatureTransform.Repeated"/>).</param>
    /// <param name="destination">Receives the numbers.</param>
    internal void Copy(int step, int count, FeatureTransform transform, Span<float> destination) =>
        Samples.CopyBlock(First + step, count, transform, destination);

    /// <summary>Writes a step in double precision.</summary>
    internal void CopyDoubles(int step, Span<double> destination) => Samples.CopyDoubles(First + step, Transform, destination);

    /// <summary>Writes a step before any transform.</summary>
    internal void CopyRaw(int step, Span<double> destination) => Samples.CopyRaw(First + step, destination);
}
