namespace ModelDsl.Engines;

/// <summary>The numbers of all samples, side by side in their own element type. Every view of a data set shares it.</summary>
/// <param name="width">Numbers of a sample.</param>
internal abstract class SampleStorage(int width)
{
    /// <summary>Numbers of a sample.</summary>
    internal int Width { get; } = width;

    /// <summary>Writes one sample, transformed, to a batch.</summary>
    internal abstract void Copy(int row, FeatureTransform transform, Span<float> destination);
}

/// <summary>Samples of bytes.</summary>
internal sealed class ByteStorage(byte[] values, int width) : SampleStorage(width)
{
    internal override void Copy(int row, FeatureTransform transform, Span<float> destination) =>
        transform.Apply(new ReadOnlySpan<byte>(values, row * Width, Width), destination);
}

/// <summary>Samples of float32 numbers.</summary>
internal sealed class FloatStorage(float[] values, int width) : SampleStorage(width)
{
    internal override void Copy(int row, FeatureTransform transform, Span<float> destination) =>
        transform.Apply(new ReadOnlySpan<float>(values, row * Width, Width), destination);
}
