using LanguageExt;
using ModelDsl.Formatting;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// How much worse a model's figure becomes when the values of one feature are shuffled among the samples: the permutation importance of
/// Breiman, "Random Forests", 2001, for any model as in Fisher, Rudin and Dominici, 2019. scikit-learn: <c>permutation_importance</c>.
/// </summary>
/// <param name="Baseline">The figure on the data as it is: a metric, or the loss.</param>
/// <param name="Features">Each feature's importance, in the order of the data.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record PermutationImportance(
    MetricValue Baseline, [property: JsonConverter(typeof(SeqJson<FeatureImportance>))] Seq<FeatureImportance> Features)
{
    /// <summary>The features by importance, the largest first; equal ones in the order of the data.</summary>
    [JsonIgnore]
    public Seq<FeatureImportance> Ranked => Features.OrderByDescending(feature => feature.Mean).ToSeq().Strict();

    /// <summary>Returns the importance of a feature; none if there is no feature with this name.</summary>
    public Option<FeatureImportance> Find(string feature) => Features.Find(one => one.Feature == feature);

    /// <summary>
    /// Returns the baseline and the most important features:
    /// <c>Permutation importance by accuracy, which is 0.9733: petal length 0.4213 ± 0.0311, petal width 0.1213 ± 0.0205</c>.
    /// </summary>
    public override string ToString()
    {
        var shown = string.Join(", ", Ranked.Take(ValueText.MostItems).Map(feature => feature.ToString()));
        var more = Features.Count > ValueText.MostItems ? $", … {NumberText.Of(Features.Count - ValueText.MostItems)} more features" : "";
        return ValueText.Line($"Permutation importance by {Baseline.Name}, which is {FigureText.Of(Baseline.Value)}: {shown}{more}");
    }
}

/// <summary>The permutation importance of one feature.</summary>
/// <param name="Feature">Its name.</param>
/// <param name="Values">
/// The importance in each repetition, in the unit of the figure: how much lower the figure is than the baseline if higher is better, and
/// how much higher if lower is better, as for a loss. Positive means that the model needs the feature.
/// </param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record FeatureImportance(string Feature, [property: JsonConverter(typeof(NumbersJson))] Seq<double> Values)
{
    /// <summary>The mean over the repetitions; NaN if there are none.</summary>
    public double Mean => Values.IsEmpty ? double.NaN : Values.Average();

    /// <summary>
    /// The standard deviation over the repetitions: the root of their mean squared distance from the mean; NaN if there are none.
    /// </summary>
    public double Deviation => Mean is var mean && Values.IsEmpty ? double.NaN
        : Math.Sqrt(Values.Average(value => (value - mean) * (value - mean)));

    /// <summary>Returns name, mean and deviation: <c>petal length 0.4213 ± 0.0311</c>.</summary>
    public override string ToString() => $"{ValueText.OneLine(Feature ?? "")} {FigureText.Of(Mean)} ± {FigureText.Of(Deviation)}";
}
