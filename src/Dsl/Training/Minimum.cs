using LanguageExt;

namespace ModelDsl;

/// <summary>Why a minimisation ended.</summary>
public enum MinimumEnd
{
    /// <summary>The gradient's norm is within the tolerance.</summary>
    Converged,

    /// <summary>All iterations were made.</summary>
    OutOfIterations,

    /// <summary>No step makes the loss smaller: what is left is rounding, or the loss has a kink here.</summary>
    NoDescent,

    /// <summary>It was asked to end.</summary>
    Cancelled,
}

/// <summary>What <c>Minimize</c> came to.</summary>
/// <typeparam name="T">The model's type.</typeparam>
/// <param name="Model">The model at the last iteration.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Iterations">Loss and gradient norm by iteration; the first is where it began.</param>
public sealed record Minimum<T>(T Model, MinimumEnd End, Seq<NewtonIteration> Iterations) where T : class, IModel<T>
{
    /// <summary>The loss at the end.</summary>
    public double Loss => Iterations.Last.Loss;

    /// <summary>Norm of the gradient at the end.</summary>
    public double GradientNorm => Iterations.Last.GradientNorm;
}
