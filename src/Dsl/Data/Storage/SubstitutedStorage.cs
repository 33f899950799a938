using System.Buffers;

namespace ModelDsl.Data;

/// <summary>
/// Samples of another storage with the numbers of one feature replaced: by those of other samples, or by the same numbers everywhere.
/// Nothing is copied; a sample is put together when it is gathered.
/// </summary>
internal sealed class SubstitutedStorage : SampleStorage
{
    private readonly SampleStorage original;
    private readonly int first;
    private readonly int count;

    /// <summary>The sample that gives each sample the numbers of the feature; null if all have <see cref="numbers"/>.</summary>
    private readonly int[]? givers;
    private readonly float[] numbers;

    /// <summary>Takes the numbers from other samples: sample i from <c>givers[i]</c>.</summary>
    internal SubstitutedStorage(SampleStorage original, int first, int count, int[] givers) : base(original.Width) =>
        (this.original, this.first, this.count, this.givers, numbers) = (original, first, count, givers, []);

    /// <summary>Takes the same numbers for every sample.</summary>
    internal SubstitutedStorage(SampleStorage original, int first, float[] numbers) : base(original.Width) =>
        (this.original, this.first, count, this.numbers) = (original, first, numbers.Length, numbers);

    internal override bool IsSlow => original.IsSlow;

    internal override bool IsCostly => original.IsCostly;

    internal override int RowBytes => original.RowBytes;

    internal override double Largest => numbers.Aggregate(original.Largest, (most, number) => Math.Max(most, Math.Abs((double)number)));

    internal override bool MayOverflow(FeatureTransform transform) =>
        transform.IsIdentity ? original.MayOverflow(transform) : base.MayOverflow(transform);

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination)
    {
        if (transform.IsIdentity)
        {
            Gather(row, destination);
            return;
        }
        // The transform's last vector overlaps the one before it, so it can't work in place.
        var rented = ArrayPool<float>.Shared.Rent(Width);
        try
        {
            Gather(row, rented.AsSpan(0, Width));
            transform.Apply(rented.AsSpan(0, Width), destination);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    internal override void Prefetch(int row)
    {
        original.Prefetch(row);
        if (givers is not null) original.Prefetch(givers[row]);
    }

    internal override void Announce(int row, int count)
    {
        original.Announce(row, count);
        if (givers is null) return;
        for (var i = row; i < row + count; i++) original.Announce(givers[i], 1);
    }

    internal override void ThrowIfChanged() => original.ThrowIfChanged();

    private void Gather(int row, Span<float> destination)
    {
        original.Copy(row, FeatureTransform.Identity, destination);
        if (givers is null)
        {
            numbers.CopyTo(destination[first..]);
            return;
        }
        var rented = ArrayPool<float>.Shared.Rent(Width);
        try
        {
            var giver = rented.AsSpan(0, Width);
            original.Copy(givers[row], FeatureTransform.Identity, giver);
            giver.Slice(first, count).CopyTo(destination[first..]);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
