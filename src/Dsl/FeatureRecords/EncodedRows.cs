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
/// <param name="Labels">For each label its value in each row, NaN for a missing one.</param>
/// <param name="Weights">The weight of each row; empty if the record has none.</param>
internal sealed record EncodedRows(
    FeatureSchema Schema, Seq<DataFeature> Features, string Encoder, string Name, Func<int, string> PlaceOf,
    float[] Samples, float[][] Labels, float[] Weights)
{
    /// <summary>Whether the record has no label, or the labels of all rows are missing.</summary>
    internal bool HasNoLabels => Array.TrueForAll(Labels, label => Array.TrueForAll(label, float.IsNaN));

    /// <summary>
    /// Returns a data set with the label in its own form: class indices or targets. If all labels are missing, it has none.
    /// </summary>
    internal Fin<Dataset> ToDataset() => HasNoLabels ? Unlabelled()
        : Labels.Length > 1 ? Error.New($"{Name}: {Schema.Name} has the labels {LabelNames}, and a data set has them in the order of a model's outputs: write model.Encode(rows).")
        : from complete in Checked()
          from samples in Unlabelled()
          select WithLabel(samples, 0);

    /// <summary>
    /// Returns a data set with labels in the form that a model's outputs take: class indices, one-hot rows, or a yes for the second of two
    /// classes.
    /// </summary>
    internal Fin<Dataset> ToDataset(LabelledOutput[] outputs) =>
        from complete in Checked()
        from samples in Unlabelled()
        from parts in outputs.ToSeq().Map(output => InForm(output.Model, WithLabel(samples, output.Label))).Sequence()
        from data in parts.Count == 1 ? parts[0] : Dataset.JoinLabels([.. parts])
        select data;

    /// <summary>Returns a data set without labels.</summary>
    internal Fin<Dataset> Unlabelled()
    {
        var data = Dataset.Unlabelled<float>([Schema.SampleWidth], Samples, Schema.Labels.Length == 1 ? ClassNames(0) : null, Name);
        return (Weights.Length == 0 ? data : data.Bind(Functions.WithSampleWeights(Weights)))
            .Bind(all => all.WithFeatures(Features)).Map(all => all.EncodedAs(Encoder));
    }

    private string LabelNames => string.Join(" and ", Schema.Labels.Select(label => Schema.Columns[label].Name));

    private Dataset WithLabel(Dataset samples, int label) => ClassNames(label) is { } names
        ? samples.WithClasses(Array.ConvertAll(Labels[label], index => (int)index), names)
        : samples.WithTargets(Labels[label]);

    private static Fin<Dataset> InForm(ModelDescription model, Dataset data) =>
        data.LabelKind == LabelKind.Values || model.Labels == LabelKind.ClassIndices ? data
        : model.LabelShape.Size == 1 ? data.IsClass([1])
        : data.OneHot(model.LabelShape.Size);

    private IReadOnlyList<string>? ClassNames(int label) =>
        (Schema.Columns[Schema.Labels[label]].Encoding as ClassLabelEncoding)?.Classes;

    /// <summary>Checks that every row has each label.</summary>
    private Fin<Unit> Checked()
    {
        if (Labels.Length == 0) return Error.New($"{Name}: {Schema.Name} has no [Label], so a model can't learn from its rows.");
        for (var label = 0; label < Labels.Length; label++)
        {
            var values = Labels[label];
            var missing = Enumerable.Range(0, values.Length).Where(row => float.IsNaN(values[row])).ToArray();
            if (missing.Length == 0) continue;
            var others = missing.Length == 1 ? "" : FormattableString.Invariant($", and in {missing.Length - 1} other rows");
            return Error.New($"{Name}, {PlaceOf(missing[0])}: {Schema.Columns[Schema.Labels[label]].Name} is missing{others}" +
                $"; a row to learn from, or to evaluate with, needs its label{(Labels.Length == 1 ? "" : "s")}.");
        }
        return Unit.Default;
    }
}
