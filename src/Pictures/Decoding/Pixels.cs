namespace ModelDsl.Pictures.Decoding;

/// <summary>The pixels of a picture, row by row.</summary>
internal sealed class Pixels(int width, int height, int depth) : IDisposable
{
    /// <summary>Numbers of a pixel with colours: red, green, blue, alpha.</summary>
    internal const int Colored = 4;

    private readonly Pooled values = new(checked(width * height * depth));

    internal int Width { get; } = width;

    internal int Height { get; } = height;

    /// <summary>Numbers of a pixel: <see cref="Colored"/>, or 1 for brightness.</summary>
    internal int Depth { get; } = depth;

    internal Span<byte> Values => values.Span;

    internal Span<byte> Row(int row) => values.Span.Slice(row * Width * Depth, Width * Depth);

    public void Dispose() => values.Dispose();
}
