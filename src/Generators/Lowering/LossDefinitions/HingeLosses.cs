using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Lowering.LossDefinitions;

/// <summary>Losses that require a margin between scores, with Keras 3's formulas.</summary>
internal static class HingeLosses
{
    public static readonly IReadOnlyList<LossDefinition> All =
    [
        new("Hinge", static (build, scores, labels) => (build.Mean(Shortfall(build, scores, labels)), null)) { TakesScores = true },

        new("SquaredHinge", static (build, scores, labels) =>
            (build.Mean(build.Square("squaredShortfall", Shortfall(build, scores, labels))), null))
        {
            TakesScores = true,
        },

        new("CategoricalHinge", static (build, scores, labels) =>
        {
            var right = build.Sum(build.Multiply("rightScores", labels, scores), "right");
            var wrong = build.Max("wrong", build.Multiply("wrongScores", build.Subtract("others", 1, labels), scores));
            return (build.Activate("losses", build.Add("shortfall", build.Subtract("lead", wrong, right), 1), "Relu"), null);
        })
        {
            HasClasses = true,
            TakesScores = true,
        },
    ];

    /// <summary>Returns max(1 − y·p, 0). Labels are 1 for yes, and 0 or −1 for no; the sign of y − ½ turns 0 into −1.</summary>
    private static Value Shortfall(LossBuilder build, Value scores, Value labels)
    {
        var signs = build.Sign("signs", build.Add("shiftedLabels", labels, -0.5));
        return build.Activate("shortfall", build.Subtract("distance", 1, build.Multiply("margin", signs, scores)), "Relu");
    }
}
