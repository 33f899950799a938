using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Meanings;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>What a layer writes its operations with.</summary>
internal sealed class LoweringContext(ProgramKind kind)
{
    /// <summary>Parameters begin at multiples of it (<c>ModelDsl.CompilerServices.ParameterArena</c>).</summary>
    private const int Alignment = 16;

    private readonly List<Finding> findings = [];
    private readonly List<Value> penalties = [];
    private readonly List<GraphOutput> states = [];
    private readonly List<IndexRange> indices = [];
    private readonly List<LayerInfo> layers = [];
    private readonly List<(int First, Step Step)> steps = [];
    private readonly List<ParameterInfo> parameters = [];
    private readonly Dictionary<(string Layer, string Property), Value> tensors = [];
    private readonly Dictionary<string, Anchor> firstUses = [];
    private LayerSpec layer = null!;
    private Anchor? use;
    private int uses;
    private int firstParameter;
    private bool failed;

    public GraphBuilder Graph { get; } = new();

    /// <summary>Whether layers do what they do in training only.</summary>
    public bool Training => kind == ProgramKind.Gradient;

    /// <summary>Whether the current layer's statistics are those of the batch, and move.</summary>
    public bool MovesStatistics => Training && !layer.Frozen;

    /// <summary>Index of the layer that is being lowered, as it is declared.</summary>
    public int LayerIndex { get; private set; }

    /// <summary>The random stream of this use of the layer.</summary>
    public int Stream { get; private set; }

    /// <summary>Whether a method calls the layers, in whatever order.</summary>
    public bool InMethod => use is not null;

    public IReadOnlyList<Finding> Findings => findings;

    public IReadOnlyList<Value> Penalties => penalties;

    /// <summary>The numbers of a sample that are looked up.</summary>
    public IReadOnlyList<IndexRange> Indices => indices;

    /// <summary>What the states are after a step of training.</summary>
    public IReadOnlyList<GraphOutput> States => states;

    public ImmutableArray<LayerInfo> Layers => [.. layers];

    /// <summary>Whether something is wrong with the model.</summary>
    public bool HasErrors => findings.Any(IsError);

    /// <summary>Whether something is wrong with what is being lowered, so that the rest of it can't be.</summary>
    public bool Failed => failed;

    private Anchor SizeAnchor => new(Place.LayerAttribute, LayerIndex, LayerTable.Of(layer).SizeArgument);

    /// <summary>Begins what does not depend on anything that is wrong.</summary>
    public void GoOn() => failed = false;

    /// <summary>The uses of layers, and the functions of methods, so far, each with the number of its first operation.</summary>
    public IReadOnlyList<(int First, Step Step)> Steps => steps;

    /// <summary>Begins a step: operations from now on are made for it.</summary>
    public void Begin(Step step) => steps.Add((Graph.Operations.Count, step));

    /// <summary>Begins a use of a layer.</summary>
    /// <param name="spec">The layer.</param>
    /// <param name="index">Which of the model's it is.</param>
    /// <param name="at">The expression that uses it, where a method does: what is wrong with it is wrong there.</param>
    public void Begin(LayerSpec spec, int index, Anchor? at = null)
    {
        (layer, LayerIndex, use, Stream, firstParameter) = (spec, index, at, uses++, parameters.Count);
        if (at is { } expression && !firstUses.ContainsKey(spec.Name)) firstUses.Add(spec.Name, expression);
        Graph.Origin = new Origin(Phase.Forward, $"{spec.Name}: {spec.Text}");
    }

    /// <summary>Ends a use of a layer; a second use shares the tensors of the first.</summary>
    public void End(TensorType input, TensorType output, long flops)
    {
        var known = layers.FindIndex(info => info.Layer.Name == layer.Name);
        if (known < 0) layers.Add(new LayerInfo(layer, [input], output, [.. parameters.Skip(firstParameter)], flops));
        else layers[known] = layers[known].UsedAgain(input, flops);
        CheckSize($"The output {PerSample(output)} of layer '{layer.Name}'", Count(output), SizeAnchor);
        var all = parameters.Aggregate(BigInteger.Zero, (sum, p) => sum + (Count(p.Type) + Alignment - 1) / Alignment * Alignment);
        CheckSize($"The model's parameters up to layer '{layer.Name}'", all, SizeAnchor);
        use = null;
    }

    /// <summary>A tensor of the current layer, trainable unless the layer is frozen. What is frozen adds nothing to the loss, as in Keras.</summary>
    /// <param name="property">Property of the layer's record.</param>
    /// <param name="type">Its type.</param>
    /// <param name="weight">How it begins, and what it adds to the loss.</param>
    public Value Parameter(string property, TensorType type, WeightSpec weight)
    {
        var (parameter, isNew) = Tensor(layer.Frozen ? Sources.State : Sources.Parameter, property, type, weight);
        if (isNew && !layer.Frozen) Penalize(parameter, weight.Penalty, Coefficient.One);
        return parameter;
    }

