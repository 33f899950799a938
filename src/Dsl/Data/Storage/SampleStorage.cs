using System.Buffers;
using ModelDsl.Engines;

namespace ModelDsl.Data;

/// <summary>The numbers of all samples, side by side in their own element type. Every view of a data set shares it.</summary>
/// <param name="width">Count of numbers in a sample.</param>
internal abstract class SampleStorage(int width)
{
    /// <summary>Bytes of samples that are uploaded together if they are not side by side.</summary>
    private const int UploadBytes = 4 << 20;

    /// <summary>Count of numbers in a sample.</summary>
    internal int Width { get; } = width;

    /// <summary>Writes one sample, transformed, to a batch.</summary>
    internal abstract void Copy(int row, FeatureTransform transform, Span<float> destination);

    /// <summary>Writes samples that follow each other in storage, as one block of numbers.</summary>
    /// <param name="first">The first sample.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="transform">The transform of the block: one pair for all its numbers, or one for each.</param>
    /// <param name="destination">Receives the block.</param>
    internal virtual void CopyBlock(int first, int count, FeatureTransform transform, Span<float> destination)
    {
        // The transform's last vector overlaps the one before it, so it can't work in place.
        var rented = transform.IsIdentity ? [] : ArrayPool<float>.Shared.Rent(count * Width);
        var raw = transform.IsIdentity ? destination : rented.AsSpan(0, count * Width);
        try
        {
            for (var i = 0; i < count; i++) Copy(first + i, FeatureTransform.Identity, raw.Slice(i * Width, Width));
            if (!transform.IsIdentity) transform.Apply(raw, destination);
        }
        finally
        {
            if (rented.Length > 0) ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Writes one sample, transformed in double precision. Batches would lose numbers outside float32's range.</summary>
    internal virtual void CopyDoubles(int row, FeatureTransform transform, Span<double> destination)
    {
        var rented = ArrayPool<float>.Shared.Rent(Width);
        try
        {
            var numbers = rented.AsSpan(0, Width);
            Copy(row, FeatureTransform.Identity, numbers);
            for (var i = 0; i < numbers.Length; i++) destination[i] = numbers[i];
            transform.Apply(destination[..Width]);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Writes one sample before any transform, also that of a part of it.</summary>
    internal virtual void CopyRaw(int row, Span<double> destination) => CopyDoubles(row, FeatureTransform.Identity, destination);

    /// <summary>Whether a part of it has a transform of its own.</summary>
    internal virtual bool IsTransformed => false;

    /// <summary>Returns center and scale of a number of every sample, from its raw value to the one in a batch.</summary>
    internal virtual (double Center, double Scale) UnitOf(int position, FeatureTransform transform) => transform.At(position);

    /// <summary>Asks the processor to load a sample that will be copied soon.</summary>
    internal abstract void Prefetch(int row);

    /// <summary>
    /// Whether samples may have to come from disk. Batches are then gathered ahead on a separate thread. In memory a batch is gathered
    /// straight into the program.
    /// </summary>
    internal virtual bool IsSlow => false;

    /// <summary>
    /// Whether the processor is busy while a sample is read, for instance to decode it. Several threads then gather batches.
    /// </summary>
    internal virtual bool IsCostly => false;

    /// <summary>Returns these samples as they are in a pass over the data; they differ only if a random function changes them.</summary>
    /// <param name="number">The number of passes before.</param>
    internal virtual SampleStorage InPass(int number) => this;

    /// <summary>An upper bound of the absolute values of all numbers.</summary>
    internal abstract double Largest { get; }

    /// <summary>Returns whether a sample may hold a number that leaves float32's range on its way into a batch.</summary>
    internal virtual bool MayOverflow(FeatureTransform transform) => !transform.IsIdentity && Largest > transform.SafeUpTo;

    /// <summary>Bytes of a sample in storage.</summary>
    internal abstract int RowBytes { get; }

    /// <summary>The element type that a device would keep; null if samples stay on disk.</summary>
    internal virtual SampleElement? Element => null;

    /// <summary>
    /// Returns the part of a transform that a device applies to the samples that it keeps. The rest is applied before they are uploaded.
    /// </summary>
    internal virtual FeatureTransform LeftToDevice(FeatureTransform transform) => transform;

    /// <summary>Uploads samples to a device, transformed except for the part that is <see cref="LeftToDevice"/>.</summary>
    /// <param name="device">Device memory for this number of samples.</param>
    /// <param name="map">Their positions in storage; null if they are the first ones.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="transform">The transform on their way into a batch.</param>
    internal virtual void Upload(IDeviceSamples device, int[]? map, int count, FeatureTransform transform) =>
        throw new NotSupportedException();

    /// <summary>Asks for samples that will be copied soon, if they may have to come from disk.</summary>
    internal virtual void Announce(int row, int count)
    {
    }

    /// <summary>Refuses storage that has changed since it was checked.</summary>
    /// <exception cref="UnreadableSamples">A file was changed.</exception>
    internal virtual void ThrowIfChanged()
    {
    }

    /// <summary>
    /// Copies in double precision, because the result of the first of two transforms may not fit in float32.
    /// </summary>
    private protected void CopyThroughDoubles(int row, FeatureTransform transform, Span<float> destination)
    {
        var rented = ArrayPool<double>.Shared.Rent(Width);
        try
        {
            var numbers = rented.AsSpan(0, Width);
            CopyDoubles(row, transform, numbers);
            for (var i = 0; i < numbers.Length; i++) destination[i] = (float)numbers[i];
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    /// <summary>Returns center and scale of two transforms, one after the other.</summary>
    private protected static (double Center, double Scale) UnitOf(
        (double Center, double Scale) first, (double Center, double Scale) second) =>
        (first.Center + second.Center / first.Scale, first.Scale * second.Scale);

    /// <summary>Uploads samples of an array: unchanged, or block by block in the order of a map.</summary>
    private protected void Upload<T>(T[] values, IDeviceSamples device, int[]? map, int count) where T : unmanaged
    {
        if (map is null)
        {
            device.Write<T>(0, values.AsSpan(0, count * Width));
            return;
        }
        var block = new T[Math.Min(count, Math.Max(UploadBytes / RowBytes, 1)) * Width];
        for (int first = 0, rows = block.Length / Width; first < count; first += rows)
        {
            rows = Math.Min(rows, count - first);
            for (var i = 0; i < rows; i++) values.AsSpan(map[first + i] * Width, Width).CopyTo(block.AsSpan(i * Width));
            device.Write<T>(first, block.AsSpan(0, rows * Width));
        }
    }
}

/// <summary>Samples of bytes.</summary>
internal sealed class ByteStorage(byte[] values, int width) : SampleStorage(width)
{
    internal override int RowBytes => Width;

    internal override double Largest => byte.MaxValue;

    internal override SampleElement? Element => SampleElement.Byte;

    internal override void Upload(IDeviceSamples device, int[]? map, int count, FeatureTransform transform) =>
        Upload(values, device, map, count);

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination) =>
        transform.Apply(new ReadOnlySpan<byte>(values, row * Width, Width), destination);

    internal override void CopyBlock(int first, int count, FeatureTransform transform, Span<float> destination) =>
        transform.Apply(new ReadOnlySpan<byte>(values, first * Width, count * Width), destination);

    internal override void Prefetch(int row) => Cache.Fetch(new ReadOnlySpan<byte>(values, row * Width, Width));
}

/// <summary>Samples of float32 numbers.</summary>
internal sealed class FloatStorage(float[] values, int width) : SampleStorage(width)
{
    private readonly Lazy<double> largest = new(() => values.Max(static value => Math.Abs((double)value)));

    internal override int RowBytes => Width * sizeof(float);

    internal override double Largest => largest.Value;

    internal override SampleElement? Element => SampleElement.Float;

    internal override void Upload(IDeviceSamples device, int[]? map, int count, FeatureTransform transform) =>
        Upload(values, device, map, count);

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination) =>
        transform.Apply(new ReadOnlySpan<float>(values, row * Width, Width), destination);

    internal override void CopyBlock(int first, int count, FeatureTransform transform, Span<float> destination) =>
        transform.Apply(new ReadOnlySpan<float>(values, first * Width, count * Width), destination);

    internal override void Prefetch(int row) => Cache.Fetch(new ReadOnlySpan<float>(values, row * Width, Width));
}
