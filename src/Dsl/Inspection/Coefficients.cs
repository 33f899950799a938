using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// The coefficients of a linear model: a prediction is <c>Σ weight·column + intercept</c> for each output, before the softmax or sigmoid if
/// the model has one. scikit-learn: <c>coef_</c> and <c>intercept_</c>.
/// </summary>
/// <param name="Outputs">Names of the outputs: classes, if they are known.</param>
/// <param name="Columns">A row for each number of a sample, in order.</param>
/// <param name="Intercept">The constants.</param>
public sealed record Coefficients(
    [property: JsonConverter(typeof(SeqJson<string>))] Seq<string> Outputs,
    [property: JsonConverter(typeof(SeqJson<ColumnCoefficients>))] Seq<ColumnCoefficients> Columns, ColumnCoefficients Intercept)
{
    /// <summary>
    /// Whether weights for the numbers before any scaling differ from those for the numbers that the Dense layer gets.
    /// </summary>
    public bool AreScaled => !Intercept.Raw.Equals(Intercept.Weights) || Columns.Exists(column => !column.Raw.Equals(column.Weights));

    /// <summary>Returns the row of a column; none if there is no column with this name.</summary>
    public Option<ColumnCoefficients> Find(string column) => Columns.Find(one => one.Column == column);

    /// <summary>
    /// Returns the columns with their weights and the intercept: <c>Coefficients: age 0.0213, fare −0.0071, intercept 1.2000</c>.
    /// </summary>
    public override string ToString()
    {
        var more = Columns.Count > ValueText.MostItems ? $", … {Words.Counted(Columns.Count - ValueText.MostItems, "more column")}" : "";
        return ValueText.Line($"Coefficients: {string.Join(", ", Columns.Take(ValueText.MostItems).Map(row => row.ToString()))}{more}, {Intercept}");
    }
}

/// <summary>A row of <see cref="Coefficients"/>: a number of a sample, or the intercept.</summary>
/// <param name="Column">Name of the column: of the feature, or of one of its columns.</param>
/// <param name="Weights">The weight for each output, for numbers as the Dense layer gets them.</param>
/// <param name="Raw">
/// The weight for each output, for numbers before <c>Scale</c> and <c>Standardize</c>, the layers <c>Rescaling</c> and
/// <c>Normalization</c>, and the encoder of rows: how much an output grows if the number grows by 1 in its own unit.
/// </param>
public sealed record ColumnCoefficients(
    string Column, [property: JsonConverter(typeof(NumbersJson))] Seq<double> Weights,
    [property: JsonConverter(typeof(NumbersJson))] Seq<double> Raw)
{
    /// <summary>Returns name and weights: <c>age 0.0213</c>, <c>age [0.0213, -0.1004]</c>.</summary>
    public override string ToString() => ValueText.OneLine(Column ?? "") + " " + (Weights.Count == 1
        ? FigureText.Of(Weights[0])
        : $"[{string.Join(", ", Weights.Take(ValueText.MostItems).Map(FigureText.Of))}{(Weights.Count > ValueText.MostItems ? ", …" : "")}]");
}