    /// <summary>A tensor of the current layer that no gradient changes, but training itself: <see cref="Become"/>.</summary>
    /// <param name="property">Property of the layer's record.</param>
    /// <param name="type">Its type.</param>
    /// <param name="initializer">Name of its initializer.</param>
    public Value State(string property, TensorType type, string initializer) =>
        Tensor(Sources.State, property, type, WeightSpec.Of(property, initializer)).Tensor;

    /// <summary>Says what a state is after a step of training; another use of the layer in the same step goes on from there.</summary>
    public void Become(Value state, Value next)
    {
        var key = tensors.First(tensor => tensor.Value == state).Key;
        var index = parameters.First(p => p.Layer.Name == key.Layer && p.Property == key.Property).Index;
        states.RemoveAll(output => output.Index == index);
        states.Add(new GraphOutput(OutputRole.State, next, index));
        tensors[key] = next;
    }

    /// <summary>A tensor of a layer that was applied before; null where it was not, or has none of the name.</summary>
    public Value? Weight(LayerSpec of, string property) => tensors.TryGetValue((of.Name, property), out var known) ? known : null;

    private (Value Tensor, bool IsNew) Tensor(OperationDefinition source, string property, TensorType type, WeightSpec weight)
    {
        if (tensors.TryGetValue((layer.Name, property), out var known))
        {
            if (known.Type == type)
            {
                CheckAxes(property, known.Type, type);
                return (known.TakeNames(type), false);
            }
            ReportShared(Rules.SharedLayer, layer.Name, Words(property), known.Type.ShapeText, type.ShapeText);
            return (Graph.Source(source, layer.Name + property, type), false);
        }
        var info = new ParameterInfo(parameters.Count, layer, property, type, weight.Initializer, Trainable: source == Sources.Parameter);
        parameters.Add(info);
        CheckSize($"The {Words(property)} {type.ShapeText} of layer '{layer.Name}'", Count(type), SizeAnchor);
        CheckInitializer(property, type, weight);
        return (tensors[(layer.Name, property)] = Graph.Source(source, layer.Name + property, type, info.Index), true);
    }

    /// <summary>Says which numbers of a sample are indices. Where several tables look at the same numbers, the least limit counts.</summary>
    public void LookUp(IEnumerable<IndexRange> ranges)
    {
        foreach (var range in ranges)
        {
            var known = indices.FindIndex(other => other with { Limit = range.Limit } == range);
            if (known < 0) indices.Add(range);
            else if (range.Limit < indices[known].Limit) indices[known] = range;
        }
    }

    /// <summary>A layer that is used twice has its weights for one kind of axis.</summary>
    private void CheckAxes(string property, TensorType known, TensorType type)
    {
        var axis = Enumerable.Range(0, type.Rank).Where(k => !AxisNames.Agree(known.Dims[k], type.Dims[k])).ToArray() is [var first, ..] ? first : -1;
        if (axis >= 0) ReportShared(Rules.SharedAxis, layer.Name, Words(property), known.Dims[axis].Name!, type.Dims[axis].Name!);
    }

    /// <summary>Adds the regulariser of the layer's output to the loss: the mean over the batch of each sample's.</summary>
    public void PenalizeActivity(Value output, PenaltySpec penalty) => Penalize(output, penalty, new Coefficient(1, BatchPower: -1));

    /// <summary>Adds a number for each sample to the loss: its mean over the batch, times a weight.</summary>
    public void AddLoss(Value penalty, double weight)
    {
        if (kind == ProgramKind.Forward) return;
        var factor = new Coefficient(weight, BatchPower: -1);
        penalties.Add(Graph.Append(Reductions.Sum, penalty.Name + "Loss", new OperationAttributes { Factor = factor }, penalty));
    }

    private void Penalize(Value x, PenaltySpec penalty, Coefficient scale)
    {
        if (kind == ProgramKind.Forward) return;
        if (penalty.L1 != 0) Add("Magnitudes", penalty.L1, Magnitudes(x));
        if (penalty.L2 != 0) Add("", penalty.L2, Graph.Append(Elementwise.Multiply, x.Name + "Squared", x, x));

        void Add(string what, double factor, Value numbers) => penalties.Add(
            Graph.Append(Reductions.Sum, x.Name + what + "Penalty", new OperationAttributes { Factor = scale * factor }, numbers));
    }

    /// <summary>|x| as max(x, 0) + max(−x, 0), whose derivative at 0 is 0.</summary>
    private Value Magnitudes(Value x)
    {
        var minus = Graph.Append(Elementwise.Scale, x.Name + "Minus", new OperationAttributes { Factor = -1 }, x);
        return Graph.Append(Elementwise.Add, x.Name + "Magnitudes", Positive(x), Positive(minus));

        Value Positive(Value of) => Graph.Append(Elementwise.Activate, of.Name + "Positive", new OperationAttributes { Activation = "Relu" }, of);
    }

