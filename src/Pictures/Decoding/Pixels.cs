using System.Buffers;

namespace ModelDsl.Pictures.Decoding;

/// <summary>The pixels of a picture, row by row, in memory that is lent by a pool.</summary>
internal sealed class Pixels : IDisposable
{
    /// <summary>Numbers of a pixel with colours: red, green, blue, alpha.</summary>
    internal const int Colored = 4;

    /// <summary>Larger buffers are not kept for the next picture.</summary>
    private const int LargestPooled = 16 << 20;

    private readonly byte[] values;

    internal Pixels(int width, int height, int depth)
    {
        (Width, Height, Depth) = (width, height, depth);
        values = Length > LargestPooled ? GC.AllocateUninitializedArray<byte>(Length) : ArrayPool<byte>.Shared.Rent(Length);
    }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>Numbers of a pixel: <see cref="Colored"/>, or 1 for brightness.</summary>
    internal int Depth { get; }

    internal Span<byte> Values => values.AsSpan(0, Length);

    private int Length => checked(Width * Height * Depth);

    internal Span<byte> Row(int row) => values.AsSpan(row * Width * Depth, Width * Depth);

    public void Dispose()
    {
        if (Length <= LargestPooled) ArrayPool<byte>.Shared.Return(values);
    }
}
