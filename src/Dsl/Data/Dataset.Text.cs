using System.Globalization;
using ModelDsl.Engines;

namespace ModelDsl;

// A data set as people read it.
public sealed partial class Dataset
{
    /// <summary>
    /// Name, number and shape of the samples, what the labels are, and the names of the classes where they are known:
    /// <c>iris: 150 samples of shape [4], labels: class indices of [setosa, versicolor, virginica]</c>.
    /// </summary>
    public override string ToString()
    {
        var samples = string.Create(CultureInfo.InvariantCulture, $"{Name}: {Count} {(Count == 1 ? "sample" : "samples")} of shape {SampleShape}");
        return $"{samples}, {LabelsInWords}{(HasWeights ? ", weighted" : "")}";
    }

    private string LabelsInWords => labels switch
    {
        null => "no labels",
        PackedLabels { Parts: var parts } => $"labels: {string.Join(", ", parts.Select(InWords))}",
        _ => $"labels: {InWords(labels)}{(ClassNames.IsEmpty ? "" : $" of {ValueText.List(ClassNames)}")}",
    };

    private static string InWords(LabelStorage labels) =>
        (labels is ClassLabels ? "class indices" : labels is OneHotLabels ? "one-hot rows" : "numbers") + (labels.Shape.Rank == 0 ? "" : $" {labels.Shape}");
}
