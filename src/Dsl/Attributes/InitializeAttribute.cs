namespace ModelDsl;

/// <summary>
/// The initializer of a layer's tensor, with your own numbers:
/// <c>[Dense(100), Initialize("Kernel", Initializer.RandomNormal, Stddev = 0.01)]</c>. There is a shorter form for an initializer that
/// needs no numbers: <c>[Dense(100, KernelInitializer = Initializer.HeNormal)]</c>.
/// </summary>
/// <param name="tensor">The tensor's name, as in the layer's option: <c>Kernel</c> for <c>KernelInitializer</c>.</param>
/// <param name="initializer">The initializer.</param>
[AttributeUsage(AttributeTargets.Parameter, AllowMultiple = true)]
public sealed class InitializeAttribute(string tensor, Initializer initializer) : Attribute
{
    /// <summary>The tensor.</summary>
    public string Tensor { get; } = tensor;

    /// <summary>The initializer.</summary>
    public Initializer Initializer { get; } = initializer;

    /// <summary>The value of <see cref="Initializer.Constant"/>; finite.</summary>
    public double Value { get; set; }

    /// <summary>The mean of <see cref="Initializer.RandomNormal"/> and <see cref="Initializer.TruncatedNormal"/>; finite.</summary>
    public double Mean { get; set; }

    /// <summary>
    /// The standard deviation of <see cref="Initializer.RandomNormal"/>, and of <see cref="Initializer.TruncatedNormal"/> before the cut;
    /// finite, not negative.
    /// </summary>
    public double Stddev { get; set; } = 0.05;

    /// <summary>The smallest number of <see cref="Initializer.RandomUniform"/>; finite.</summary>
    public double Minval { get; set; } = -0.05;

    /// <summary>The upper end of the range of <see cref="Initializer.RandomUniform"/>; finite, at least <see cref="Minval"/>.</summary>
    public double Maxval { get; set; } = 0.05;

    /// <summary>The scale of <see cref="Initializer.VarianceScaling"/>; finite, positive.</summary>
    public double Scale { get; set; } = 1;

    /// <summary>The divisor of <see cref="Initializer.VarianceScaling"/>. Keras: <c>mode</c>.</summary>
    public Fan Fan { get; set; }

    /// <summary>The distribution of <see cref="Initializer.VarianceScaling"/>.</summary>
    public Distribution Distribution { get; set; }

    /// <summary>The gain of <see cref="Initializer.Orthogonal"/> and <see cref="Initializer.Identity"/>; finite.</summary>
    public double Gain { get; set; } = 1;
}
