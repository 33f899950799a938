namespace ModelDsl;

/// <summary>An activation as a separate layer. Keras: <c>layers.Activation</c>.</summary>
public sealed class ActivationAttribute : LayerAttribute
{
    /// <summary>Creates a layer with one of the library's activations.</summary>
    /// <param name="activation">Applied elementwise (softmax: over the last axis).</param>
    public ActivationAttribute(ActivationKind activation) => Activation = activation;

    /// <summary>Creates a layer with your own function.</summary>
    /// <param name="activate">Name of a static method from float to float, as in <c>[Activation(nameof(Curves.Mish))]</c>.</param>
    public ActivationAttribute(string activate) => Activate = activate;

    /// <summary>The function that is applied, if it is one of the library's.</summary>
    public ActivationKind Activation { get; }

    /// <summary>Name of the function that is applied, if it is your own.</summary>
    public string? Activate { get; }

    /// <summary>
    /// Slope of ReLU and leaky ReLU below the threshold; finite, not negative. If it is not set (NaN), it is 0 for ReLU and 0.2 for leaky
    /// ReLU.
    /// </summary>
    public double NegativeSlope { get; set; } = double.NaN;

    /// <summary>Largest value of ReLU; not negative, no limit by default.</summary>
    public double MaxValue { get; set; } = double.PositiveInfinity;

    /// <summary>
    /// The point where ReLU begins, and the threshold of the shrinking activations; finite, not negative. If it is not set (NaN), it is 0
    /// for ReLU and 0.5 for the others. For the activation Threshold it is the number to compare with; finite, 0 by default.
    /// </summary>
    public double Threshold { get; set; } = double.NaN;

    /// <summary>α of ELU and CELU; finite, positive for CELU, 1 by default.</summary>
    public double Alpha { get; set; } = 1;

    /// <summary>b of Squareplus; finite, positive, 4 by default.</summary>
    public double B { get; set; } = 4;

    /// <summary>
    /// The value that the activation Threshold returns for a number not above its threshold; finite. Keras: <c>default_value</c>.
    /// </summary>
    public double DefaultValue { get; set; }
}

/// <summary>An activation as a layer, and the names of the activations: <c>[Dense(10, Activation.Softmax)]</c>.</summary>
public sealed partial record Activation : Layer;

/// <summary>
/// <c>min(x, MaxValue)</c> above the threshold, otherwise <c>NegativeSlope·(x − Threshold)</c>. Without options it is <c>max(x, 0)</c>. The
/// derivative at the threshold is the slope, and 0 at the largest value. Keras: <c>layers.ReLU</c>.
/// </summary>
public sealed class ReLUAttribute : LayerAttribute
{
    /// <summary>The largest value; not negative, no limit by default.</summary>
    public double MaxValue { get; set; } = double.PositiveInfinity;

    /// <summary>The slope below the threshold; finite, not negative.</summary>
    public double NegativeSlope { get; set; }

    /// <summary>The point where it begins; finite, not negative.</summary>
    public double Threshold { get; set; }
}

/// <summary>ReLU with options. It has no parameters.</summary>
public sealed record ReLU : Layer;

/// <summary>
/// <c>x</c> if positive, otherwise <c>negativeSlope·x</c>; the derivative at 0 is negativeSlope. Keras: <c>layers.LeakyReLU</c>.
/// </summary>
/// <param name="negativeSlope">The slope below 0; finite, not negative.</param>
public sealed class LeakyReLUAttribute(double negativeSlope = 0.3) : LayerAttribute
{
    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; } = negativeSlope;
}

/// <summary>ReLU with a slope below 0. It has no parameters.</summary>
public sealed record LeakyReLU : Layer;

/// <summary>
/// <c>x</c> if positive, otherwise <c>alpha·(eˣ − 1)</c>; the derivative at 0 is alpha. Clevert et al., 2015; Keras: <c>layers.ELU</c>.
/// </summary>
/// <param name="alpha">The negated limit for x → −∞; finite.</param>
public sealed class ELUAttribute(double alpha = 1) : LayerAttribute
{
    /// <summary>The negated limit for x → −∞.</summary>
    public double Alpha { get; } = alpha;
}

/// <summary>The exponential linear unit. It has no parameters.</summary>
public sealed record ELU : Layer;

/// <summary><c>eˣ / Σ eˣ</c> over the last axis. Keras: <c>layers.Softmax</c>.</summary>
public sealed class SoftmaxAttribute : LayerAttribute;

/// <summary>Softmax over the last axis. It has no parameters.</summary>
public sealed record Softmax : Layer;

/// <summary>
/// <c>x</c> if positive, otherwise <c>Alpha·x</c> with trained slopes; the derivative at 0 is Alpha. Alpha has the shape of a sample, with
/// 1 along the shared axes. He et al., 2015; Keras: <c>layers.PReLU</c>.
/// </summary>
public sealed class PReLUAttribute : LayerAttribute
{
    /// <summary>
    /// Axes along which the slopes are the same; 1 is the first axis of a sample. None by default; <c>[1, 2]</c> gives one slope for each
    /// channel of an image.
    /// </summary>
    public int[]? SharedAxes { get; set; }

    /// <summary>The initializer of the slopes; zeros by default.</summary>
    public Initializer AlphaInitializer { get; set; } = Initializer.Zeros;

    /// <summary>
    /// Adds <c>AlphaL1 · Σ |Alpha|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>alpha_regularizer=L1(…)</c>.
    /// </summary>
    public double AlphaL1 { get; set; }

    /// <summary>
    /// Adds <c>AlphaL2 · Σ Alpha²</c> to the loss; finite, not negative, 0 for none. Keras: <c>alpha_regularizer=L2(…)</c>.
    /// </summary>
    public double AlphaL2 { get; set; }
}

/// <summary>ReLU with trained slopes below 0.</summary>
/// <param name="Alpha">The slopes: a sample's shape, with 1 along the axes that share them.</param>
public sealed record PReLU(Tensor Alpha) : Layer;
