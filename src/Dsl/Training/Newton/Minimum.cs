using LanguageExt;
using ModelDsl.Formatting;

namespace ModelDsl;

/// <summary>Why a minimisation ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MinimumEnd>))]
public enum MinimumEnd
{
    /// <summary>The gradient's norm is within the tolerance.</summary>
    Converged,

    /// <summary>All iterations were made.</summary>
    OutOfIterations,

    /// <summary>No step makes the loss smaller: only rounding is left, or the loss has a kink here.</summary>
    NoDescent,

    /// <summary>It was asked to end.</summary>
    Cancelled,
}

/// <summary>The result of <c>Minimize</c>.</summary>
/// <typeparam name="T">The model's type.</typeparam>
/// <param name="Model">The model at the last iteration.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Iterations">Loss and gradient norm by iteration; the first is the starting point.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Minimum<T>(
    T Model, MinimumEnd End, [property: JsonConverter(typeof(SeqJson<NewtonIteration>))] Seq<NewtonIteration> Iterations)
        where T : class, IModel<T>
{
    /// <summary>The loss at the end; NaN without iterations.</summary>
    public double Loss => Iterations.IsEmpty ? double.NaN : Iterations.Last.Loss;

    /// <summary>Norm of the gradient at the end; NaN without iterations.</summary>
    public double GradientNorm => Iterations.IsEmpty ? double.NaN : Iterations.Last.GradientNorm;

    /// <summary>
    /// Returns the model's name, why and where it ended: <c>Ridge, Converged after 7 iterations: loss 0.3123, gradient norm 3.2100e-06</c>.
    /// </summary>
    public override string ToString()
    {
        var made = Math.Max(Iterations.Count - 1, 0);
        return $"{T.Description.Name}, {End} after {NumberText.Of(made)} {(made == 1 ? "iteration" : "iterations")}: " +
            $"loss {FigureText.Of(Loss)}, gradient norm {FigureText.Of(GradientNorm)}";
    }
}
