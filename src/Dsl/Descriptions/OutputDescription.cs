using LanguageExt;

namespace ModelDsl;

/// <summary>One of several outputs of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Shape of its part of a prediction of one sample.</param>
/// <param name="First">The position where it begins in a prediction, which is one row of numbers.</param>
/// <param name="LabelShape">Shape of its label for one sample; empty for one class index.</param>
/// <param name="FirstLabel">The position where its label begins in the label of a sample, which is one row of numbers.</param>
/// <param name="Labels">Whether its labels are class indices or numbers.</param>
/// <param name="Output">The meaning of its numbers.</param>
/// <param name="Loss">Its loss.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record OutputDescription(
    string Name, Shape Shape, int First, Shape LabelShape, int FirstLabel, LabelKind Labels, OutputKind Output, LossKind Loss)
{
    /// <summary>The weight of its loss in the model's loss.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>How the losses of its rows are reduced to one.</summary>
    public Reduction Reduction { get; init; }

    /// <summary>The class whose rows have no weight in its loss, if there is one.</summary>
    public int? IgnoredClass { get; init; }

    /// <summary>Whether a mask leaves out some rows of a prediction: they do not count in loss and metrics.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Names of the axes of its part of a sample, <c>_</c> for an axis without a name; empty for a model without names.</summary>
    [JsonConverter(typeof(SeqJson<string>))]
    public Seq<string> Axes { get; init; }

    /// <summary>Returns name, shape and loss: <c>Digit: [10], SparseCategoricalCrossentropy</c>.</summary>
    public override string ToString() => $"{Name}: {Shape}, {Loss}";

    /// <summary>Number of losses of a sample: one for each row.</summary>
    internal int Rows => Shape.Size / Shape[^1];
}
