using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Forward;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Lowering.Meanings;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>Lowers a model's spec to its graph, layer by layer. Shapes are inferred and checked on the way.</summary>
internal static class ModelLowering
{
    /// <param name="spec">The model.</param>
    /// <param name="kind">The kind of the program.</param>
    /// <param name="looksAtMeaning">True to check the meaning of values too.</param>
    public static LoweringResult Lower(ModelSpec spec, ProgramKind kind, bool looksAtMeaning = false)
    {
        var context = new LoweringContext(kind);
        var x = Input(context, spec);
        var input = x.Type;
        ImmutableArray<Value> predicted;
        if (spec.Forward is { } forward)
            predicted = ForwardLowering.Lower(context, spec, kind == ProgramKind.Gradient ? forward.Training : forward.Prediction, x);
        else
        {
            for (var i = 0; i < spec.Layers.Count && !context.Failed; i++) x = Apply(context, spec, i, x);
            predicted = [x];
        }
        var outputs = ImmutableArray.CreateBuilder<LoweredOutput>();
        for (var i = 0; i < predicted.Length && !context.HasErrors; i++)
        {
            if (WithLoss(context, spec, i, predicted[i]) is { } output) outputs.Add(output);
        }
        if (looksAtMeaning && !context.HasErrors) MeaningChecks.Check(context, spec, predicted);
        if (spec.IsExported && kind == ProgramKind.Loss && !context.HasErrors) OnnxChecks.Check(context, spec, predicted);
        if (context.HasErrors) return new LoweringResult(null, context.Findings.All.ToEquatableArray());

        foreach (var output in predicted) context.Orders.End(output);
        var behind = context.Graph.Operations.Count;
        var graph = LossLowering.Lower(context, outputs.ToImmutable(), predicted, isJudged: kind != ProgramKind.Forward);
        if (looksAtMeaning && !context.Failed) MeaningChecks.CheckOwnLosses(context, spec, behind);
        if (context.Failed) return new LoweringResult(null, context.Findings.All.ToEquatableArray());
        var model = new LoweredModel(spec, graph, [.. context.Layers.All.Select(context.Orders.Describe)], input, outputs.ToImmutable())
        {
            Predicted = [.. predicted.Select(value => value.Stored)],
            Indices = [.. context.LookedUp.All],
            Adapted = [.. context.Adapted],
        };
        return new LoweringResult(model, context.Findings.All.ToEquatableArray());
    }

    /// <summary>Returns one of the outputs with its loss; null when they do not fit, which is reported.</summary>
    private static LoweredOutput? WithLoss(LoweringContext context, ModelSpec spec, int index, Value output)
    {
        var declared = spec.Losses[index];
        var loss = LossTable.Of(declared.Name);
        OutputChecks.Check(context, spec, index, loss, output);
        if (!context.HasErrors) RowChecks.CheckLabel(context, spec, index, loss, output.Type);
        if (!context.HasErrors && spec.HasNames) LossAxes.Name(context, spec, index, loss, output);
        return context.HasErrors ? null
            : new LoweredOutput(declared, loss, output.Type, loss.LabelType(output.Type), OutputKind(loss, output))
            {
                IsMasked = context.Masks.Of(output) is not null,
            };
    }

    /// <summary>
    /// Returns what is wrong with a model, in prediction or in training. The meaning of values is checked in training, which includes the
    /// training-only parts of layers. When prediction runs in another way, it is also checked in prediction.
    /// </summary>
    public static LoweringResult Check(ModelSpec spec)
    {
        var forward = spec.Forward is { } method && method.Training != method.Prediction ? method : null;
        var prediction = DerivativeChecks.Check(Lower(spec, ProgramKind.Loss, looksAtMeaning: forward is not null));
        if (prediction.Model is not { } model) return prediction;
        var training = Lower(spec, ProgramKind.Gradient, looksAtMeaning: true);
        var findings = prediction.Findings.Concat(training.Findings).Distinct().ToList();
        if (forward is not null && training.Model is { } trained && !trained.Parameters.SequenceEqual(model.Parameters))
            findings.Add(OtherOrder(trained, forward));
        else if (forward is not null && training.Model is { Outputs: var learned })
        {
            for (var i = 0; i < learned.Length; i++)
            {
                var (there, here) = (learned[i], model.Outputs[i]);
                if ((there.Type, there.Kind) == (here.Type, here.Kind)) continue;
                findings.Add(Finding.Of(Rules.TrainingResult, AnchorOf(forward.Training, forward.Training.Results[i]),
                    forward.IsWritten ? forward.Method : spec.Name, there.Text, here.Text) with
                {
                    Others = [AnchorOf(forward.Prediction, forward.Prediction.Results[i])],
                });
            }
        }
        return new LoweringResult(findings.Any(f => f.Rule.DefaultSeverity == DiagnosticSeverity.Error) ? null : model,
            findings.ToEquatableArray());
    }

