namespace ModelDsl;

/// <summary>An attribute that gives a positional parameter of a model its layer and hyper-parameters.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// Adds the mean over the batch of <c>ActivityL1 · Σ |y|</c> to the loss, y being the layer's output, with the derivative 0 at 0; finite, not
    /// negative, 0 for none. Keras: <c>activity_regularizer=L1(…)</c>.
    /// </summary>
    public double ActivityL1 { get; set; }

    /// <summary>
    /// Adds the mean over the batch of <c>ActivityL2 · Σ y²</c> to the loss, y being the layer's output; finite, not negative, 0 for none. Keras:
    /// <c>activity_regularizer=L2(…)</c>.
    /// </summary>
    public double ActivityL2 { get; set; }
}
