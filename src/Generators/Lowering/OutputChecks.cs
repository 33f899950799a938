using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering.Meanings;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// Checks that a loss accepts the shape of a model's prediction. The meaning of the numbers is checked elsewhere:
/// <see cref="MeaningChecks"/>.
/// </summary>
internal static class OutputChecks
{
    public static void Check(LoweringContext context, ModelSpec spec, int index, LossDefinition loss, Value output)
    {
        var (declared, step) = (spec.Losses[index], StepOf(spec, index));
        if (!output.Type.IsPerSample)
            context.Report(
                Rules.WeightUse, step.Anchor, step.Text,
                $"returns the weight {output.Type.ShapeText}, but a prediction has a row for each sample");
        else if (output.Type.Rank < 2) context.Report(Rules.OutputRows, step.Anchor, step.Text, output.Type.ShapeText);
        else
        {
            CheckLabels(context, declared, loss, output.Type, step);
            if (context.Masks.Of(output) is { } mask) CheckMask(context, declared, output, step, mask);
        }
    }

    /// <summary>Checks that the loss has a row, or several, for each step of the mask, and leaves out no other rows.</summary>
    private static void CheckMask(LoweringContext context, LossSpec declared, Value output, Step step, StepMask mask)
    {
        var fault = output.Type.Rank < 3 ? $"its shape {output.Type.SampleText} has no row for each step: end it with an axis of numbers for each step"
            : declared.IgnoredClass is not null ? "its loss leaves out a class, too: remove IgnoreClass, and mask the steps with that class"
            : null;
        if (fault is not null) context.Report(Rules.MaskedOutput, step.Anchor, step.Text, mask.Maker, fault);
    }

    private static void CheckLabels(LoweringContext context, LossSpec declared, LossDefinition loss, TensorType output, Step step)
    {
        var expected = loss.LabelType(output).Dims.Skip(1).Select(d => d.Size).ToEquatableArray();
        if (declared.Labels is not { } written || written.Equals(expected)) return;
        var text = expected.Count > 0 ? Shapes.Text(expected) : "[], that is one class index for each sample";
        context.Report(
            Rules.LabelShape, new Anchor(Place.Loss, declared.Attribute, "Labels"), Shapes.Text(written), loss.Name,
            output.SampleText, step.Name, text);
    }

    /// <summary>Returns the step that gives an output: the last layer, or the result of a method.</summary>
    private static Step StepOf(ModelSpec spec, int index)
    {
        if (spec.Forward is not { Prediction: var trace }) return Step.Of(spec, spec.Layers.Count - 1, at: null);
        var result = trace.Nodes[trace.Results[index]];
        return result.LayerIndex >= 0 && result.Place < 0 ? Step.Of(spec, result.LayerIndex, at: null) : Step.Of(result);
    }
}
