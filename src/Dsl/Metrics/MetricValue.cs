using LanguageExt;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>A metric's figure.</summary>
/// <param name="Name">Name of the metric.</param>
/// <param name="Value">The figure.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public readonly record struct MetricValue(string Name, double Value)
{
    /// <summary>Returns name and figure: <c>accuracy 0.8123</c>.</summary>
    public override string ToString() => $"{ValueText.OneLine(Name ?? "")} {FigureText.Of(Value)}";
}

/// <summary>Loss and metrics of a model over a whole data set.</summary>
/// <param name="Loss">Mean loss of the samples, with regularisation.</param>
/// <param name="Metrics">The metrics that were asked for, in the same order.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Evaluation(double Loss, [property: JsonConverter(typeof(SeqJson<MetricValue>))] Seq<MetricValue> Metrics)
{
    /// <summary>The accuracy: the figure of <see cref="Metric.Accuracy"/>, or otherwise of one of the other accuracies.</summary>
    /// <exception cref="InvalidOperationException">No accuracy was asked for.</exception>
    [JsonIgnore]
    public double Accuracy => Metrics.AccuracyOf("this evaluation");

    /// <summary>Returns the figure with a name; none if it was not asked for. <c>loss</c> is one of the names.</summary>
    public Option<double> Find(string name) => name == "loss" ? Loss : Metrics.Find(m => m.Name == name).Map(m => m.Value);

    /// <summary>Returns the figures with their names: <c>loss 0.5432, accuracy 0.8123</c>.</summary>
    public override string ToString() => FigureText.Of(Metrics.WithLoss(Loss));
}

/// <summary>Looks up figures.</summary>
internal static class MetricValues
{
    private static readonly string[] Accuracies = ["accuracy", "sparse_categorical_accuracy", "categorical_accuracy", "binary_accuracy"];

    /// <summary>Returns whether one of the library's metrics has the name of an accuracy but is not an accuracy.</summary>
    public static bool IsOfAnother(Metric metric) =>
        Accuracies.Contains(metric.Name) && metric.GetType().Assembly == typeof(Metric).Assembly
        && metric is not (Accuracy or SparseCategoricalAccuracy or CategoricalAccuracy or BinaryAccuracy or TopK);

    /// <summary>Returns the loss under its name, and after it the metrics.</summary>
    public static Seq<MetricValue> WithLoss(this Seq<MetricValue> metrics, double loss) => new MetricValue("loss", loss).Cons(metrics);

    public static double AccuracyOf(this Seq<MetricValue> metrics, string what)
    {
        foreach (var name in Accuracies)
            foreach (var metric in metrics)
                if (metric.Name == name) return metric.Value;
        throw new InvalidOperationException($"No accuracy was measured in {what}: add Metric.Accuracy to its metrics.");
    }
}
