namespace ModelDsl;

/// <summary>The losses.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LossKind>))]
public enum LossKind
{
    /// <summary>Cross-entropy against class indices.</summary>
    SparseCategoricalCrossentropy,

    /// <summary>Cross-entropy against rows of probabilities.</summary>
    CategoricalCrossentropy,

    /// <summary>Cross-entropy of independent yes/no outputs.</summary>
    BinaryCrossentropy,

    /// <summary>Mean squared error.</summary>
    MeanSquaredError,

    /// <summary>Mean absolute error.</summary>
    MeanAbsoluteError,

    /// <summary>Mean absolute error in percent of the target.</summary>
    MeanAbsolutePercentageError,

    /// <summary>Mean squared difference of logarithms.</summary>
    MeanSquaredLogarithmicError,

    /// <summary>Squared near the target, absolute far from it.</summary>
    Huber,

    /// <summary>Logarithm of the hyperbolic cosine of the error.</summary>
    LogCosh,

    /// <summary>Minus the logarithm of a Poisson distribution's probability.</summary>
    Poisson,

    /// <summary>Kullback–Leibler divergence of rows of probabilities.</summary>
    KLDivergence,

    /// <summary>Minus the cosine of the angle to the target.</summary>
    CosineSimilarity,

    /// <summary>Margin of yes/no scores.</summary>
    Hinge,

    /// <summary>Squared margin of yes/no scores.</summary>
    SquaredHinge,

    /// <summary>Margin of the right class's score over the others.</summary>
    CategoricalHinge,

    /// <summary>Binary cross-entropy with a smaller weight for predictions that are already correct.</summary>
    BinaryFocalCrossentropy,

    /// <summary>Categorical cross-entropy with a smaller weight for predictions that are already correct.</summary>
    CategoricalFocalCrossentropy,

    /// <summary>A method written by the author: <see cref="CustomLossAttribute"/>.</summary>
    CustomLoss,

    /// <summary>Several outputs, each with its own loss: <see cref="ModelDescription.Outputs"/>.</summary>
    Several,
}

/// <summary>Facts about losses beyond their formulas.</summary>
internal static class LossKinds
{
    /// <summary>Returns whether numbers are predicted, which are neither right nor wrong.</summary>
    public static bool IsRegression(this LossKind loss) => loss is
        LossKind.MeanSquaredError or LossKind.MeanAbsoluteError or LossKind.MeanAbsolutePercentageError
            or LossKind.MeanSquaredLogarithmicError
        or LossKind.Huber or LossKind.LogCosh or LossKind.Poisson or LossKind.CosineSimilarity;
}
