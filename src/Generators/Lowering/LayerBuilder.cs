using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Meanings;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>The tool with which a layer writes its operations, for one use of the layer.</summary>
internal sealed class LayerBuilder
{
    private readonly LoweringContext context;
    private readonly int index;

    /// <summary>The expression of a method that uses the layer, if any. Faults of the layer are reported there.</summary>
    private readonly Anchor? use;

    /// <summary>Begins a use of a layer.</summary>
    /// <param name="context">The context to which operations are appended.</param>
    /// <param name="spec">The model.</param>
    /// <param name="index">The number of the layer in the model.</param>
    /// <param name="at">The expression of a method that uses it; null when the layers simply follow each other.</param>
    public LayerBuilder(LoweringContext context, ModelSpec spec, int index, Anchor? at)
    {
        (this.context, this.index, use, Layer, Rows) = (context, index, at, spec.Layers[index], spec.Rows);
        Stream = context.Layers.Begin(Layer, at);
        context.Begin(Step.Of(spec, index, at), new Origin(Phase.Forward, $"{Layer.Name}: {Layer.Text}"));
    }

    public LayerSpec Layer { get; }

    /// <summary>The rows that the model takes; null when it takes tensors.</summary>
    public RowsSpec? Rows { get; }

    public string Name => Layer.Name;

    public GraphBuilder Graph => context.Graph;

    /// <summary>The layers that were applied before.</summary>
    public AppliedLayers Before => context.Layers;

    /// <summary>True when layers also compute their training-only parts.</summary>
    public bool Training => context.Training;

    /// <summary>True when the layer uses the statistics of the batch, and updates its moving statistics.</summary>
    public bool MovesStatistics => Training && !Layer.Frozen;

    /// <summary>The random stream of this use of the layer.</summary>
    public int Stream { get; }

    /// <summary>True when a method calls the layers, in any order.</summary>
    public bool InMethod => use is not null;

    /// <inheritdoc cref="FindingLog.Failed"/>
    public bool Failed => context.Failed;

    /// <summary>The mask of the input; null when there is none.</summary>
    public StepMask? Mask { get; init; }

    /// <summary>The mask of the output of a layer that uses or makes one; null for none.</summary>
    public StepMask? OutputMask { get; set; }

    private Anchor SizeAnchor => At(LayerTable.Of(Layer).SizeArgument);

    /// <summary>Ends the use.</summary>
    public void End(TensorType input, TensorType output, long flops)
    {
        context.Layers.End(new LayerInfo(Layer, [input], output, context.Tensors.Of(Layer), flops));
        context.CheckSize($"The output {output.SampleText} of layer '{Name}'", output, SizeAnchor);
        context.Findings.CheckSize($"The model's parameters up to layer '{Name}'", context.Tensors.Room, SizeAnchor);
    }

    /// <summary>
    /// Returns a tensor of the layer, which is trainable unless the layer is frozen. A frozen tensor adds nothing to the loss, as in Keras.
    /// </summary>
    /// <param name="property">Property of the layer's record.</param>
    /// <param name="type">Its type.</param>
    /// <param name="weight">Its initializer and its penalty on the loss.</param>
    public Value Parameter(string property, TensorType type, WeightSpec weight)
    {
        var (parameter, isNew) = Tensor(Layer.Frozen ? Sources.State : Sources.Parameter, property, type, weight);
        if (isNew && !Layer.Frozen) context.Penalties.AddWeight(parameter, weight.Penalty);
        return parameter;
    }

    /// <summary>Returns a tensor of the layer that training changes directly, and not by a gradient: <see cref="Move"/>.</summary>
    /// <param name="property">Property of the layer's record.</param>
    /// <param name="type">Its type.</param>
    /// <param name="initializer">Name of its initializer.</param>
    public Value State(string property, TensorType type, string initializer) =>
        Tensor(Sources.State, property, type, WeightSpec.Of(property, initializer)).Tensor;

    /// <summary>
    /// Makes the layer one whose statistics are computed from data. It adds a tensor that counts this data, and reports a layer that reads
    /// what training changes, or that is used twice.
    /// </summary>
    /// <param name="kind">The kind of its statistics: a member of <c>ModelDsl.AdaptationKind</c>.</param>
    /// <param name="x">The value that it reads.</param>
    /// <param name="first">The first of its tensors.</param>
    public void Adapt(string kind, Value x, Value first)
    {
        State("Count", TensorType.Float(1), "Zeros");
        if (context.Adapted.Any(adapted => adapted.Layer.Name == Name)) Report(Rules.AdaptsToInput, "it is used twice");
        else if (context.TrainedBefore(x) is { } trained) Report(Rules.AdaptsToInput, $"it reads what training changes, by layer '{trained}'");
        context.Adapted.Add(new AdaptedLayer(Layer, kind, x, first.Producer.Attributes.Index));
    }

