using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Engines;

/// <summary>The numbers of all samples, side by side in their own element type. Every view of a data set shares it.</summary>
/// <param name="width">Numbers of a sample.</param>
internal abstract class SampleStorage(int width)
{
    private const int CacheLine = 64;

    /// <summary>Numbers of a sample.</summary>
    internal int Width { get; } = width;

    /// <summary>Writes one sample, transformed, to a batch.</summary>
    internal abstract void Copy(int row, FeatureTransform transform, Span<float> destination);

    /// <summary>Asks the processor to bring a sample near that will be copied soon.</summary>
    internal abstract void Prefetch(int row);

    /// <summary>
    /// Whether samples may have to come from disk: then batches are gathered ahead, on a thread of their own. In memory a
    /// batch is gathered straight into the program.
    /// </summary>
    internal virtual bool IsSlow => false;

    /// <summary>Bytes of a sample in storage.</summary>
    internal abstract int RowBytes { get; }

    /// <summary>Asks for samples that will be copied soon, where they may have to come from disk.</summary>
    internal virtual void Announce(int row, int count)
    {
    }

    /// <summary>Refuses storage that is not what it was when it was checked.</summary>
    /// <exception cref="UnreadableSamples">A file was changed.</exception>
    internal virtual void ThrowIfChanged()
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected static unsafe void Prefetch<T>(ReadOnlySpan<T> sample) where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        // Into the second cache: the first has a few dozen lines on their way at most, and all others would wait.
        fixed (T* start = sample)
        {
            for (byte* line = (byte*)start, end = (byte*)(start + sample.Length); line < end; line += CacheLine) Sse.Prefetch1(line);
        }
    }
}

/// <summary>Samples of bytes.</summary>
internal sealed class ByteStorage(byte[] values, int width) : SampleStorage(width)
{
    internal override int RowBytes => Width;

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination) =>
        transform.Apply(new ReadOnlySpan<byte>(values, row * Width, Width), destination);

    internal override void Prefetch(int row) => Prefetch(new ReadOnlySpan<byte>(values, row * Width, Width));
}

/// <summary>Samples of float32 numbers.</summary>
internal sealed class FloatStorage(float[] values, int width) : SampleStorage(width)
{
    internal override int RowBytes => Width * sizeof(float);

    internal override void Copy(int row, FeatureTransform transform, Span<float> destination) =>
        transform.Apply(new ReadOnlySpan<float>(values, row * Width, Width), destination);

    internal override void Prefetch(int row) => Prefetch(new ReadOnlySpan<float>(values, row * Width, Width));
}
