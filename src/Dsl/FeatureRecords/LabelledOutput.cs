using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Metrics;

namespace ModelDsl.FeatureRecords;

/// <summary>An output of a model of rows, with the label that it predicts.</summary>
/// <param name="Output">Its name; that of the model if it is the only one.</param>
/// <param name="Model">The model with only this output.</param>
/// <param name="First">The position where it begins in a prediction.</param>
/// <param name="Label">The number of its label in <see cref="FeatureSchema.Labels"/>.</param>
internal sealed record LabelledOutput(string Output, ModelDescription Model, int First, int Label)
{
    /// <summary>
    /// Matches the outputs of a model with labels: by name if there are several outputs; one output predicts the only label.
    /// </summary>
    /// <returns>The outputs in their order, or an error that says which labels and outputs don't match.</returns>
    internal static Fin<LabelledOutput[]> Of(ModelDescription model, FeatureSchema schema)
    {
        var labels = Array.ConvertAll(schema.Labels, label => schema.Columns[label].Name);
        if (labels.Length == 0) return Error.New($"{schema.Name} has no [Label], so a model can't learn from its rows.");
        if (model.Outputs.IsEmpty && labels.Length == 1) return new[] { new LabelledOutput(model.Name, model, 0, 0) };
        var outputs = model.Outputs.Map(output => new LabelledOutput(
            output.Name, model.Of(output), output.First, Array.IndexOf(labels, output.Name))).ToArray();
        return outputs.Length == labels.Length && Array.TrueForAll(outputs, output => output.Label >= 0) ? outputs
            : Error.New($"{model.Name} has {(model.Outputs.IsEmpty ? "one output" : "the outputs " + model.OutputNames)}, " +
                $"but {schema.Name} has the label{(labels.Length == 1 ? "" : "s")} {string.Join(" and ", labels)}: each output needs a label of its name.");
    }
}

/// <summary>The outputs of a model, matched with the labels of its rows once.</summary>
internal static class LabelledOutputs<TModel, TRow> where TModel : class, IFeatureModel<TModel, TRow> where TRow : IFeatures<TRow>
{
    internal static readonly Fin<LabelledOutput[]> All = LabelledOutput.Of(TModel.Description, TRow.Schema);

    /// <summary>Returns metrics in the units of the table, as an encoder learnt them.</summary>
    internal static IReadOnlyList<Metric> InUnits(FeatureEncoder<TRow> encoder, IReadOnlyList<Metric> metrics) =>
        metrics is null ? metrics! : [.. metrics.Select(metric => InUnit(encoder, metric))];

    /// <summary>Returns the unit of each number of a prediction.</summary>
    internal static LabelUnit[] UnitsOfPrediction(FeatureEncoder<TRow> encoder)
    {
        var units = new LabelUnit[TModel.Description.OutputShape.Size];
        Array.Fill(units, LabelUnit.OfTable);
        foreach (var one in All.IfFail([])) units.AsSpan(one.First, one.Model.OutputShape.Size).Fill(encoder.LabelUnits[one.Label]);
        return units;
    }

    private static Metric InUnit(FeatureEncoder<TRow> encoder, Metric metric)
    {
        if (metric is OutputMetric part) return part with { Inner = Restored(encoder, part.Output, part.Inner) };
        return metric is null || !TModel.Description.Outputs.IsEmpty ? metric! : Restored(encoder, TModel.Description.Name, metric);
    }

    private static Metric Restored(FeatureEncoder<TRow> encoder, string output, Metric metric)
    {
        foreach (var one in All.IfFail([]))
        {
            if (one.Output == output && encoder.LabelUnits[one.Label] is { IsOfTable: false } unit)
                return new RestoredMetric(metric, unit.Center, unit.Scale);
        }
        return metric;
    }
}
