namespace ModelDsl;

/// <summary>Rows and columns at the edges of an image.</summary>
public abstract class Edges2DAttribute : LayerAttribute
{
    private protected Edges2DAttribute(int top, int bottom, int left, int right) => (Top, Bottom, Left, Right) = (top, bottom, left, right);

    /// <summary>Rows above.</summary>
    public int Top { get; }

    /// <summary>Rows below.</summary>
    public int Bottom { get; }

    /// <summary>Columns on the left.</summary>
    public int Left { get; }

    /// <summary>Columns on the right.</summary>
    public int Right { get; }
}

/// <summary>
/// Adds zeros around an image: <c>[N, h, w, c] → [N, h + top + bottom, w + left + right, c]</c>. Keras: <c>layers.ZeroPadding2D</c>.
/// </summary>
public sealed class ZeroPadding2DAttribute : Edges2DAttribute
{
    /// <summary>Adds the same number at all four edges.</summary>
    /// <param name="padding">Rows and columns; 0 or more.</param>
    public ZeroPadding2DAttribute(int padding = 1) : base(padding, padding, padding, padding)
    {
    }

    /// <summary>Sets one number for above and below, and one for left and right.</summary>
    /// <param name="height">Rows above, and below; 0 or more.</param>
    /// <param name="width">Columns on the left, and on the right; 0 or more.</param>
    public ZeroPadding2DAttribute(int height, int width) : base(height, height, width, width)
    {
    }

    /// <summary>Sets each edge separately. Keras: <c>((top, bottom), (left, right))</c>.</summary>
    /// <param name="top">Rows above; 0 or more.</param>
    /// <param name="bottom">Rows below; 0 or more.</param>
    /// <param name="left">Columns on the left; 0 or more.</param>
    /// <param name="right">Columns on the right; 0 or more.</param>
    public ZeroPadding2DAttribute(int top, int bottom, int left, int right) : base(top, bottom, left, right)
    {
    }
}

/// <summary>Adds zeros around an image. It has no parameters.</summary>
public sealed record ZeroPadding2D : Layer;

/// <summary>
/// Removes the edges of an image: <c>[N, h, w, c] → [N, h − top − bottom, w − left − right, c]</c>. Keras: <c>layers.Cropping2D</c>.
/// </summary>
public sealed class Cropping2DAttribute : Edges2DAttribute
{
    /// <summary>Removes the same number from all four edges.</summary>
    /// <param name="cropping">Rows and columns; 0 or more.</param>
    public Cropping2DAttribute(int cropping) : base(cropping, cropping, cropping, cropping)
    {
    }

    /// <summary>Sets one number for above and below, and one for left and right.</summary>
    /// <param name="height">Rows above, and below; 0 or more.</param>
    /// <param name="width">Columns on the left, and on the right; 0 or more.</param>
    public Cropping2DAttribute(int height, int width) : base(height, height, width, width)
    {
    }

    /// <summary>Sets each edge separately. Keras: <c>((top, bottom), (left, right))</c>.</summary>
    /// <param name="top">Rows above; 0 or more.</param>
    /// <param name="bottom">Rows below; 0 or more.</param>
    /// <param name="left">Columns on the left; 0 or more.</param>
    /// <param name="right">Columns on the right; 0 or more.</param>
    public Cropping2DAttribute(int top, int bottom, int left, int right) : base(top, bottom, left, right)
    {
    }
}

/// <summary>Removes the edges of an image. It has no parameters.</summary>
public sealed record Cropping2D : Layer;

/// <summary>
/// Repeats every pixel: <c>[N, h, w, c] → [N, size·h, size·w, c]</c>. Keras: <c>layers.UpSampling2D</c> with
/// <c>interpolation="nearest"</c>.
/// </summary>
public sealed class UpSampling2DAttribute : LayerAttribute
{
    /// <summary>Repeats equally often in both directions.</summary>
    /// <param name="size">Number of repetitions; positive.</param>
    public UpSampling2DAttribute(int size = 2) => (Height, Width) = (size, size);

    /// <summary>Sets each direction separately.</summary>
    /// <param name="height">How often each row is repeated; positive.</param>
    /// <param name="width">How often each column is repeated; positive.</param>
    public UpSampling2DAttribute(int height, int width) => (Height, Width) = (height, width);

    /// <summary>How often each row is repeated.</summary>
    public int Height { get; }

    /// <summary>How often each column is repeated.</summary>
    public int Width { get; }
}

/// <summary>Repeats every pixel. It has no parameters.</summary>
public sealed record UpSampling2D : Layer;

/// <summary>
/// Reorders the dimensions of a sample: <c>Permute(2, 1)</c> does <c>[N, a, b] → [N, b, a]</c>. Keras: <c>layers.Permute</c>.
/// </summary>
/// <param name="dims">For each dimension of the output, the dimension of the input, counted from 1; the batch is not counted.</param>
public sealed class PermuteAttribute(params int[] dims) : LayerAttribute
{
    /// <summary>For each dimension of the output, the dimension of the input, counted from 1.</summary>
    public IReadOnlyList<int> Dims { get; } = dims;
}

/// <summary>Reorders the dimensions. It has no parameters.</summary>
public sealed record Permute : Layer;
