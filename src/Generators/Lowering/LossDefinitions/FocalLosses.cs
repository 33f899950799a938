using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Lowering.LossDefinitions;

/// <summary>
/// Cross-entropies that give less weight to samples that are already right. They are computed from the logits, so that no probability is
/// rounded to 0 or 1 before its logarithm is taken. Logits of any finite size give a finite loss and gradient.
/// </summary>
internal static class FocalLosses
{
    /// <summary>A smaller error than this counts as 0, so that powers stay normal numbers.</summary>
    private const double Negligible = 1e-15;

    /// <summary>The logarithm of a probability that is 0 in every precision. Times γ and a weight it is finite in float32.</summary>
    private const double LeastLogarithm = -1e30;

    public static readonly IReadOnlyList<LossDefinition> All =
    [
        new("BinaryFocalCrossentropy", static (build, logits, labels) =>
        {
            var probabilities = build.Activate("probabilities", logits, ActivationTable.Sigmoid);
            var opposites = build.Scale("oppositeLogits", logits, -1);
            var noLabels = build.Subtract("noLabels", 1, labels);

            // 1 − sigmoid(z) is sigmoid(−z). The negative logarithms of sigmoid(−z) and sigmoid(z) are softplus(z) and softplus(−z).
            var wrong = build.Add(
                "wrong", build.Multiply("wrongYes", labels, build.Activate("noProbabilities", opposites, ActivationTable.Sigmoid)),
                build.Multiply("wrongNo", noLabels, probabilities));
            var crossEntropy = build.Add(
                "crossEntropy", build.Multiply("yesEntropy", labels, build.Activate("yesInformation", opposites, "Softplus")),
                build.Multiply("noEntropy", noLabels, build.Activate("noInformation", logits, "Softplus")));
            var focal = Focus(build, wrong, crossEntropy);
            if (build.Spec.ApplyClassBalancing)
            {
                var balance = build.Add("balance", build.Scale("yesBalance", labels, 2 * build.Spec.Alpha - 1), 1 - build.Spec.Alpha);
                focal = build.Multiply("balanced", balance, focal);
            }
            return (build.Mean(focal), probabilities);
        })
        {
            Activation = ActivationTable.Sigmoid,
            TakesLogits = true,
            Instead = "CategoricalFocalCrossentropy",
            SmoothedTowards = static _ => 0.5,
            Options = [LossOption.Share, LossOption.Gamma],
        },

        new("CategoricalFocalCrossentropy", static (build, logits, labels) =>
        {
            // When logits lie far apart, the logarithm of the smaller probability may be −∞ in float32, and 0 times −∞ is NaN.
            var logarithms = build.AtLeast("logarithms", build.Graph.Append(RowActivations.LogSoftmax, "allLogarithms", logits), LeastLogarithm);

            // 1 − p = −(eˡᵒᵍᵖ − 1), which elu computes without cancellation.
            var wrong = build.Scale("wrong", build.Activate("surplus", logarithms, "Elu"), -1);
            var focal = Focus(build, wrong, build.Multiply("likelihood", labels, logarithms));
            return (build.Scale("losses", build.Sum(focal, "focalSum"), -build.Spec.Alpha), build.Graph.Append(Losses.Softmax, "probabilities", logits));
        })
        {
            Activation = ActivationTable.Softmax,
            TakesLogits = true,
            Instead = "BinaryFocalCrossentropy",
            SmoothedTowards = static type => 1.0 / type.Columns.Size,
            Options = [LossOption.Alpha, LossOption.Gamma],
        },
    ];

    /// <summary>Returns <c>wrong^γ·x</c>.</summary>
    private static Value Focus(LossBuilder build, Value wrong, Value x)
    {
        if (build.Spec.Gamma == 0) return x;
        var logarithm = build.Log("wrongLogarithm", build.AtLeast("wrongAtLeast", wrong, Negligible));
        return build.Multiply("focal", build.Activate("focus", build.Scale("focusLogarithm", logarithm, build.Spec.Gamma), "Exponential"), x);
    }
}
