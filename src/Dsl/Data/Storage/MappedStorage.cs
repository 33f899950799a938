using System.Buffers;

namespace ModelDsl.Data;

/// <summary>What a user's function does to the samples of a set.</summary>
/// <param name="Function">The function.</param>
/// <param name="Seed">The seed of its random numbers.</param>
/// <param name="From">Shape of the samples that it takes.</param>
/// <param name="To">Shape of the samples that it gives.</param>
internal sealed record SampleMapping(RandomSampleFunction Function, int Seed, Shape From, Shape To);

/// <summary>
/// Samples of a set after a user's function. They are computed when they are gathered. A random function gives other samples in each pass
/// over the data, so that a pass has a storage of its own.
/// </summary>
internal sealed class MappedStorage(JoinedPart original, SampleMapping mapping, int pass) : SampleStorage(mapping.To.Size)
{
    [ThreadStatic]
    private static SampleRandom? random;

    internal override bool IsSlow => true;

    internal override bool IsCostly => true;

    internal override bool IsTransformed => KeepsUnits && (!original.Transform.IsIdentity || original.Samples.IsTransformed);

    internal override int RowBytes => original.Samples.RowBytes;

    internal override double Largest => float.MaxValue;

    /// <summary>Whether a number is still at its place, in its unit. A function that changes the shape gives numbers of its own.</summary>
    private bool KeepsUnits => mapping.From == mapping.To;

    internal override SampleStorage InPass(int number) => new MappedStorage(
        original with { Samples = original.Samples.InPass(number) }, mapping, number);

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination)
    {
        var rented = ArrayPool<float>.Shared.Rent(original.Samples.Width + Width);
        try
        {
            var sample = rented.AsSpan(0, original.Samples.Width);
            var result = rented.AsSpan(sample.Length, Width);
            original.Samples.Copy(original.Locate(row), original.Transform, sample);
            WrittenNumbers.Clear(result);
            Apply(row, sample, result);
            if (WrittenNumbers.Fault(result, mapping.To) is { } wrong)
                throw new UnreadableSamples(FormattableString.Invariant($"sample {row}, after the function of Map, {wrong}."));
            transform.Apply(result, destination);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    internal override void CopyRaw(int row, Span<double> destination)
    {
        CopyDoubles(row, FeatureTransform.Identity, destination);
        for (var i = 0; IsTransformed && i < Width; i++)
            destination[i] = UnitOf(i, FeatureTransform.Identity) is var (center, scale) ? destination[i] / scale + center : 0;
    }

    internal override (double Center, double Scale) UnitOf(int position, FeatureTransform transform) => KeepsUnits
        ? UnitOf(original.Samples.UnitOf(position, original.Transform), transform.At(position)) : transform.At(position);

    internal override void Prefetch(int row) => original.Samples.Prefetch(original.Locate(row));

    internal override void Announce(int row, int count) => original.Announce(row, count);

    internal override void ThrowIfChanged() => original.Samples.ThrowIfChanged();

    private void Apply(int row, ReadOnlySpan<float> sample, Span<float> result)
    {
        // Taken out while it is used: a function may itself gather samples of a set with a function.
        var drawn = random ?? new SampleRandom();
        random = null;
        try
        {
            mapping.Function(sample, result, drawn.Begin(mapping.Seed, pass, row));
        }
        catch (Exception fault) when (fault is not UnreadableSamples)
        {
            throw new UnreadableSamples(FormattableString.Invariant(
                $"the function of Map failed at sample {row}. {fault.GetType().Name}: {fault.Message.TrimEnd('.')}."));
        }
        finally
        {
            random = drawn;
        }
    }
}
