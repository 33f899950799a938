namespace ModelDsl;

/// <summary>
/// An attribute that gives a model its loss: a value for every row of the output (the mean over the last axis where the loss is
/// elementwise), and the mean of these over the batch, each with its weight. Regularisers of layers are added to it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false, AllowMultiple = true)]
public abstract class LossAttribute : Attribute
{
    /// <summary>
    /// The output that it judges, where the model's forward method returns several: the name of the tuple's element, or of the record's property. Each output has one loss,
    /// and the model's is their sum.
    /// </summary>
    public string? Output { get; set; }

    /// <summary>What it counts in the model's loss; finite, 1 unless written. Keras: <c>loss_weights</c>.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>
    /// Shape of the label of one sample, when you want it checked while typing: none (a class index) for
    /// <see cref="SparseCategoricalCrossentropyAttribute"/> on an output <c>[classes]</c>, the output's shape for the others.
    /// </summary>
    public int[]? Labels { get; set; }

    /// <summary>
    /// Names of the axes of a sample's label, where the prediction's must be the same: words, <c>_</c> for an axis without a name. The classes of a categorical
    /// loss are called <c>classes</c> in any case, where a model has names.
    /// </summary>
    public string[] Axes { get; set; } = [];

    /// <summary>How the losses of rows become one. Keras: <c>reduction</c>.</summary>
    public Reduction Reduction { get; set; }
}

/// <summary>
/// Cross-entropy against class indices <c>0 … classes − 1</c>. After <c>Softmax</c> it works on the logits (log-sum-exp); after
/// anything else the output itself is taken as logits. Keras: <c>losses.SparseCategoricalCrossentropy</c>.
/// </summary>
public sealed class SparseCategoricalCrossentropyAttribute : LossAttribute
{
    /// <summary>
    /// A class whose rows count nothing: no loss, no gradient, and the mean is over the others; 0 where there is no other. It need not be one
    /// of the model's classes: −1 and 255 are usual. None unless written. Metrics count these rows as before. Keras: <c>ignore_class</c>.
    /// </summary>
    public int IgnoreClass { get; set; } = int.MinValue;
}

/// <summary>
/// Cross-entropy against rows of probabilities, one-hot for instance, of the output's shape. After <c>Softmax</c> it works on the
/// logits; after anything else the output itself is taken as logits. Keras: <c>losses.CategoricalCrossentropy</c>.
/// </summary>
public sealed class CategoricalCrossentropyAttribute : LossAttribute
{
    /// <summary>
    /// Moves targets towards equal probability: <c>y·(1 − s) + s/classes</c>; in [0, 1), 0 for none. Keras: <c>label_smoothing</c>.
    /// </summary>
    public double LabelSmoothing { get; set; }
}

/// <summary>
/// Cross-entropy of independent yes/no outputs against targets in [0, 1] of the output's shape; mean over the last axis. After
/// <c>Sigmoid</c> it works on the logits; after anything else the output itself is taken as logits.
/// Keras: <c>losses.BinaryCrossentropy</c>.
/// </summary>
public sealed class BinaryCrossentropyAttribute : LossAttribute
{
    /// <summary>Moves targets towards one half: <c>y·(1 − s) + s/2</c>; in [0, 1), 0 for none. Keras: <c>label_smoothing</c>.</summary>
    public double LabelSmoothing { get; set; }
}
