namespace ModelDsl;

/// <summary>
/// Base of the attributes that set a model's loss. A loss is a value for every row of the output; if it is elementwise, the mean over the
/// last axis. The default loss of a batch is the mean of these values, each times its weight. Regularisers of layers are added to it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false, AllowMultiple = true)]
public abstract class LossAttribute : Attribute
{
    /// <summary>
    /// The output that it judges, if the model's forward method returns several: the name of the tuple's element or of the record's
    /// property. Each output has one loss; the model's loss is their sum.
    /// </summary>
    public string? Output { get; set; }

    /// <summary>The factor of this loss in the model's loss; finite, 1 by default. Keras: <c>loss_weights</c>.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>
    /// Shape of the label of one sample; set it to have it checked while you type. It is empty (a class index) for
    /// <see cref="SparseCategoricalCrossentropyAttribute"/> on an output <c>[classes]</c>, and the output's shape for other losses.
    /// </summary>
    public int[]? Labels { get; set; }

    /// <summary>
    /// Names of the axes of a sample's label: words; <c>_</c> for an axis without a name. The names of the prediction's axes must be the
    /// same. If a model has names, the class axis of a categorical loss is always called <c>classes</c>.
    /// </summary>
    public string[] Axes { get; set; } = [];

    /// <summary>How the losses of rows are reduced to one number. Keras: <c>reduction</c>.</summary>
    public Reduction Reduction { get; set; }
}

/// <summary>
/// Cross-entropy against class indices <c>0 … classes − 1</c>. After <c>Softmax</c> it works on the logits (log-sum-exp); after other
/// layers the output itself is taken as logits. Keras: <c>losses.SparseCategoricalCrossentropy</c>.
/// </summary>
public sealed class SparseCategoricalCrossentropyAttribute : LossAttribute
{
    /// <summary>
    /// A class whose rows are ignored: they have no loss and no gradient. The mean is over the other rows, and 0 if there are none. It need
    /// not be one of the model's classes: −1 and 255 are usual. None by default. Metrics still count these rows. Keras:
    /// <c>ignore_class</c>.
    /// </summary>
    public int IgnoreClass { get; set; } = int.MinValue;
}

/// <summary>
/// Cross-entropy against rows of probabilities in the output's shape, for instance one-hot rows. After <c>Softmax</c> it works on the
/// logits; after other layers the output itself is taken as logits. Keras: <c>losses.CategoricalCrossentropy</c>.
/// </summary>
public sealed class CategoricalCrossentropyAttribute : LossAttribute
{
    /// <summary>
    /// Moves targets towards equal probability: <c>y·(1 − s) + s/classes</c>; in [0, 1), 0 for none. Keras: <c>label_smoothing</c>.
    /// </summary>
    public double LabelSmoothing { get; set; }
}

/// <summary>
/// Cross-entropy of independent yes/no outputs against targets in [0, 1], in the output's shape; the mean over the last axis. After
/// <c>Sigmoid</c> it works on the logits; after other layers the output itself is taken as logits. Keras: <c>losses.BinaryCrossentropy</c>.
/// </summary>
public sealed class BinaryCrossentropyAttribute : LossAttribute
{
    /// <summary>Moves targets towards one half: <c>y·(1 − s) + s/2</c>; in [0, 1), 0 for none. Keras: <c>label_smoothing</c>.</summary>
    public double LabelSmoothing { get; set; }
}
