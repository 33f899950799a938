namespace ModelDsl;

/// <summary>Base of the attributes that set the layer and the hyper-parameters of a model's positional parameter.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// Adds the batch mean of <c>ActivityL1 · Σ |y|</c> to the loss; y is the layer's output. The derivative at 0 is 0. Finite, not
    /// negative, 0 for none. Keras: <c>activity_regularizer=L1(…)</c>.
    /// </summary>
    public double ActivityL1 { get; set; }

    /// <summary>
    /// Adds the batch mean of <c>ActivityL2 · Σ y²</c> to the loss; y is the layer's output. Finite, not negative, 0 for none. Keras:
    /// <c>activity_regularizer=L2(…)</c>.
    /// </summary>
    public double ActivityL2 { get; set; }
}
