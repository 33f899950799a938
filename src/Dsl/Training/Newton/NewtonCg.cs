using System.Text;
using ModelDsl.Formatting;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// Newton's method with conjugate gradients. Every iteration solves <c>H·p = −g</c> only as exactly as is worthwhile, by products of the
/// Hessian and a direction. It then goes along p as far as the loss falls enough. On a convex loss it reaches the minimum; stochastic
/// gradient descent only comes near it. Each product uses all samples, so it suits models and data of moderate size. Nocedal and Wright,
/// Numerical Optimization (2006), algorithm 7.1; scikit-learn: <c>solver="newton-cg"</c>.
/// </summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record NewtonCg
{
    /// <summary>
    /// The norm of the gradient at which it ends; above 0. In float32, sums over samples round at about 1e-7 of their terms.
    /// </summary>
    public double GradientTolerance { get; init; } = 1e-5;

    /// <summary>The maximum number of iterations; at least 1.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>The maximum number of products in an iteration; at least 1.</summary>
    public int MaxProducts { get; init; } = 200;

    /// <summary>
    /// Number of samples computed together; at least 1. It changes memory and time only, with one exception. The loss also depends on it if
    /// batches are summed, divided by their weights, or normalised by their own statistics. Losses of batches are averaged, as
    /// <c>Evaluate</c> does.
    /// </summary>
    public int BatchSize { get; init; } = 1024;

    /// <summary>
    /// Seed of the random numbers in training. A batch draws the same numbers in every pass, so that the loss is a function.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>Called after each iteration.</summary>
    [JsonIgnore]
    public Action<NewtonIteration>? OnIteration { get; init; }

    /// <summary>Asks it to end after the current product; it returns the best model so far.</summary>
    [JsonIgnore]
    public CancellationToken Cancellation { get; init; }

    /// <summary>Returns the options: the same text in every culture.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(GradientTolerance), GradientTolerance), (nameof(MaxIterations), MaxIterations), (nameof(MaxProducts), MaxProducts),
        (nameof(BatchSize), BatchSize), (nameof(Seed), Seed), (nameof(OnIteration), OnIteration));

    /// <summary>Returns the faults of the options, one sentence each.</summary>
    internal IEnumerable<string> Faults()
    {
        if (!(GradientTolerance > 0) || !double.IsFinite(GradientTolerance))
            yield return FormattableString.Invariant($"GradientTolerance is {GradientTolerance}, but must be a finite number above 0");
        if (MaxIterations < 1) yield return FormattableString.Invariant($"MaxIterations is {MaxIterations}, but must be at least 1");
        if (MaxProducts < 1) yield return FormattableString.Invariant($"MaxProducts is {MaxProducts}, but must be at least 1");
        if (BatchSize < 1) yield return FormattableString.Invariant($"BatchSize is {BatchSize}, but must be at least 1");
    }
}

/// <summary>An iteration of <see cref="NewtonCg"/>, after its step; number 0 is the starting point.</summary>
/// <param name="Number">Number of the iteration, from 0.</param>
/// <param name="Loss">The loss over all samples, with penalties.</param>
/// <param name="GradientNorm">Norm of its gradient.</param>
/// <param name="Products">Number of products of the Hessian and a direction that it needed.</param>
/// <param name="Step">Length of the step along its direction; 1 is Newton's step.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record NewtonIteration(int Number, double Loss, double GradientNorm, int Products, double Step)
{
    /// <summary>
    /// Returns number, loss, norm of the gradient, and the work of the step:
    /// <c>Iteration 3: loss 0.5432, gradient norm 3.2100e-05, 12 products, step 1.0000</c>.
    /// </summary>
    public override string ToString() =>
        $"Iteration {NumberText.Of(Number)}: loss {FigureText.Of(Loss)}, gradient norm {FigureText.Of(GradientNorm)}, " +
        $"{NumberText.Of(Products)} products, step {FigureText.Of(Step)}";
}
