namespace ModelDsl;

/// <summary>What a window does at the edges of an image.</summary>
public enum Padding
{
    /// <summary>It stays inside: a window of k pixels makes n pixels n − k + 1.</summary>
    Valid,

    /// <summary>Outside are zeros, as many as strides of 1 need for an output as large as the input; pools leave them out.</summary>
    Same,
}

/// <summary>
/// Looks for patterns: <c>[N, h, w, in] → [N, rows, columns, filters]</c>, in every window <c>activation(Σ pixels·Kernel + Bias)</c>.
/// Kernel <c>[height, width, in, filters]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras: <c>layers.Conv2D</c>.
/// </summary>
public sealed class Conv2DAttribute : LayerAttribute
{
    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="filters">Number of patterns, the channels of the output; positive.</param>
    /// <param name="kernelSize">Height and width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public Conv2DAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear) =>
        (Filters, KernelHeight, KernelWidth, Activation) = (filters, kernelSize, kernelSize, activation);

    /// <summary>A convolution with a kernel that is no square.</summary>
    /// <param name="filters">Number of patterns, the channels of the output; positive.</param>
    /// <param name="kernelHeight">Height of the window; positive.</param>
    /// <param name="kernelWidth">Width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public Conv2DAttribute(int filters, int kernelHeight, int kernelWidth, ActivationKind activation = ActivationKind.Linear) =>
        (Filters, KernelHeight, KernelWidth, Activation) = (filters, kernelHeight, kernelWidth, activation);

    /// <summary>Number of patterns.</summary>
    public int Filters { get; }

    /// <summary>Height of the window.</summary>
    public int KernelHeight { get; }

    /// <summary>Width of the window.</summary>
    public int KernelWidth { get; }

    /// <summary>Activation of the output.</summary>
    public ActivationKind Activation { get; }

    /// <summary>Pixels from one window to the next, both ways; 1 unless set.</summary>
    public int Strides { get; set; } = 1;

    /// <summary>Pixels from one cell of the window to the next, both ways; 1 unless set. Keras: <c>dilation_rate</c>.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>What the window does at the edges; it stays inside unless set.</summary>
    public Padding Padding { get; set; }

    /// <summary>Whether a bias is added; true unless set.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>How the kernel begins; Glorot uniform unless set.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>How the bias begins; zero unless set.</summary>
    public Initializer BiasInitializer { get; set; } = Initializer.Zeros;

    /// <summary>
    /// Adds <c>KernelL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L2(…)</c>.
    /// </summary>
    public double KernelL2 { get; set; }

    /// <summary>Adds <c>BiasL2 · Σ Bias²</c> to the loss; finite, not negative, 0 for none. Keras: <c>bias_regularizer=L2(…)</c>.</summary>
    public double BiasL2 { get; set; }
}

/// <summary>A window from which one number a channel is made.</summary>
public abstract class Pooling2DAttribute : LayerAttribute
{
    private protected Pooling2DAttribute(int height, int width) => (PoolHeight, PoolWidth) = (height, width);

    /// <summary>Height of the window.</summary>
    public int PoolHeight { get; }

    /// <summary>Width of the window.</summary>
    public int PoolWidth { get; }

    /// <summary>Pixels from one window to the next, both ways; the window's own size unless set.</summary>
    public int Strides { get; set; }

    /// <summary>What the window does at the edges; it stays inside unless set.</summary>
    public Padding Padding { get; set; }
}

/// <summary>
/// The largest number of each channel in each window: <c>[N, h, w, c] → [N, rows, columns, c]</c>. Of equal ones the first gets the
/// gradient. Keras: <c>layers.MaxPooling2D</c>.
/// </summary>
public sealed class MaxPooling2DAttribute : Pooling2DAttribute
{
    /// <summary>A square window.</summary>
    /// <param name="poolSize">Height and width; positive.</param>
    public MaxPooling2DAttribute(int poolSize = 2) : base(poolSize, poolSize)
    {
    }

    /// <summary>A window that is no square.</summary>
    /// <param name="poolHeight">Its height; positive.</param>
    /// <param name="poolWidth">Its width; positive.</param>
    public MaxPooling2DAttribute(int poolHeight, int poolWidth) : base(poolHeight, poolWidth)
    {
    }
}

/// <summary>
/// The mean of each channel in each window, of the pixels inside the image: <c>[N, h, w, c] → [N, rows, columns, c]</c>. Keras:
/// <c>layers.AveragePooling2D</c>.
/// </summary>
public sealed class AveragePooling2DAttribute : Pooling2DAttribute
{
    /// <summary>A square window.</summary>
    /// <param name="poolSize">Height and width; positive.</param>
    public AveragePooling2DAttribute(int poolSize = 2) : base(poolSize, poolSize)
    {
    }

    /// <summary>A window that is no square.</summary>
    /// <param name="poolHeight">Its height; positive.</param>
    /// <param name="poolWidth">Its width; positive.</param>
    public AveragePooling2DAttribute(int poolHeight, int poolWidth) : base(poolHeight, poolWidth)
    {
    }
}

/// <summary>The largest number of each channel: <c>[N, h, w, c] → [N, c]</c>. Keras: <c>layers.GlobalMaxPooling2D</c>.</summary>
public sealed class GlobalMaxPooling2DAttribute : LayerAttribute;

/// <summary>The mean of each channel: <c>[N, h, w, c] → [N, c]</c>. Keras: <c>layers.GlobalAveragePooling2D</c>.</summary>
public sealed class GlobalAveragePooling2DAttribute : LayerAttribute;
