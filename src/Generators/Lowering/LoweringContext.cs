using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Meanings;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>One program of a model while it is lowered to a graph, and the facts found on the way.</summary>
internal sealed class LoweringContext
{
    private readonly List<(int First, Step Step)> steps = [];

    public LoweringContext(ProgramKind kind)
    {
        Training = kind == ProgramKind.Gradient;
        Penalties = new Penalties(Graph, isJudged: kind != ProgramKind.Forward);
    }

    public GraphBuilder Graph { get; } = new();

    /// <summary>True when layers also compute their training-only parts.</summary>
    public bool Training { get; }

    public AppliedLayers Layers { get; } = new();

    public TensorTable Tensors { get; } = new();

    public Penalties Penalties { get; }

    public LookedUp LookedUp { get; } = new();

    public FeatureOrders Orders { get; } = new();

    public StepMasks Masks { get; } = new();

    /// <summary>The layers whose statistics are computed from data, in the order of their first use.</summary>
    public List<AdaptedLayer> Adapted { get; } = [];

    public FindingLog Findings { get; } = new();

    /// <inheritdoc cref="FindingLog.HasErrors"/>
    public bool HasErrors => Findings.HasErrors;

    /// <inheritdoc cref="FindingLog.Failed"/>
    public bool Failed => Findings.Failed;

    /// <summary>The uses of layers and the functions of methods so far, each with the number of its first operation.</summary>
    public IReadOnlyList<(int First, Step Step)> Steps => steps;

    /// <summary>Begins a step: later operations belong to it.</summary>
    public void Begin(Step step, Origin origin)
    {
        Graph.Origin = origin;
        steps.Add((Graph.Operations.Count, step));
    }

    /// <summary>Returns the first layer that changes in training and that a value is computed with; null when there is none.</summary>
    public string? TrainedBefore(Value value)
    {
        var reached = new HashSet<Operation>();
        var open = new Stack<Operation>([value.Producer]);
        while (open.Count > 0)
        {
            var operation = open.Pop();
            if (!reached.Add(operation)) continue;
            foreach (var operand in operation.Operands) open.Push(operand.Producer);
        }
        var tensors = reached.Where(operation => operation.Is(Sources.Parameter) || operation.Is(Sources.State))
            .Select(operation => operation.Attributes.Index).ToImmutableHashSet();
        return Tensors.All.FirstOrDefault(tensor =>
            tensors.Contains(tensor.Index) && !tensor.Layer.Frozen && Adapted.All(adapted => adapted.Layer != tensor.Layer))?.Layer.Name;
    }

    /// <summary>Reports a finding at a place.</summary>
    public void Report(DiagnosticDescriptor rule, Anchor anchor, params string[] arguments) =>
        Findings.Add(Finding.Of(rule, anchor, arguments));

    /// <summary>Reports a tensor that no buffer could hold.</summary>
    public void CheckSize(string what, TensorType type, Anchor anchor) => Findings.CheckSize(what, FindingLog.Count(type), anchor);
}
