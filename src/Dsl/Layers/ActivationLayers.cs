namespace ModelDsl;

/// <summary>An activation as a layer of its own. Keras: <c>layers.Activation</c>.</summary>
public sealed class ActivationAttribute : LayerAttribute
{
    /// <summary>An activation of the library's.</summary>
    /// <param name="activation">Applied elementwise (softmax: over the last axis).</param>
    public ActivationAttribute(ActivationKind activation) => Activation = activation;

    /// <summary>A function of your own.</summary>
    /// <param name="activate">Name of a static method from float to float, as in <c>[Activation(nameof(Curves.Mish))]</c>.</param>
    public ActivationAttribute(string activate) => Activate = activate;

    /// <summary>The function that is applied, where it is one of the library's.</summary>
    public ActivationKind Activation { get; }

    /// <summary>Name of the function that is applied, where it is your own.</summary>
    public string? Activate { get; }

    /// <summary>ReLU's and leaky ReLU's slope below the threshold; finite, not negative. Unless set (NaN) 0 and 0.2.</summary>
    public double NegativeSlope { get; set; } = double.NaN;

    /// <summary>ReLU's largest value; not negative, none unless set.</summary>
    public double MaxValue { get; set; } = double.PositiveInfinity;

    /// <summary>
    /// Where ReLU begins, and how much the shrinking activations take away; finite, not negative. Unless set (NaN) 0 and 0.5. What the activation
    /// Threshold compares with; finite, 0 unless set.
    /// </summary>
    public double Threshold { get; set; } = double.NaN;

    /// <summary>ELU's and CELU's α; finite, CELU's positive, 1 unless set.</summary>
    public double Alpha { get; set; } = 1;

    /// <summary>Squareplus's b; finite, positive, 4 unless set.</summary>
    public double B { get; set; } = 4;

    /// <summary>What the activation Threshold makes of all that is not above its threshold; finite. Keras: <c>default_value</c>.</summary>
    public double DefaultValue { get; set; }
}

/// <summary>An activation as a layer, and the names of the activations: <c>[Dense(10, Activation.Softmax)]</c>.</summary>
public sealed partial record Activation : Layer;

/// <summary>
/// <c>min(x, MaxValue)</c> above the threshold, else <c>NegativeSlope·(x − Threshold)</c>: <c>max(x, 0)</c> unless an option is set. The
/// derivative is the slope at the threshold and 0 at the largest value. Keras: <c>layers.ReLU</c>.
/// </summary>
public sealed class ReLUAttribute : LayerAttribute
{
    /// <summary>The largest value; not negative, none unless set.</summary>
    public double MaxValue { get; set; } = double.PositiveInfinity;

    /// <summary>The slope below the threshold; finite, not negative.</summary>
    public double NegativeSlope { get; set; }

    /// <summary>Where it begins; finite, not negative.</summary>
    public double Threshold { get; set; }
}

/// <summary>ReLU with options. It has no parameters.</summary>
public sealed record ReLU : Layer;

/// <summary><c>x</c> where positive, else <c>negativeSlope·x</c>; derivative negativeSlope at 0. Keras: <c>layers.LeakyReLU</c>.</summary>
/// <param name="negativeSlope">The slope below 0; finite, not negative.</param>
public sealed class LeakyReLUAttribute(double negativeSlope = 0.3) : LayerAttribute
{
    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; } = negativeSlope;
}

/// <summary>ReLU with a slope below 0. It has no parameters.</summary>
public sealed record LeakyReLU : Layer;

/// <summary><c>x</c> where positive, else <c>alpha·(eˣ − 1)</c>; derivative alpha at 0. Clevert et al., 2015; Keras: <c>layers.ELU</c>.</summary>
/// <param name="alpha">What it goes to below 0, negated; finite.</param>
public sealed class ELUAttribute(double alpha = 1) : LayerAttribute
{
    /// <summary>What it goes to below 0, negated.</summary>
    public double Alpha { get; } = alpha;
}

/// <summary>The exponential linear unit. It has no parameters.</summary>
public sealed record ELU : Layer;

/// <summary><c>eˣ / Σ eˣ</c> over the last axis. Keras: <c>layers.Softmax</c>.</summary>
public sealed class SoftmaxAttribute : LayerAttribute;

/// <summary>Softmax over the last axis. It has no parameters.</summary>
public sealed record Softmax : Layer;

/// <summary>
/// <c>x</c> where positive, else <c>Alpha·x</c> with slopes that are trained; derivative Alpha at 0. Alpha has a sample's shape, with 1 along
/// the shared axes. He et al., 2015; Keras: <c>layers.PReLU</c>.
/// </summary>
public sealed class PReLUAttribute : LayerAttribute
{
    /// <summary>Axes along which the slopes are the same; 1 is the first of a sample. None unless set; <c>[1, 2]</c> for one slope a channel of an image.</summary>
    public int[]? SharedAxes { get; set; }

    /// <summary>How the slopes begin; zero unless set.</summary>
    public Initializer AlphaInitializer { get; set; } = Initializer.Zeros;

    /// <summary>Adds <c>AlphaL1 · Σ |Alpha|</c> to the loss, with the derivative 0 at 0; finite, not negative, 0 for none. Keras: <c>alpha_regularizer=L1(…)</c>.</summary>
    public double AlphaL1 { get; set; }

    /// <summary>Adds <c>AlphaL2 · Σ Alpha²</c> to the loss; finite, not negative, 0 for none. Keras: <c>alpha_regularizer=L2(…)</c>.</summary>
    public double AlphaL2 { get; set; }
}

/// <summary>ReLU with slopes below 0 that are trained.</summary>
/// <param name="Alpha">The slopes: a sample's shape, with 1 along the axes that share them.</param>
public sealed record PReLU(Tensor Alpha) : Layer;
