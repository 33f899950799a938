using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>What must fit between the tensor that a method returns and the loss: by the operation that makes it, wherever it stands.</summary>
internal static class ForwardLossChecks
{
    public static void Check(LoweringContext context, ModelSpec spec, LossSpec declared, LossDefinition loss, TensorNode result, Value output)
    {
        var at = result.Place >= 0 ? result.Anchor : new Anchor(Place.Layer, result.LayerIndex);
        var who = result.LayerIndex >= 0 ? "Layer" : "Method";
        var name = result.LayerIndex >= 0 ? spec.Layers[result.LayerIndex].Name : result.Method.Length > 0 ? result.Method : spec.Forward!.Method;
        var activation = ActivationOf(output);
        if (!output.Type.IsPerSample)
        {
            context.Report(Rules.WeightUse, at, result.Text, $"returns the weight {output.Type.ShapeText}, but a prediction has a row for each sample");
            return;
        }
        if (output.Type.Rank < 2)
        {
            context.Report(Rules.OutputRows, at, result.Text, output.Type.ShapeText);
            return;
        }
        if (loss.TakesLogits && activation is not null && activation != loss.Activation)
        {
            var instead = activation is ActivationTable.Softmax or ActivationTable.Sigmoid ? $"Activation.{loss.Activation}, or [{loss.Instead}] as the loss" : $"Activation.{loss.Activation}";
            context.Report(Rules.WrongActivation, at, $"{who} '{name}'", activation.ToLowerInvariant(), loss.Name, loss.Activation!.ToLowerInvariant(), instead);
            return;
        }
        var labels = loss.LabelType(output.Type).Dims.Skip(1).Select(d => d.Size).ToEquatableArray();
        if (declared.Labels is { } written && !written.Equals(labels))
        {
            var text = labels.Count > 0 ? Shapes.Text(labels) : "[], that is one class index for each sample";
            context.Report(Rules.LabelShape, new Anchor(Place.Loss, declared.Attribute, "Labels"), Shapes.Text(written), loss.Name, PerSample(output), name, text);
        }
        else if (loss is { Activation: ActivationTable.Softmax, TakesLogits: true } && output.Type.Columns.Size == 1)
            context.Report(Rules.SoftmaxOfOne, activation is null ? new Anchor(Place.Loss, declared.Attribute) : at, activation is null ? loss.Name : $"{who} '{name}'", PerSample(output));
    }

    /// <summary>The activation of probabilities, or of their logarithms, that made a value; null for none of these.</summary>
    private static string? ActivationOf(Value value) =>
        value.Producer.Is(Losses.Softmax) ? ActivationTable.Softmax
        : value.Producer.Is(RowActivations.LogSoftmax) ? ActivationTable.LogSoftmax
        : value.Producer.Is(RowActivations.Sparsemax) ? ActivationTable.Sparsemax
        : value.Producer.Is(Elementwise.Activate) && value.Producer.Attributes.Activation == ActivationTable.Sigmoid ? ActivationTable.Sigmoid
        : null;

    private static string PerSample(Value value) => Shapes.Text(value.Type.Dims.Skip(1));
}
