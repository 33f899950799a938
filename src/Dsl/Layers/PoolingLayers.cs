namespace ModelDsl;

/// <summary>Base of the layers that reduce each channel of a window over images to one number.</summary>
public abstract class Pooling2DAttribute : LayerAttribute
{
    private protected Pooling2DAttribute(int height, int width) => (PoolHeight, PoolWidth) = (height, width);

    /// <summary>Height of the window.</summary>
    public int PoolHeight { get; }

    /// <summary>Width of the window.</summary>
    public int PoolWidth { get; }

    /// <summary>Pixels from one window to the next, in both directions; by default the size of the window.</summary>
    public int Strides { get; set; }

    /// <summary>Rows from one window to the next, if it differs from the columns; by default <see cref="Strides"/> decides.</summary>
    public int StrideHeight { get; set; }

    /// <summary>Columns from one window to the next, if it differs from the rows; by default <see cref="Strides"/> decides.</summary>
    public int StrideWidth { get; set; }

    /// <summary>The treatment of the window at the edges; by default it stays inside.</summary>
    public Padding Padding { get; set; }

    /// <summary>
    /// Rows and columns outside the image that windows may cover, in place of <see cref="Padding"/>: <c>[top, bottom, left, right]</c>,
    /// <c>[height, width]</c>, or one number for all edges; for a sequence <c>[before, after]</c> or one number. A pool ignores
    /// them, so each must be less than the window.
    /// PyTorch: <c>padding</c>; ONNX: <c>pads</c>, in another order.
    /// </summary>
    public int[]? Pads { get; set; }
}

/// <summary>
/// The largest number of each channel in each window: <c>[N, h, w, c] → [N, rows, columns, c]</c>. If several are equal, the first gets the
/// gradient. Keras: <c>layers.MaxPooling2D</c>.
/// </summary>
public sealed class MaxPooling2DAttribute : Pooling2DAttribute
{
    /// <summary>Creates a square window.</summary>
    /// <param name="poolSize">Height and width; positive.</param>
    public MaxPooling2DAttribute(int poolSize = 2) : base(poolSize, poolSize)
    {
    }

    /// <summary>Creates a rectangular window.</summary>
    /// <param name="poolHeight">Its height; positive.</param>
    /// <param name="poolWidth">Its width; positive.</param>
    public MaxPooling2DAttribute(int poolHeight, int poolWidth) : base(poolHeight, poolWidth)
    {
    }
}

/// <summary>The largest numbers in windows over images. It has no parameters.</summary>
public sealed record MaxPooling2D : Layer;

/// <summary>
/// The mean of each channel in each window, over the pixels inside the image: <c>[N, h, w, c] → [N, rows, columns, c]</c>. Keras:
/// <c>layers.AveragePooling2D</c>.
/// </summary>
public sealed class AveragePooling2DAttribute : Pooling2DAttribute
{
    /// <summary>Creates a square window.</summary>
    /// <param name="poolSize">Height and width; positive.</param>
    public AveragePooling2DAttribute(int poolSize = 2) : base(poolSize, poolSize)
    {
    }

    /// <summary>Creates a rectangular window.</summary>
    /// <param name="poolHeight">Its height; positive.</param>
    /// <param name="poolWidth">Its width; positive.</param>
    public AveragePooling2DAttribute(int poolHeight, int poolWidth) : base(poolHeight, poolWidth)
    {
    }
}

/// <summary>The means in windows over images. It has no parameters.</summary>
public sealed record AveragePooling2D : Layer;

/// <summary>The largest number of each channel: <c>[N, h, w, c] → [N, c]</c>. Keras: <c>layers.GlobalMaxPooling2D</c>.</summary>
public sealed class GlobalMaxPooling2DAttribute : LayerAttribute;

/// <summary>The largest number of each channel. It has no parameters.</summary>
public sealed record GlobalMaxPooling2D : Layer;

/// <summary>The mean of each channel: <c>[N, h, w, c] → [N, c]</c>. Keras: <c>layers.GlobalAveragePooling2D</c>.</summary>
public sealed class GlobalAveragePooling2DAttribute : LayerAttribute;

/// <summary>The mean of each channel. It has no parameters.</summary>
public sealed record GlobalAveragePooling2D : Layer;

/// <summary>Base of the layers that reduce each channel of a window over steps to one number.</summary>
public abstract class Pooling1DAttribute : LayerAttribute
{
    private protected Pooling1DAttribute(int poolSize) => PoolSize = poolSize;

    /// <summary>Steps of the window.</summary>
    public int PoolSize { get; }

    /// <summary>Steps from one window to the next; by default the size of the window.</summary>
    public int Strides { get; set; }

    /// <summary>The treatment of the window at the ends; by default it stays inside.</summary>
    public Padding Padding { get; set; }

    /// <summary>
    /// Rows and columns outside the image that windows may cover, in place of <see cref="Padding"/>: <c>[top, bottom, left, right]</c>,
    /// <c>[height, width]</c>, or one number for all edges; for a sequence <c>[before, after]</c> or one number. A pool ignores
    /// them, so each must be less than the window.
    /// PyTorch: <c>padding</c>; ONNX: <c>pads</c>, in another order.
    /// </summary>
    public int[]? Pads { get; set; }
}

/// <summary>
/// The largest number of each channel in each window: <c>[N, steps, c] → [N, places, c]</c>. If several are equal, the first gets the
/// gradient. Keras: <c>layers.MaxPooling1D</c>.
/// </summary>
/// <param name="poolSize">Steps of the window; positive.</param>
public sealed class MaxPooling1DAttribute(int poolSize = 2) : Pooling1DAttribute(poolSize);

/// <summary>The largest numbers in windows over sequences. It has no parameters.</summary>
public sealed record MaxPooling1D : Layer;

/// <summary>
/// The mean of each channel in each window, over the steps inside the sequence: <c>[N, steps, c] → [N, places, c]</c>. Keras:
/// <c>layers.AveragePooling1D</c>.
/// </summary>
/// <param name="poolSize">Steps of the window; positive.</param>
public sealed class AveragePooling1DAttribute(int poolSize = 2) : Pooling1DAttribute(poolSize);

/// <summary>The means in windows over sequences. It has no parameters.</summary>
public sealed record AveragePooling1D : Layer;

/// <summary>The largest number of each channel: <c>[N, steps, c] → [N, c]</c>. Keras: <c>layers.GlobalMaxPooling1D</c>.</summary>
public sealed class GlobalMaxPooling1DAttribute : LayerAttribute;

/// <summary>The largest number of each channel of a sequence. It has no parameters.</summary>
public sealed record GlobalMaxPooling1D : Layer;

/// <summary>The mean of each channel: <c>[N, steps, c] → [N, c]</c>. Keras: <c>layers.GlobalAveragePooling1D</c>.</summary>
public sealed class GlobalAveragePooling1DAttribute : LayerAttribute;

/// <summary>The mean of each channel of a sequence. It has no parameters.</summary>
public sealed record GlobalAveragePooling1D : Layer;
