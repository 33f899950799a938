using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Passes;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// Checks models that ask for derivatives besides the gradient. In such a model, a recurrent layer with too many steps could not be
/// compiled.
/// </summary>
internal static class DerivativeChecks
{
    public static LoweringResult Check(LoweringResult result)
    {
        if (result.Model is not { Spec.Derivatives: not Derivatives.None and var asked } model) return result;
        var name = asked.HasFlag(Derivatives.HessianVectorProduct) ? Derivatives.HessianVectorProduct : Derivatives.JacobianVectorProduct;
        var findings = model.Layers
            .Where(info => info.Layer is RecurrentSpec && StepsOf(info) > UnrollRecurrences.MostSteps)
            .Select(info => Finding.Of(
                Rules.TooManySteps, new Anchor(Place.LayerAttribute, model.Spec.Layers.Items.IndexOf(info.Layer)), info.Layer.Name,
                Literal.Of(StepsOf(info)),
                name.ToString(), Literal.Of(UnrollRecurrences.MostSteps)))
            .ToList();
        return findings.Count == 0 ? result : new LoweringResult(null, result.Findings.Concat(findings).ToEquatableArray());
    }

    private static int StepsOf(LayerInfo info) => info.Inputs.Max(input => input.Dims[1].Size);
}
