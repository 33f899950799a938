using System.Text;
using ModelDsl.Formatting;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// Newton's method with conjugate gradients: every iteration solves <c>H·p = −g</c> as far as it pays, by products of the Hessian and a
/// direction, and goes along p as far as the loss falls enough. On a convex loss it reaches the minimum, where stochastic gradient descent only
/// comes near. It looks at all samples in each product: for models and data of moderate size. Nocedal and Wright, Numerical Optimization
/// (2006), algorithm 7.1; scikit-learn: <c>solver="newton-cg"</c>.
/// </summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record NewtonCg
{
    /// <summary>It ends where the norm of the gradient is at most this; above 0. In float32, sums over samples round at about 1e-7 of their terms.</summary>
    public double GradientTolerance { get; init; } = 1e-5;

    /// <summary>It ends after so many iterations; at least 1.</summary>
    public int MaxIterations { get; init; } = 50;

    /// <summary>Products that an iteration may take; at least 1.</summary>
    public int MaxProducts { get; init; } = 200;

    /// <summary>
    /// Number of samples computed together; at least 1. It changes memory and time only, but the loss too where batches are summed, divided by
    /// their weights, or normalised by their own statistics: losses of batches are averaged, as <c>Evaluate</c> does it.
    /// </summary>
    public int BatchSize { get; init; } = 1024;

    /// <summary>Seed of what is random in training. A batch draws the same numbers in every pass, so that the loss is a function.</summary>
    public int Seed { get; init; }

    /// <summary>Called after each iteration.</summary>
    [JsonIgnore]
    public Action<NewtonIteration>? OnIteration { get; init; }

    /// <summary>Asks it to end after the product that it is at; the best model so far comes back.</summary>
    [JsonIgnore]
    public CancellationToken Cancellation { get; init; }

    /// <summary>The options: the same text in every culture.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(GradientTolerance), GradientTolerance), (nameof(MaxIterations), MaxIterations), (nameof(MaxProducts), MaxProducts),
        (nameof(BatchSize), BatchSize), (nameof(Seed), Seed), (nameof(OnIteration), OnIteration));

    /// <summary>What is wrong with the options, a sentence each.</summary>
    internal IEnumerable<string> Faults()
    {
        if (!(GradientTolerance > 0) || !double.IsFinite(GradientTolerance))
            yield return FormattableString.Invariant($"GradientTolerance is {GradientTolerance}, but must be a finite number above 0");
        if (MaxIterations < 1) yield return FormattableString.Invariant($"MaxIterations is {MaxIterations}, but must be at least 1");
        if (MaxProducts < 1) yield return FormattableString.Invariant($"MaxProducts is {MaxProducts}, but must be at least 1");
        if (BatchSize < 1) yield return FormattableString.Invariant($"BatchSize is {BatchSize}, but must be at least 1");
    }
}

/// <summary>An iteration of <see cref="NewtonCg"/>, after its step; number 0 is where it begins.</summary>
/// <param name="Number">Which, from 0.</param>
/// <param name="Loss">The loss over all samples, with penalties.</param>
/// <param name="GradientNorm">Norm of its gradient.</param>
/// <param name="Products">Products of the Hessian and a direction that it took.</param>
/// <param name="Step">How far it went along its direction; 1 is Newton's step.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record NewtonIteration(int Number, double Loss, double GradientNorm, int Products, double Step)
{
    /// <summary>
    /// Number, loss, norm of the gradient, and how it came there: <c>Iteration 3: loss 0.5432, gradient norm 3.2100e-05, 12 products, step 1.0000</c>.
    /// </summary>
    public override string ToString() =>
        $"Iteration {NumberText.Of(Number)}: loss {FigureText.Of(Loss)}, gradient norm {FigureText.Of(GradientNorm)}, " +
        $"{NumberText.Of(Products)} products, step {FigureText.Of(Step)}";
}
