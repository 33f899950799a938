using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// How a model's prediction depends on one feature, on average over the samples: each sample's feature is set to a value, and the
/// predictions are averaged. Friedman, "Greedy function approximation", 2001. scikit-learn: <c>partial_dependence(kind="average")</c>.
/// </summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Outputs">Names of the numbers of a prediction: classes, if they are known.</param>
/// <param name="Points">The curve, in the order of the feature's values.</param>
public sealed record PartialDependence(
    string Feature, [property: JsonConverter(typeof(SeqJson<string>))] Seq<string> Outputs,
    [property: JsonConverter(typeof(SeqJson<DependencePoint>))] Seq<DependencePoint> Points)
{
    /// <summary>
    /// The predictions of every sample, <c>[samples, points, outputs]</c>, if they were asked for: a curve for each sample, whose mean is
    /// the partial dependence. Goldstein and others, "Peeking inside the black box" (individual conditional expectation), 2015.
    /// </summary>
    public Tensor? Individual { get; init; }

    /// <summary>
    /// Returns the feature and the first points: <c>Partial dependence on age, 20 points: 18 → 0.1211, 21.5 → 0.1422</c>.
    /// </summary>
    public override string ToString()
    {
        var more = Points.Count > ValueText.MostItems ? ", …" : "";
        var shown = string.Join(", ", Points.Take(ValueText.MostItems).Map(point => point.ToString()));
        return ValueText.Line($"Partial dependence on {Feature}, {Words.Counted(Points.Count, "point")}: {shown}{more}");
    }
}

/// <summary>A point of a partial dependence.</summary>
/// <param name="Label">The value as text: a number, or the name of a category.</param>
/// <param name="Value">
/// The feature's numbers before <c>Scale</c> and <c>Standardize</c>; several if the feature has several columns. For rows: the number in
/// the table; days for a date; empty for a value that is no number.
/// </param>
/// <param name="Mean">The mean prediction of each output over the samples, by their weights if they have some.</param>
public sealed record DependencePoint(
    string Label, [property: JsonConverter(typeof(NumbersJson))] Seq<double> Value,
    [property: JsonConverter(typeof(NumbersJson))] Seq<double> Mean)
{
    /// <summary>Returns value and means: <c>21.5 → 0.1422</c>.</summary>
    public override string ToString() => ValueText.Line(
        $"{Label} → {(Mean.Count == 1 ? FigureText.Of(Mean[0]) : $"[{string.Join(", ", Mean.Map(FigureText.Of).Take(ValueText.MostItems))}]")}");
}
