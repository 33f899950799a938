using System.Globalization;
using LanguageExt;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>The prediction for a row, in the type of its label.</summary>
/// <typeparam name="T">The type of the label: bool, an enum, string or a number.</typeparam>
/// <param name="Value">The most probable class; for a number: the number, in the label's own units.</param>
/// <param name="Probabilities">
/// The probability of every class, in the order of the classes; empty for a number, and for a loss whose outputs are no probabilities.
/// </param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Prediction<T>(T Value, [property: JsonConverter(typeof(ListJson))] Seq<ClassProbability<T>> Probabilities)
{
    /// <summary>The probability of <see cref="Value"/>; none when there are no probabilities.</summary>
    [JsonIgnore]
    public Option<float> Probability =>
        Probabilities.Find(one => EqualityComparer<T>.Default.Equals(one.Class, Value)).Map(one => one.Probability);

    /// <summary>Returns the value, and its probability if there is one: <c>Versicolor, 0.9821</c>.</summary>
    public override string ToString() =>
        ValueText.Line(ClassText.Of(Value) + Probability.Match(Some: probability => $", {FigureText.Of(probability)}", None: () => ""));
}

/// <summary>A class and its probability.</summary>
/// <param name="Class">The class.</param>
/// <param name="Probability">Its probability, 0 … 1.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record ClassProbability<T>(T Class, float Probability)
{
    /// <summary>Returns both: <c>Versicolor: 0.9821</c>.</summary>
    public override string ToString() => ValueText.Line($"{ClassText.Of(Class)}: {FigureText.Of(Probability)}");
}

/// <summary>Formats classes and predicted numbers, the same in every culture.</summary>
file static class ClassText
{
    public static string Of<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