    /// <summary>Returns the finding about the first layer with weights that training uses while prediction uses another.</summary>
    private static Finding OtherOrder(LoweredModel model, ForwardSpec forward)
    {
        var weighted = new HashSet<string>(model.Parameters.Select(p => p.Layer.Name));
        var (there, here) = (Uses(forward.Training), Uses(forward.Prediction));
        var first = Enumerable.Range(0, Math.Min(there.Length, here.Length))
            .FirstOrDefault(i => forward.Training.Nodes[there[i]].LayerIndex != forward.Prediction.Nodes[here[i]].LayerIndex);
        return there.Length == 0 || here.Length == 0
            ? Finding.Of(Rules.TrainingOnly, new Anchor(Place.Model), forward.Method)
            : Finding.Of(Rules.TrainingOnly, AnchorOf(forward.Training, there[first]),
                forward.Method) with
            { Others = [AnchorOf(forward.Prediction, here[first])] };

        int[] Uses(TensorTrace trace) =>
        [
            .. Enumerable.Range(0, trace.Nodes.Count).Where(
                i => trace.Nodes[i].IsLayer && weighted.Contains(model.Spec.Layers[trace.Nodes[i].LayerIndex].Name))
                .GroupBy(i => trace.Nodes[i].LayerIndex).Select(uses => uses.First()),
        ];
    }

    /// <summary>Returns the place of a tensor of a method. When the parts of a record simply follow each other, it is the record.</summary>
    private static Anchor AnchorOf(TensorTrace trace, int node) =>
        trace.Nodes[node].Place >= 0 ? trace.Nodes[node].Anchor : new Anchor(Place.Model);

    /// <summary>Returns the input batch of a model.</summary>
    public static Value Input(LoweringContext context, ModelSpec spec)
    {
        var input = TensorType.Float([Dim.Batch, .. spec.InputShape.Select(size => (Dim)size)]);
        if (spec.HasNames) input = input.Named([Dim.BatchName, .. AxisNames.Of(spec.InputAxes, spec.InputShape.Count)]);
        context.CheckSize($"The input {input.SampleText} of model '{spec.Name}'", input, new Anchor(Place.Input));
        return context.Graph.Source(Sources.Input, "input", input);
    }

    /// <summary>Applies a layer to a value.</summary>
    /// <param name="context">The context to which operations are appended.</param>
    /// <param name="spec">The model.</param>
    /// <param name="index">The number of the layer in the model.</param>
    /// <param name="x">The value.</param>
    /// <param name="at">The expression of a method that uses it; null when the layers simply follow each other.</param>
    public static Value Apply(LoweringContext context, ModelSpec spec, int index, Value x, Anchor? at = null)
    {
        var layer = spec.Layers[index];
        if (x.Type.Rank < 2 && layer is not EmbeddingSpec)
        {
            context.Report(Rules.LayerRows, at ?? new Anchor(Place.LayerAttribute, index), layer.Name, x.Type.ShapeText);
            return x;
        }
        var (definition, mask) = (LayerTable.Of(layer), context.Masks.Of(x));
        var build = new LayerBuilder(context, spec, index, at) { Mask = mask };
        if (mask is not null && definition.Mask is (MaskRule.Refuses or MaskRule.Makes))
        {
            build.Report(Rules.MaskIgnored, definition.Name, mask.Maker);
            return x;
        }
        if (mask is not null && at is not null)
        {
            build.Report(Rules.MaskInMethod, $"is applied to a value with the mask of {mask.Maker}", "leave the method out");
            return x;
        }
        var (output, flops) = definition.Lower(build, x);
        if (!context.Failed && (layer.HasNames || x.Type.Dims.Any(dim => dim.Name is not null)))
            output = AxisNames.Name(definition.Axes(layer, x.Type, output.Type), x, output);
        if (!context.Failed) context.Orders.Apply(layer, x, output);
        if (!context.Failed) SetMask(context, build, definition.Mask == MaskRule.Carries ? mask : build.OutputMask, output);
        context.Penalties.AddActivity(output, layer.Activity);
        build.End(x.Type, output.Type, flops);
        return output;
    }

    /// <summary>Gives the output of a layer its mask. A penalty on the output would count padding.</summary>
    private static void SetMask(LoweringContext context, LayerBuilder build, StepMask? mask, Value output)
    {
        if (mask is not null && build.Layer.Activity != PenaltySpec.None)
            build.Report(Rules.MaskedActivity, mask.Maker);
        context.Masks.Set(output, mask);
    }

    /// <summary>Returns the model's graph for one of its programs. The model must have been checked before.</summary>
    public static LoweredModel LowerChecked(ModelSpec spec, ProgramKind kind) =>
        Lower(spec, kind).Model ?? throw new InvalidOperationException($"Model '{spec.Name}' was not checked.");

    private static string OutputKind(LossDefinition loss, Value output) =>
        EndsWith(output, ActivationTable.Softmax) || EndsWith(output, ActivationTable.Sparsemax) ? "Probabilities"
        : EndsWith(output, ActivationTable.Sigmoid) ? "IndependentProbabilities"
        : loss.TakesLogits || loss.TakesScores ? "Logits" : "Values";

    private static bool EndsWith(Value output, string activation) => LastActivation.Of(output, activation) is not null;
}
