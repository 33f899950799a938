using System.Globalization;
using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Descriptions;
using ModelDsl.Formatting;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>The kind of labels that a model takes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LabelKind>))]
public enum LabelKind
{
    /// <summary>A class index for each row of the output.</summary>
    ClassIndices,

    /// <summary>Real numbers in the output's shape.</summary>
    Values,

    /// <summary>
    /// Labels of several outputs, one after the other in a row of numbers: <see cref="ModelDescription.Outputs"/> describes each.
    /// </summary>
    Packed,
}

/// <summary>The meaning of the numbers of a model's output.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutputKind>))]
public enum OutputKind
{
    /// <summary>Rows of class probabilities, after softmax.</summary>
    Probabilities,

    /// <summary>Independent probabilities, after sigmoid.</summary>
    IndependentProbabilities,

    /// <summary>Logits of classes or of independent yes/no outputs, depending on the loss.</summary>
    Logits,

    /// <summary>Real numbers: a regression.</summary>
    Values,

    /// <summary>Several outputs, one after the other in a row of numbers: <see cref="ModelDescription.Outputs"/> describes each.</summary>
    Packed,
}

/// <summary>A layer in the form that the summary shows.</summary>
/// <param name="Name">Name of the model's parameter.</param>
/// <param name="Layer">Name of the layer with its hyper-parameters: <c>Dense(10, softmax)</c>.</param>
/// <param name="OutputShape">Shape of one sample of its output.</param>
/// <param name="Parameters">Count of numbers in its tensors, trainable or not.</param>
/// <param name="Flops">
/// Floating-point operations of the forward pass for one sample: a multiply-add counts two; any other operation or function on an element
/// counts one.
/// </param>
public sealed record LayerDescription(string Name, string Layer, Shape OutputShape, int Parameters, long Flops)
{
    /// <summary>Name of the layer's record: <c>Dense</c>. Empty for a layer that the generator did not write.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The image or sequence that was flattened into the features that the layer reads; null if there is none.</summary>
    public MergedAxes? Reads { get; init; }

    /// <summary>The image or sequence that the layer's features are reshaped into; null if there is none.</summary>
    public MergedAxes? Writes { get; init; }

    /// <summary>Returns the row of the summary: <c>Output: Dense(10, softmax) → [10], 7,850 parameters</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {Layer} → {OutputShape}, {Parameters:N0} parameters");
}

/// <summary>A tensor of a layer.</summary>
/// <param name="Name">Layer and property: <c>Output.Kernel</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Trainable">
/// Whether an optimizer changes it by its gradient. Moving statistics are not trainable: training itself updates them. Frozen tensors are
/// not trainable either. Their gradient is zero.
/// </param>
/// <param name="StoredTransposed">
/// Whether a <see cref="CompilerServices.ParameterArena"/> holds the matrix transposed: the generator's choice for kernels with few
/// columns.
/// </param>
public sealed record ParameterDescription(string Name, Shape Shape, bool Trainable = true, bool StoredTransposed = false)
{
    /// <summary>Whether its layer is <c>[Frozen]</c>: training does not change it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Shape of the tensor in an arena.</summary>
    public Shape StoredShape => StoredTransposed ? [Shape[1], Shape[0]] : Shape;
}

/// <summary>One of several inputs of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Shape of its part of a sample.</param>
/// <param name="First">The position where it begins in a sample, which is one row of numbers.</param>
public sealed record InputDescription(string Name, Shape Shape, int First);

/// <summary>
/// Numbers of a sample that are indices, which a layer looks up. The first is at position <c>First</c>; there are <c>Count</c> of
/// them, at distances of <c>Step</c>.
/// </summary>
/// <param name="First">Position of the first index in a sample.</param>
/// <param name="Count">Number of indices.</param>
/// <param name="Step">Distance between two indices.</param>
/// <param name="Limit">One more than the largest index, because indices are counted from 0.</param>
public sealed record IndexRange(int First, int Count, int Step, int Limit);

