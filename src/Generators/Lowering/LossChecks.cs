using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>What must fit between the last layers and the loss.</summary>
internal static class LossChecks
{
    public static void Check(LoweringContext context, ModelSpec spec, LossDefinition loss, TensorType output)
    {
        CheckLastActivation(context, spec, loss);
        CheckLabels(context, spec, loss, output);
        for (var i = 0; i < spec.Layers.Count; i++)
        {
            if (ActivationOf(spec.Layers[i]) == ActivationTable.Softmax && context.Layers[i].Output.Columns.Size == 1)
                context.Report(Rules.SoftmaxOfOne, ActivationAnchor(i), spec.Layers[i].Name, PerSample(context.Layers[i].Output));
        }
    }

    private static void CheckLastActivation(LoweringContext context, ModelSpec spec, LossDefinition loss)
    {
        if (loss.Activation is null) return;

        // What changes nothing in prediction may follow the activation; what changes something may not.
        int? changed = null;
        for (var i = spec.Layers.Count - 1; i >= 0; i--)
        {
            var layer = spec.Layers[i];
            var activation = ActivationOf(layer);
            if (activation is ActivationTable.Softmax or ActivationTable.Sigmoid)
            {
                if (activation != loss.Activation)
                    context.Report(Rules.WrongActivation, ActivationAnchor(i), layer.Name, activation.ToLowerInvariant(), loss.Name,
                        loss.Activation.ToLowerInvariant(), $"Activation.{loss.Activation}, or [{loss.Instead}] as the loss");
                else if (changed is { } by)
                    context.Report(Rules.ProbabilitiesChanged, new Anchor(Place.LayerAttribute, by), spec.Layers[by].Name, layer.Name,
                        activation.ToLowerInvariant(), loss.Name);
                return;
            }

            var before = i == 0 ? null : context.Layers[i - 1].Output;
            var changes = layer is DropoutSpec { Rate: > 0 } || (layer is FlattenSpec && before is not null && before != context.Layers[i].Output);
            if (changes) changed ??= i;
            else if (layer is not (DropoutSpec or FlattenSpec or ActivationSpec { Activation: ActivationTable.Linear })) return;
        }
    }

    private static void CheckLabels(LoweringContext context, ModelSpec spec, LossDefinition loss, TensorType output)
    {
        var last = spec.Layers[spec.Layers.Count - 1];
        var expected = loss.LabelType(output).Dims.Skip(1).Select(d => d.Size).ToEquatableArray();
        if (spec.Loss.Labels is { } declared)
        {
            if (!declared.Equals(expected))
                context.Report(Rules.LabelShape, new Anchor(Place.Loss, Argument: "Labels"), Shapes.Text(declared), loss.Name, PerSample(output),
                    last.Name, Shapes.Text(expected));
        }
        else if (loss.Activation == ActivationTable.Softmax && output.Rank > 2)
        {
            context.Report(Rules.ManyRows, new Anchor(Place.Layer, spec.Layers.Count - 1), last.Name, PerSample(output), Shapes.Text(expected),
                loss.Name, string.Join(", ", expected));
        }
    }

    private static string? ActivationOf(LayerSpec layer) => layer switch
    {
        DenseSpec dense => dense.Activation,
        ActivationSpec activation => activation.Activation,
        _ => null,
    };

    private static Anchor ActivationAnchor(int layer) => new(Place.LayerAttribute, layer, "activation");

    private static string PerSample(TensorType type) => Shapes.Text(type.Dims.Skip(1));
}
