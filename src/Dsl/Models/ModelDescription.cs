using LanguageExt;

namespace ModelDsl;

/// <summary>What a model takes as labels.</summary>
public enum LabelKind
{
    /// <summary>A class index for every row of the output.</summary>
    ClassIndices,

    /// <summary>Real numbers of the output's shape.</summary>
    Values,
}

/// <summary>What the numbers of a model's output mean.</summary>
public enum OutputKind
{
    /// <summary>Rows of class probabilities, after softmax.</summary>
    Probabilities,

    /// <summary>Independent probabilities, after sigmoid.</summary>
    IndependentProbabilities,

    /// <summary>Logits of classes or of independent yes/no outputs, as the loss says.</summary>
    Logits,

    /// <summary>Real numbers: a regression.</summary>
    Values,
}

/// <summary>A layer as the summary shows it.</summary>
/// <param name="Name">Name of the model's parameter.</param>
/// <param name="Layer">Name of the layer with its hyper-parameters: <c>Dense(10, softmax)</c>.</param>
/// <param name="OutputShape">Shape of one sample of its output.</param>
/// <param name="Parameters">How many numbers its tensors hold, trainable or not.</param>
/// <param name="Flops">
/// Floating-point operations of the forward pass for one sample: a multiply-add counts two, any other operation or function on an
/// element one.
/// </param>
public sealed record LayerDescription(string Name, string Layer, Shape OutputShape, int Parameters, long Flops);

/// <summary>A tensor of a layer.</summary>
/// <param name="Name">Layer and property: <c>Output.Kernel</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Trainable">
/// Whether an optimizer changes it by its gradient. Moving statistics are not trainable: training itself keeps them up. Neither is what is frozen. Their gradient is
/// zero.
/// </param>
/// <param name="StoredTransposed">
/// Whether a <see cref="Engines.ParameterArena"/> holds the matrix transposed: the generator's choice for kernels of few columns.
/// </param>
public sealed record ParameterDescription(string Name, Shape Shape, bool Trainable = true, bool StoredTransposed = false)
{
    /// <summary>Whether its layer is <c>[Frozen]</c>: training leaves it as it is.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Shape of the tensor in an arena.</summary>
    public Shape StoredShape => StoredTransposed ? [Shape[1], Shape[0]] : Shape;
}

/// <summary>What is known of a model before any number is.</summary>
/// <param name="Name">Name of the record.</param>
/// <param name="InputShape">Shape of one sample of the input.</param>
/// <param name="OutputShape">Shape of one sample of the output.</param>
/// <param name="LabelShape">Shape of the label of one sample; empty for one class index.</param>
/// <param name="Labels">Whether labels are class indices or numbers.</param>
/// <param name="Output">What the output's numbers mean.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Layers">The layers, in order.</param>
/// <param name="Parameters">All tensors of the layers, in order, trainable or not. Keras: <c>weights</c>.</param>
public sealed record ModelDescription(
    string Name, Shape InputShape, Shape OutputShape, Shape LabelShape, LabelKind Labels, OutputKind Output, LossKind Loss,
    Seq<LayerDescription> Layers, Seq<ParameterDescription> Parameters)
{
    /// <summary>How the losses of rows become one.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>The class whose rows count nothing in the loss, where there is one; it may be none of the model's classes.</summary>
    public int? IgnoredClass { get; init; }

    /// <summary>
    /// Where the inputs are indices that an embedding looks up: one more than the largest, as they are counted from 0. Null where they are
    /// any numbers.
    /// </summary>
    public int? IndexLimit { get; init; }

    /// <summary>Number of classes that labels may name: the output's last dimension.</summary>
    public int Classes => OutputShape[^1];

    /// <summary>How many numbers all tensors hold. Keras: <c>count_params</c>.</summary>
    public int ParameterCount => Parameters.Sum(p => p.Shape.Size);

    /// <summary>How many numbers an optimizer changes.</summary>
    public int TrainableCount => Parameters.Filter(p => p.Trainable).Sum(p => p.Shape.Size);

    /// <summary>Floating-point operations of the forward pass for one sample.</summary>
    public long Flops => Layers.Sum(l => l.Flops);
}