/// <summary>Everything known about a model before it has any parameters.</summary>
/// <param name="Name">Name of the record.</param>
/// <param name="InputShape">Shape of one sample of the input.</param>
/// <param name="OutputShape">Shape of one sample of the output.</param>
/// <param name="LabelShape">Shape of the label of one sample; empty for one class index.</param>
/// <param name="Labels">Whether labels are class indices or numbers.</param>
/// <param name="Output">The meaning of the output's numbers.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Layers">The layers, in order.</param>
/// <param name="Parameters">All tensors of the layers, in order, trainable or not. Keras: <c>weights</c>.</param>
public sealed record ModelDescription(
    string Name, Shape InputShape, Shape OutputShape, Shape LabelShape, LabelKind Labels, OutputKind Output, LossKind Loss,
    [property: JsonConverter(typeof(SeqJson<LayerDescription>))] Seq<LayerDescription> Layers,
    [property: JsonConverter(typeof(SeqJson<ParameterDescription>))] Seq<ParameterDescription> Parameters)
{
    /// <summary>How the losses of rows are reduced to one.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>The class whose rows have no weight in the loss, if there is one; it may be none of the model's classes.</summary>
    public int? IgnoredClass { get; init; }

    /// <summary>Whether a mask leaves out some rows of a prediction: they do not count in loss and metrics.</summary>
    public bool IsMasked { get; init; }

    /// <summary>The inputs, if the model has several: a sample is all of them, one after the other. Empty if it has one.</summary>
    [JsonConverter(typeof(SeqJson<InputDescription>))]
    public Seq<InputDescription> Inputs { get; init; }

    /// <summary>The outputs, if the model has several: a prediction is all of them, one after the other. Empty if it has one.</summary>
    [JsonConverter(typeof(SeqJson<OutputDescription>))]
    public Seq<OutputDescription> Outputs { get; init; }

    /// <summary>The numbers of a sample that are indices, which a layer looks up.</summary>
    [JsonConverter(typeof(SeqJson<IndexRange>))]
    public Seq<IndexRange> Indices { get; init; }

    /// <summary>The layers whose statistics <c>model.Adapt(data)</c> computes, in the order in which it does.</summary>
    [JsonConverter(typeof(SeqJson<AdaptedLayer>))]
    public Seq<AdaptedLayer> Adapted { get; init; }

    /// <summary>
    /// The tensors that other layers of the same kinds have, but the model's layers do not: <c>Output.Bias</c> under
    /// <c>UseBias = false</c>. They must be null.
    /// </summary>
    [JsonConverter(typeof(SeqJson<string>))]
    public Seq<string> Unused { get; init; }

    /// <summary>The smallest limit of the indices; null if a model looks up nothing.</summary>
    public int? IndexLimit => Indices.IsEmpty ? null : Indices.Min(range => range.Limit);

    /// <summary>Names of the axes of a sample, <c>_</c> for an axis without a name; empty for a model without names.</summary>
    [JsonConverter(typeof(SeqJson<string>))]
    public Seq<string> InputAxes { get; init; }

    /// <summary>Names of the axes of a sample's output, <c>_</c> for an axis without a name; empty for a model without names.</summary>
    [JsonConverter(typeof(SeqJson<string>))]
    public Seq<string> OutputAxes { get; init; }

    /// <summary>
    /// A digest of the training computation: the layers with all their options, methods, functions and losses. Models of the same shapes
    /// that compute differently have different digests. Empty for a model that the generator did not write.
    /// </summary>
    public string Program { get; init; } = "";

    /// <summary>Number of classes that labels may name: the output's last dimension.</summary>
    public int Classes => OutputShape.Rank == 0 ? 1 : OutputShape[^1];

    /// <summary>Count of numbers in all tensors. Keras: <c>count_params</c>.</summary>
    public int ParameterCount => Parameters.Sum(p => p.Shape.Size);

    /// <summary>Count of numbers that an optimizer changes.</summary>
    public int TrainableCount => Parameters.Filter(p => p.Trainable).Sum(p => p.Shape.Size);

    /// <summary>Returns the position of a number in a sample for error messages; within its input if there are several.</summary>
    internal (string Input, Shape Shape, int Position) Place(int position) =>
        Inputs.Find(input => position >= input.First && position < input.First + input.Shape.Size)
        .Map(input => (" of " + input.Name, input.Shape, position - input.First)).IfNone(("", InputShape, position));

    /// <summary>Returns the first number of a sample that must be an index and is not one; null if all are.</summary>
    internal (int Position, int Limit)? FirstThatIsNoIndex(ReadOnlySpan<float> sample)
    {
        for (var r = 0; r < Indices.Count; r++)
        {
            var range = Indices[r];
            for (var i = 0; i < range.Count; i++)
            {
                var position = range.First + i * range.Step;
                if (!SampleRules.IsIndex(sample[position], range.Limit)) return (position, range.Limit);
            }
        }
        return null;
    }

    /// <summary>Returns a model with only one of several outputs, for metrics and checks of labels.</summary>
    internal ModelDescription Of(OutputDescription output) => this with
    {
        Name = $"{Name}.{output.Name}",
        OutputShape = output.Shape,
        LabelShape = output.LabelShape,
        Labels = output.Labels,
        Output = output.Output,
        Loss = output.Loss,
        Reduction = output.Reduction,
        IgnoredClass = output.IgnoredClass,
        IsMasked = output.IsMasked,
        OutputAxes = output.Axes,
        Outputs = [],
    };

    /// <summary>The outputs as error messages list them.</summary>
    internal string OutputNames => string.Join(" and ", Outputs.Map(output => output.Name));

    /// <summary>Floating-point operations of the forward pass for one sample.</summary>
    public long Flops => Layers.Sum(l => l.Flops);

    /// <summary>
    /// Returns name, shapes and sizes: <c>FashionMlp: [28, 28] → [10], 4 layers, 79,510 parameters, SparseCategoricalCrossentropy</c>.
    /// </summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name}: {InputShape} → {OutputShape}, {Layers.Count} layers, {ParameterCount:N0} parameters, {Loss}");

    /// <summary>The text of a model with this description, its layers by name.</summary>
    internal string ModelText
    {
        get
        {
            var layers = Layers.Take(ValueText.MostItems).Map(layer => $"{layer.Name} = {layer.Layer}, ");
            var more = Layers.Count > ValueText.MostItems ? $"… {NumberText.Of(Layers.Count - ValueText.MostItems)} more layers, " : "";
            return string.Create(CultureInfo.InvariantCulture, $"{Name} {{ {string.Concat(layers)}{more}{ParameterCount:N0} parameters }}");
        }
    }
}
