using System.Collections.Immutable;
using System.Numerics;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>What a layer writes its operations with.</summary>
internal sealed class LoweringContext(ProgramKind kind)
{
    private readonly List<Finding> findings = [];
    private readonly List<Value> penalties = [];
    private readonly List<LayerInfo> layers = [];
    private readonly List<ParameterInfo> parameters = [];
    private LayerSpec layer = null!;
    private int firstParameter;

    public GraphBuilder Graph { get; } = new();

    /// <summary>Whether layers do what they do in training only.</summary>
    public bool Training => kind == ProgramKind.Gradient;

    /// <summary>Index of the layer that is being lowered.</summary>
    public int LayerIndex { get; private set; }

    public IReadOnlyList<Finding> Findings => findings;

    public IReadOnlyList<Value> Penalties => penalties;

    public ImmutableArray<LayerInfo> Layers => [.. layers];

    public bool Failed => findings.Any(f => f.Rule.DefaultSeverity == DiagnosticSeverity.Error);

    public void Begin(LayerSpec spec)
    {
        (layer, LayerIndex, firstParameter) = (spec, layers.Count, parameters.Count);
        Graph.Origin = new Origin(Phase.Forward, $"{spec.Name}: {spec.Text}");
    }

    public void End(TensorType output, long flops)
    {
        layers.Add(new LayerInfo(layer, output, [.. parameters.Skip(firstParameter)], flops));
        CheckSize(layer.Name, output);
    }

    /// <summary>A trainable tensor of the current layer.</summary>
    /// <param name="property">Property of the layer's record.</param>
    /// <param name="type">Its type.</param>
    /// <param name="initializer">Method of <c>ModelDsl.Engines.Initializers</c>.</param>
    public Value Parameter(string property, TensorType type, string initializer)
    {
        var info = new ParameterInfo(parameters.Count, layer, property, type, initializer);
        parameters.Add(info);
        CheckSize(info.Name, type);
        return Graph.Source(Sources.Parameter, layer.Name + property, type, info.Index);
    }

    /// <summary>Adds <c>factor·Σ parameter²</c> to the loss.</summary>
    public void PenalizeSquares(Value parameter, double factor)
    {
        if (factor == 0 || kind == ProgramKind.Forward) return;
        var squares = Graph.Append(Elementwise.Multiply, parameter.Name + "Squared", parameter, parameter);
        penalties.Add(Graph.Append(Reductions.Sum, parameter.Name + "Penalty", new OperationAttributes { Factor = factor }, squares));
    }

    /// <summary>Applies an activation over the last axis or elementwise.</summary>
    public Value Activate(Value x, string activation) => activation switch
    {
        ActivationTable.Linear => x,
        ActivationTable.Softmax => Graph.Append(Losses.Softmax, layer.Name, x),
        _ => Graph.Append(Elementwise.Activate, layer.Name, new OperationAttributes { Activation = activation }, x),
    };

    public void Report(DiagnosticDescriptor rule, Anchor anchor, params string[] arguments) => findings.Add(Finding.Of(rule, anchor, arguments));

    /// <summary>Reports an input that no buffer could hold.</summary>
    public void CheckInput(string model, TensorType input) => CheckSize("the input of " + model, input, new Anchor(Place.Input));

    private void CheckSize(string name, TensorType type) => CheckSize(name, type, new Anchor(Place.LayerAttribute, LayerIndex));

    private void CheckSize(string name, TensorType type, Anchor anchor)
    {
        var dims = type.Dims.Where(d => !d.IsBatch).ToArray();
        var elements = dims.Aggregate(BigInteger.One, (product, d) => product * d.Size);
        if (elements > int.MaxValue) Report(Rules.TooLarge, anchor, name, Shapes.Text(dims), elements.ToString());
    }
}
