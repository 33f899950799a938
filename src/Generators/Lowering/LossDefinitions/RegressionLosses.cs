using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Lowering.LossDefinitions;

/// <summary>Losses of predicted numbers, with Keras 3's formulas.</summary>
internal static class RegressionLosses
{
    public static readonly IReadOnlyList<LossDefinition> All =
    [
        new("MeanSquaredError", static (build, output, targets) =>
            (build.Mean(build.Square("squaredError", build.Subtract("error", output, targets))), null)),

        new("MeanAbsoluteError", static (build, output, targets) =>
            (build.Mean(build.Abs("absoluteError", build.Subtract("error", output, targets))), null)),

        new("MeanAbsolutePercentageError", static (build, output, targets) =>
        {
            var error = build.Abs("absoluteError", build.Subtract("error", output, targets));
            var size = build.AtLeast("targetSize", build.Abs("absoluteTarget", targets), LossBuilder.Epsilon);
            return (build.Scale("losses", build.Mean(build.Divide("relativeError", error, size), "meanError"), 100), null);
        }),

        new("MeanSquaredLogarithmicError", static (build, output, targets) =>
        {
            var error = build.Subtract("error", LogOfNext(build, "prediction", output), LogOfNext(build, "target", targets));
            return (build.Mean(build.Square("squaredError", error)), null);
        })
        {
            Needs = NeededPredictions.Positive,
        },

        // With c = clamp(e, −δ, δ), the loss is c·(e − c/2). Its derivative is c.
        new("Huber", static (build, output, targets) =>
        {
            var error = build.Subtract("error", output, targets);
            var near = build.Clamp("nearError", error, -build.Spec.Delta, build.Spec.Delta);
            return (build.Mean(build.Multiply("huber", near, build.Subtract("farError", error, build.Scale("halfError", near, 0.5)))), null);
        })
        {
            Options = [LossOption.Delta],
        },

        new("LogCosh", static (build, output, targets) =>
        {
            var error = build.Subtract("error", output, targets);
            var softplus = build.Activate("softplus", build.Scale("opposite", error, -2), "Softplus");
            // Twice a large error may be infinite. For large errors, the size of the error is the result.
            var sum = build.WhereLess("largeOrSum", build.Abs("size", error), 1e10, build.Add("sum", error, softplus));
            return (build.Mean(build.Add("logCosh", sum, -Math.Log(2))), null);
        }),

        new("Poisson", static (build, output, targets) =>
        {
            var logarithm = build.Log("logarithm", build.Add("positive", output, LossBuilder.Epsilon));
            return (build.Mean(build.Subtract("poisson", output, build.Multiply("expected", targets, logarithm))), null);
        })
        {
            Needs = NeededPredictions.Positive,
        },

        new("KLDivergence", static (build, output, targets) =>
        {
            var logarithm = Logarithm(build, "target", targets);
            if (build.OnLogits)
            {
                var results = build.Graph.AppendAll(
                    Losses.SoftmaxCrossEntropy, [output, targets], OperationAttributes.None, ["crossEntropy", "probabilities"]);
                var entropy = build.Sum(build.Multiply("information", targets, logarithm), "entropy");
                return (build.Add("losses", results[0], entropy), results[1]);
            }
            var difference = build.Subtract("difference", logarithm, Logarithm(build, "prediction", output));
            return (build.Sum(build.Multiply("divergence", build.Clamp("clippedTarget", targets, LossBuilder.Epsilon, 1), difference)), null);
        })
        {
            Activation = ActivationTable.Softmax,
            Needs = NeededPredictions.Probabilities,
        },

        new("CosineSimilarity", static (build, output, targets) =>
        {
            (output, targets) = (Unit(build, "prediction", output), Unit(build, "target", targets));
            var norms = build.Multiply("norms", Norm(build, "predictionNorm", output), Norm(build, "targetNorm", targets));
            var cosine = build.Divide("cosine", build.Sum(build.Multiply("products", output, targets), "product"), norms);
            return (build.Scale("losses", cosine, -1), null);
        }),
    ];

    /// <summary>Returns log(x + 1), with ε in place of a smaller x.</summary>
    private static Value LogOfNext(LossBuilder build, string name, Value x) =>
        build.Log(name + "Logarithm", build.Add(name + "Next", build.AtLeast(name + "Positive", x, LossBuilder.Epsilon), 1));

    /// <summary>Returns the logarithm of a probability, clipped to [ε, 1].</summary>
    private static Value Logarithm(LossBuilder build, string name, Value x) =>
        build.Log(name + "Logarithm", build.Clamp(name + "Probability", x, LossBuilder.Epsilon, 1));

    /// <summary>
    /// Divides each row by its largest number when that is more than 1. The direction stays, and the row becomes short enough for squares.
    /// The cosine does not change with the length, so the divisor needs no gradient.
    /// </summary>
    private static Value Unit(LossBuilder build, string name, Value x)
    {
        var largest = build.AtLeast(name + "Scale", build.Max(name + "Largest", build.Abs(name + "Sizes", x)), 1);
        return build.Divide(name + "Unit", x, build.Repeat(name + "Scales", build.Graph.Append(Sources.StopGradient, name + "Divisor", largest), x));
    }

    /// <summary>Returns the length of each row, but at least ε.</summary>
    private static Value Norm(LossBuilder build, string name, Value x) => build.Sqrt(
        name, build.AtLeast(name + "Square", build.Sum(build.Square(name + "Squares", x), name + "Sum"), LossBuilder.Epsilon * LossBuilder.Epsilon));
}