    /// <summary>Gives the output a mask that the layer made.</summary>
    public void MakeMask(Value mask)
    {
        OutputMask = new StepMask(mask, $"layer '{Name}'");
        if (InMethod) Report(Rules.MaskInMethod, "makes a mask", "leave the method out");
    }

    /// <inheritdoc cref="TensorTable.Move"/>
    public void Move(Value state, Value next) => context.Tensors.Move(state, next);

    /// <summary>Marks numbers of a sample as indices.</summary>
    public void LookUp(IEnumerable<IndexRange> ranges) => context.LookedUp.Add(ranges);

    /// <summary>Reports a fault of the layer. A fault caused by a method's use of the layer is reported at the use.</summary>
    /// <param name="rule">The rule, whose first argument is the layer's name.</param>
    /// <param name="arguments">The other arguments.</param>
    public void Report(DiagnosticDescriptor rule, params string[] arguments) => ReportAt("", rule, arguments);

    /// <summary>Reports a fault at an argument of the layer's attribute.</summary>
    public void ReportAt(string argument, DiagnosticDescriptor rule, params string[] arguments) =>
        context.Report(rule, At(argument), [Name, .. arguments]);

    /// <summary>Reports intermediate values of the layer that no buffer could hold.</summary>
    public void CheckNumbers(string what, BigInteger count) =>
        context.Findings.CheckSize($"The {what} of layer '{Name}'", count, SizeAnchor);

    /// <summary>Returns true when a buffer could hold samples of a shape that the layer makes. It reports when none could.</summary>
    public bool CanHold(params long[] sample)
    {
        var shape = string.Join(", ", sample.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        CheckNumbers($"output [{shape}]", sample.Aggregate(BigInteger.One, (product, size) => product * size));
        return !Failed;
    }

    private (Value Tensor, bool IsNew) Tensor(OperationDefinition source, string property, TensorType type, WeightSpec weight)
    {
        if (context.Tensors.Find(Layer, property) is { } known)
        {
            if (known.Type != type)
            {
                ReportShared(Rules.SharedLayer, property, known.Type.ShapeText, type.ShapeText);
                return (Graph.Source(source, Name + property, type), false);
            }
            var (there, here) = known.Type.Dims.Zip(type.Dims, (a, b) => (a, b)).FirstOrDefault(pair => !AxisNames.Agree(pair.a, pair.b));
            if (there.Name is not null) ReportShared(Rules.SharedAxis, property, there.Name, here.Name!);
            return (known.TakeNames(type), false);
        }
        var tensor = context.Tensors.Add(Graph, source, Layer, property, type, weight.Initializer);
        context.CheckSize($"The {Words(property)} {type.ShapeText} of layer '{Name}'", type, SizeAnchor);
        var row = InitializerTable.Of(weight.Initializer.Name);
        if (!row.Fits(type.Rank))
        {
            var needed = row.MostRank == 2 ? "it makes only matrices" : "it makes only matrices, and tensors with more dimensions";
            ReportAt(weight.Tensor + "Initializer", Rules.InitializerFit, $"{Words(property)} {type.ShapeText}", row.Name, needed);
        }
        return (tensor, true);
    }

    /// <summary>Reports a use of the layer that does not fit an earlier use, and shows the earlier use too.</summary>
    private void ReportShared(DiagnosticDescriptor rule, string property, string there, string here) =>
        context.Findings.Add(
            Finding.Of(rule, SizeAnchor, Name, Words(property), there, here) with { Others = [.. context.Layers.FirstUse(Layer)] });

    /// <summary>Returns the place of a fault: the use in a method, otherwise an argument of the attribute.</summary>
    private Anchor At(string argument) => use ?? new Anchor(Place.LayerAttribute, index, argument);

    /// <summary>Returns a property's name as words: <c>RecurrentKernel</c> becomes "recurrent kernel".</summary>
    private static string Words(string property) =>
        string.Concat(property.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));
}
