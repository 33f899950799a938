using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.FeatureRecords;

/// <summary>Encoded rows, before they are a data set for a model.</summary>
/// <param name="Schema">The columns of the rows.</param>
/// <param name="Features">The features of a sample, with the names of their numbers.</param>
/// <param name="Encoder">What the encoder learnt, as text.</param>
/// <param name="Name">The name of the table.</param>
/// <param name="PlaceOf">Returns the place of a row in errors.</param>
/// <param name="Samples">The samples, one after the other.</param>
/// <param name="Labels">The label of each row, NaN for a missing one; empty if the record has none.</param>
/// <param name="Weights">The weight of each row; empty if the record has none.</param>
internal sealed record EncodedRows(
    FeatureSchema Schema, Seq<DataFeature> Features, string Encoder, string Name, Func<int, string> PlaceOf,
    float[] Samples, float[] Labels, float[] Weights)
{
    /// <summary>
    /// Returns a data set with labels in their own form: class indices or targets. If all labels are missing, it has none.
    /// </summary>
    internal Fin<Dataset> ToDataset() => HasNoLabels ? Finish(Unlabelled()) : Checked().Bind(_ => Finish(ClassNames() is { } names
        ? Indexed(names)
        : Dataset.Create<float>([Schema.SampleWidth], Samples, Labels, [1], Name)));

    /// <summary>
    /// Returns a data set with labels in the form that a model takes: class indices, one-hot rows, or a yes for the second of two classes.
    /// </summary>
    internal Fin<Dataset> ToDataset(ModelDescription model) => Checked().Bind(_ => Finish(
        ClassNames() is not { } names ? Dataset.Create<float>([Schema.SampleWidth], Samples, Labels, [1], Name)
        : model.Labels == LabelKind.ClassIndices ? Indexed(names)
        : model.LabelShape.Size == 1 ? Indexed(names).Bind(Functions.IsClass(1))
        : Indexed(names).Bind(Functions.OneHot(model.LabelShape.Size))));

    /// <summary>Whether the record has no label, or the labels of all rows are missing.</summary>
    internal bool HasNoLabels => Labels.Length == 0 || Array.TrueForAll(Labels, float.IsNaN);

    private Fin<Dataset> Unlabelled() => Dataset.Unlabelled<float>([Schema.SampleWidth], Samples, ClassNames(), Name);

    private IReadOnlyList<string>? ClassNames() =>
        Schema.Label >= 0 && Schema.Columns[Schema.Label].Encoding is ClassLabelEncoding classes ? classes.Classes : null;

    private Fin<Dataset> Indexed(IReadOnlyList<string> names) =>
        Dataset.Create<float>([Schema.SampleWidth], Samples, Array.ConvertAll(Labels, label => (int)label), names, name: Name);

    /// <summary>Adds what all data sets of these rows have: weights, names of features, and the encoder that made their samples.</summary>
    private Fin<Dataset> Finish(Fin<Dataset> data) =>
        (Weights.Length == 0 ? data : data.Bind(Functions.WithSampleWeights(Weights)))
            .Bind(all => all.WithFeatures(Features)).Map(all => all.EncodedAs(Encoder));

    /// <summary>Checks that every row has a label.</summary>
    private Fin<Unit> Checked()
    {
        if (Labels.Length == 0) return Error.New($"{Name}: {Schema.Name} has no [Label], so a model can't learn from its rows.");
        var missing = Enumerable.Range(0, Labels.Length).Where(row => float.IsNaN(Labels[row])).ToArray();
        if (missing.Length == 0) return Unit.Default;
        var label = Schema.Columns[Schema.Label].Name;
        return Error.New($"{Name}, {PlaceOf(missing[0])}: {label} is missing" + (missing.Length == 1 ? "" : FormattableString.Invariant($", and in {missing.Length - 1} other rows"))
            + "; a row to learn from, or to evaluate with, needs its label.");
    }
}
