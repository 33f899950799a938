using LanguageExt.Common;
using ModelDsl.Metrics;
using ModelDsl.Printing;

namespace ModelDsl.Training;

/// <summary>Checks metrics for a model.</summary>
internal static class MetricFaults
{
    /// <summary>Returns the faults of metrics for a model, one sentence each.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<Metric> metrics, ModelDescription model)
    {
        Metric[] plain = [.. metrics.Select(metric => metric is RestoredMetric restored ? restored.Inner : metric)];
        return plain.SelectMany(metric => NameFaults(metric, model)).Concat(FaultsOf(plain, model));
    }

    /// <summary>
    /// Returns the fault of a name that already has another meaning where figures are looked up by name: in callbacks, files and results.
    /// </summary>
    private static IEnumerable<string> NameFaults(Metric metric, ModelDescription model)
    {
        const string Rename = "give it another, with { Name = \"…\" } for instance";
        if (metric is OutputLoss) yield break;
        if (string.IsNullOrWhiteSpace(metric.Name)) yield return $"the metric {ValueText.Kind(metric)} has no name: {Rename}";
        else if (metric.Name == "loss") yield return $"a metric is named loss, as the loss itself is: {Rename}";
        else if (metric.Name is "epoch" or "batch" or "learning_rate")
            yield return $"a metric is named {metric.Name}, as a column of logs and a field of paths is: {Rename}";
        else if (metric.Name.StartsWith("val_", StringComparison.Ordinal))
            yield return $"a metric is named {metric.Name}, but val_ stands before the names of figures on validation data: {Rename}";
        else if (model.Outputs.Exists(output => output.Name == metric.Name))
            yield return $"a metric is named {metric.Name}, as one of the outputs is: {Rename}";
        else if (MetricValues.IsOfAnother(metric)) yield return $"a {ValueText.Kind(metric)} is named {metric.Name}, as another metric is: {Rename}";
    }

    private static IEnumerable<string> FaultsOf(IReadOnlyList<Metric> metrics, ModelDescription model)
    {
        foreach (var metric in metrics)
        {
            if (!model.Outputs.IsEmpty && metric is not (OutputMetric or OutputLoss))
                yield return $"the metric {metric.Name} does not say which of the outputs {model.OutputNames} it belongs to: write .Of(\"{model.Outputs[0].Name}\") after it";
            else if (OptionFault.Of(metric, nameof(Metric.Start), () => metric.Start(model)).Case is Error fault)
                yield return fault.Message.TrimEnd('.');
        }
        foreach (var same in metrics.GroupBy(m => m.Name).Where(g => g.Key is not null && g.Count() > 1))
        {
            yield return $"{same.Count()} metrics have the name {same.Key}: give them different ones, " +
                "with { Name = \"…\" } for instance";
        }
    }
}