    private void CheckInitializer(string property, TensorType type, WeightSpec weight)
    {
        var row = InitializerTable.Of(weight.Initializer.Name);
        if (row.Fits(type.Rank)) return;
        var needed = row.MostRank == 2 ? "it makes matrices only" : "it makes matrices, and tensors of more dimensions, only";
        Report(
            Rules.InitializerFit, new Anchor(Place.LayerAttribute, LayerIndex, weight.Tensor + "Initializer"), layer.Name,
            $"{Words(property)} {type.ShapeText}", row.Name, needed);
    }

    /// <summary>Applies an activation over the last axis or elementwise.</summary>
    /// <param name="x">What it is applied to.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="numbers">Its numbers; null for the usual ones.</param>
    public Value Activate(Value x, string activation, ActivationNumbers? numbers = null) => activation switch
    {
        _ when layer.Function is { } own => Graph.Append(Maps.Map, layer.Name, new OperationAttributes { Function = own }, x),
        _ when numbers is not null =>
            Graph.Append(Maps.Map, layer.Name, new OperationAttributes { Function = ActivationTable.Of(activation).Function(numbers) }, x),
        ActivationTable.Linear => x,
        ActivationTable.Softmax => Graph.Append(Losses.Softmax, layer.Name, x),
        ActivationTable.LogSoftmax => Graph.Append(RowActivations.LogSoftmax, layer.Name, x),
        ActivationTable.Sparsemax => Graph.Append(RowActivations.Sparsemax, layer.Name, x),
        ActivationTable.Glu => Glu(x),
        _ => Graph.Append(Elementwise.Activate, layer.Name, new OperationAttributes { Activation = activation }, x),
    };

    /// <summary>What <see cref="Activate"/> costs for an element.</summary>
    public int Flops(string activation) => layer.Function?.Flops ?? ActivationTable.Of(activation).Flops;

    private Value Glu(Value x)
    {
        if (x.Type.Columns.Size % 2 == 0) return Graph.Append(RowActivations.Glu, layer.Name, x);
        Report(Rules.OddHalves, new Anchor(Place.LayerAttribute, LayerIndex, "activation"), layer.Name, PerSample(x.Type));
        return x;
    }

    /// <summary>Reports a use of a layer that does not fit an earlier one, which is shown, too.</summary>
    private void ReportShared(DiagnosticDescriptor rule, params string[] arguments)
    {
        var known = findings.Count;
        Report(rule, SizeAnchor, arguments);
        if (findings.Count > known && firstUses.TryGetValue(layer.Name, out var first)) findings[known] = findings[known] with { Others = [first] };
    }

    /// <summary>Reports at a place; what a method's use of a layer causes, at the use.</summary>
    public void Report(DiagnosticDescriptor rule, Anchor anchor, params string[] arguments)
    {
        var finding = Finding.Of(rule, use ?? anchor, arguments);
        failed |= IsError(finding);
        // A loop brings the same expression again.
        if (finding.Anchor.Place != Place.Expression || !findings.Any(known => known.Anchor.IsAt(finding.Anchor) && known.Rule == rule)) findings.Add(finding);
    }

    /// <summary>Reports an input that no buffer could hold.</summary>
    public void CheckInput(string model, TensorType input) =>
        CheckSize($"The input {PerSample(input)} of model '{model}'", Count(input), new Anchor(Place.Input));

    /// <summary>Reports what the current layer could not hold on the way to its output.</summary>
    public void CheckNumbers(string what, BigInteger count) => CheckSize($"The {what} of layer '{layer.Name}'", count, SizeAnchor);

    /// <summary>A property as words: <c>RecurrentKernel</c> is a recurrent kernel.</summary>
    private static string Words(string property) =>
        string.Concat(property.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>Whether a buffer could hold the images that the layer makes; reported where none could.</summary>
    public bool CanHold(long rows, long columns, int channels)
    {
        var count = (BigInteger)rows * columns * channels;
        var shape = string.Join(", ", new[] { rows, columns, channels }.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        CheckSize($"The output [{shape}] of layer '{layer.Name}'", count, SizeAnchor);
        return !Failed;
    }

    /// <summary>Reports a tensor that no buffer could hold.</summary>
    public void CheckSize(string what, TensorType type, Anchor anchor) => CheckSize(what, Count(type), anchor);

    /// <summary>One report is enough: what is too large makes all that follows from it too large.</summary>
    private void CheckSize(string what, BigInteger count, Anchor anchor)
    {
        if (count > int.MaxValue && !HasErrors) Report(Rules.TooLarge, anchor, what, count.ToString(CultureInfo.InvariantCulture));
    }

    private static BigInteger Count(TensorType type) =>
        type.Dims.Where(d => !d.IsBatch).Aggregate(BigInteger.One, (product, d) => product * d.Size);

    private static bool IsError(Finding finding) => finding.Rule.DefaultSeverity == DiagnosticSeverity.Error;

    private static string PerSample(TensorType type) => Shapes.Text(type.Dims.Skip(1));
}
