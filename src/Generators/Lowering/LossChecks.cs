using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>What must fit between the last layers and the loss.</summary>
internal static class LossChecks
{
    public static void Check(LoweringContext context, ModelSpec spec, LossSpec declared, LossDefinition loss, TensorType output)
    {
        CheckLastActivation(context, spec, loss);
        CheckLabels(context, spec, declared, loss, output);
        if (context.Failed) return;

        WarnOfManyRows(context, spec, declared, loss, output);
        CheckSoftmaxOfOne(context, spec, declared, loss, output);
        CheckProbabilitiesTwice(context, spec);
        CheckNeeds(context, spec, loss);
    }

    /// <summary>A warning where the last activation may give numbers for which the loss is none.</summary>
    private static void CheckNeeds(LoweringContext context, ModelSpec spec, LossDefinition loss)
    {
        if (loss.Needs.IsEmpty) return;
        var last = spec.Layers.LastOrDefault(layer => layer is not (TrainingSpec or FlattenSpec or ReshapeSpec or ActivationSpec { Activation: ActivationTable.Linear, Function: null }));
        if (last is not (DenseSpec or ActivationSpec) || last.Function is not null || loss.Needs.Contains(ActivationOf(last)!)) return;
        var what = loss.Needs.Contains("Exponential") ? "positive predictions" : "predicted probabilities";
        var use = string.Join(" or ", loss.Needs.Take(2).Select(name => "Activation." + name));
        context.Report(Rules.OutsideLoss, new Anchor(Place.Layer, spec.Layers.Count - 1), loss.Name, what, Last(spec).Name, use);
    }

    private static void CheckSoftmaxOfOne(LoweringContext context, ModelSpec spec, LossSpec declared, LossDefinition loss, TensorType output)
    {
        var softmax = Enumerable.Range(0, spec.Layers.Count).Where(i => ActivationOf(spec.Layers[i]) == ActivationTable.Softmax).ToArray();
        foreach (var i in softmax.Where(i => context.Layers[i].Output.Columns.Size == 1))
            context.Report(Rules.SoftmaxOfOne, ActivationAnchor(i), $"Layer '{spec.Layers[i].Name}'", PerSample(context.Layers[i].Output));

        // On logits it is the loss that applies softmax.
        if (loss is { Activation: ActivationTable.Softmax, TakesLogits: true } && output.Columns.Size == 1 && softmax.Length == 0)
            context.Report(Rules.SoftmaxOfOne, new Anchor(Place.Loss, declared.Attribute), loss.Name, PerSample(output));
    }

    private static void CheckProbabilitiesTwice(LoweringContext context, ModelSpec spec)
    {
        LayerSpec? before = null;
        for (var i = 0; i < spec.Layers.Count; i++)
        {
            var layer = spec.Layers[i];
            if (layer is TrainingSpec or FlattenSpec or ActivationSpec { Activation: ActivationTable.Linear, Function: null }) continue;
            var probabilities = MakesProbabilities(layer);
            if (layer is ActivationSpec && probabilities && before is not null)
                context.Report(Rules.TwiceProbabilities, ActivationAnchor(i), layer.Name, Word(layer), before.Name, Word(before));
            before = probabilities ? layer : null;
        }

        static string Word(LayerSpec layer) => ActivationOf(layer)!.ToLowerInvariant();
    }

    private static bool MakesProbabilities(LayerSpec layer) => ActivationOf(layer) is ActivationTable.Softmax or ActivationTable.Sigmoid;

    private static void CheckLastActivation(LoweringContext context, ModelSpec spec, LossDefinition loss)
    {
        if (!loss.TakesLogits) return;

        // What changes nothing in prediction may follow the activation; what changes something may not.
        int? changed = null;
        for (var i = spec.Layers.Count - 1; i >= 0; i--)
        {
            var layer = spec.Layers[i];
            var activation = ActivationOf(layer);
            if (activation is ActivationTable.LogSoftmax or ActivationTable.Sparsemax)
            {
                context.Report(Rules.WrongActivation, ActivationAnchor(i), $"Layer '{layer.Name}'", activation.ToLowerInvariant(), loss.Name,
                    loss.Activation!.ToLowerInvariant(), $"Activation.{loss.Activation}, since " +
                    (activation is ActivationTable.LogSoftmax ? "the loss takes the logarithm itself" : "a probability of 0 has no logarithm"));
                return;
            }
            if (activation is ActivationTable.Softmax or ActivationTable.Sigmoid)
            {
                if (activation != loss.Activation)
                    context.Report(Rules.WrongActivation, ActivationAnchor(i), $"Layer '{layer.Name}'", activation.ToLowerInvariant(), loss.Name,
                        loss.Activation!.ToLowerInvariant(), $"Activation.{loss.Activation}, or [{loss.Instead}] as the loss");
                else if (changed is { } by)
                    context.Report(Rules.ProbabilitiesChanged, new Anchor(Place.LayerAttribute, by), spec.Layers[by].Name, layer.Name,
                        activation.ToLowerInvariant(), loss.Name);
                return;
            }

            var before = i == 0 ? null : context.Layers[i - 1].Output;
            var moves = layer is FlattenSpec or ReshapeSpec or PermuteSpec or PoolingSpec or GlobalPoolingSpec or EdgesSpec or UpSamplingSpec;
            var changes = layer is TrainingSpec { Strength: > 0 } || (moves && before is not null && before != context.Layers[i].Output);
            if (changes) changed ??= i;
            else if (layer is not (TrainingSpec or FlattenSpec or ActivationSpec { Activation: ActivationTable.Linear, Function: null })) return;
        }
    }

    private static void CheckLabels(LoweringContext context, ModelSpec spec, LossSpec declared, LossDefinition loss, TensorType output)
    {
        var expected = LabelShape(loss, output);
        if (declared.Labels is not { } written || written.Equals(expected)) return;
        var text = expected.Count > 0 ? Shapes.Text(expected) : "[], that is one class index for each sample";
        context.Report(Rules.LabelShape, new Anchor(Place.Loss, declared.Attribute, "Labels"), Shapes.Text(written), loss.Name, PerSample(output), Last(spec).Name, text);
    }

    private static void WarnOfManyRows(LoweringContext context, ModelSpec spec, LossSpec declared, LossDefinition loss, TensorType output)
    {
        if (declared.Labels is not null || loss is not { Activation: ActivationTable.Softmax, TakesLogits: true } || output.Rank <= 2) return;
        var expected = LabelShape(loss, output);
        context.Report(Rules.ManyRows, new Anchor(Place.Layer, spec.Layers.Count - 1), Last(spec).Name, PerSample(output), Shapes.Text(expected),
            loss.Name, string.Join(", ", expected));
    }

    private static EquatableArray<int> LabelShape(LossDefinition loss, TensorType output) =>
        loss.LabelType(output).Dims.Skip(1).Select(d => d.Size).ToEquatableArray();

    private static LayerSpec Last(ModelSpec spec) => spec.Layers[spec.Layers.Count - 1];

    private static string? ActivationOf(LayerSpec layer) => layer switch
    {
        DenseSpec dense => dense.Activation,
        ActivationSpec activation => activation.Activation,
        ConvolutionSpec convolution => convolution.Activation,
        _ => null,
    };

    private static Anchor ActivationAnchor(int layer) => new(Place.LayerAttribute, layer, "activation");

    private static string PerSample(TensorType type) => Shapes.Text(type.Dims.Skip(1));
}
