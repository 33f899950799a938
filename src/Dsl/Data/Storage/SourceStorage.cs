using System.Buffers;

namespace ModelDsl.Data;

/// <summary>Samples of a user's storage. Nothing is kept: each is read and checked when it is gathered.</summary>
internal sealed class SourceStorage(SampleSource source) : SampleStorage(source.SampleShape.Size)
{
    internal override bool IsSlow => true;

    internal override bool IsCostly => true;

    internal override int RowBytes => Width * sizeof(float);

    internal override double Largest => float.MaxValue;

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination)
    {
        if (transform.IsIdentity)
        {
            Read(row, destination);
            return;
        }
        // The transform's last vector overlaps the one before it, so it can't work in place.
        var rented = ArrayPool<float>.Shared.Rent(Width);
        try
        {
            var numbers = rented.AsSpan(0, Width);
            Read(row, numbers);
            transform.Apply(numbers, destination);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Does nothing: <see cref="Announce"/> asks for the sample.</summary>
    internal override void Prefetch(int row)
    {
    }

    internal override void Announce(int row, int count)
    {
        try
        {
            source.Announce(row, count);
        }
        catch (Exception)
        {
            // It was only a hint; reading the sample is the error.
        }
    }

    private void Read(int row, Span<float> destination)
    {
        WrittenNumbers.Clear(destination);
        try
        {
            source.Read(row, destination);
        }
        catch (Exception fault) when (fault is not UnreadableSamples)
        {
            throw new UnreadableSamples($"{NameOf(row)} can't be read. {fault.GetType().Name}: {fault.Message.TrimEnd('.')}.");
        }
        if (WrittenNumbers.Fault(destination, source.SampleShape) is { } wrong) throw new UnreadableSamples($"{NameOf(row)} {wrong}.");
    }

    private string NameOf(int row)
    {
        try
        {
            return source.NameOf(row);
        }
        catch (Exception)
        {
            return FormattableString.Invariant($"sample {row}");
        }
    }
}
