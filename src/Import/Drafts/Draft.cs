namespace ModelDsl.Import;

/// <summary>The steps of a model while passes rewrite them.</summary>
internal sealed class Draft(IReadOnlyList<Wire> inputs, List<DraftStep> steps, IReadOnlyList<Wire> outputs, IReadOnlyList<string> names)
{
    private Dictionary<Wire, DraftStep>? producers;
    private Dictionary<Wire, int>? uses;

    public IReadOnlyList<Wire> Inputs { get; } = inputs;

    public List<DraftStep> Steps { get; private set; } = steps;

    public List<Wire> Outputs { get; } = [.. outputs];

    /// <summary>The names of outputs in the file.</summary>
    public IReadOnlyList<string> OutputNames { get; } = names;

    /// <summary>The step that computes a wire, or null for an input or a constant.</summary>
    public DraftStep? Producer(Wire wire)
    {
        producers ??= Steps.SelectMany(step => step.Results.Select(result => (result, step))).ToDictionary(pair => pair.result,
            pair => pair.step);
        return producers.TryGetValue(wire, out var step) ? step : null;
    }

    /// <summary>The operation that computes a wire, if it is of a kind.</summary>
    public T? Made<T>(Wire wire) where T : Operation => Producer(wire)?.Operation as T;

    /// <summary>How often steps and outputs use a wire.</summary>
    public int Uses(Wire wire)
    {
        uses ??= Steps.SelectMany(step => step.Operands).Concat(Outputs).GroupBy(used => used).ToDictionary(group => group.Key,
            group => group.Count());
        return uses.TryGetValue(wire, out var count) ? count : 0;
    }

    /// <summary>Computes the results of a step in another way.</summary>
    public void Rewrite(DraftStep step, Operation operation, params Wire[] operands)
    {
        (step.Operation, step.Operands) = (operation, operands);
        uses = null;
    }

    /// <summary>Adds a step before another one.</summary>
    public Wire Insert(DraftStep before, Operation operation, IReadOnlyList<Wire> operands, Shape shape, ElementType type)
    {
        var result = new Wire("", shape.At(1), type) { Shape = shape };
        Steps.Insert(Steps.IndexOf(before), new(before.Node, operation, operands, [result]));
        (producers, uses) = (null, null);
        return result;
    }

    /// <summary>Puts several steps in the place of one. They give its results.</summary>
    public void Exchange(DraftStep step, IReadOnlyList<DraftStep> by)
    {
        var place = Steps.IndexOf(step);
        Steps.RemoveAt(place);
        Steps.InsertRange(place, by);
        (producers, uses) = (null, null);
    }

    /// <summary>Takes one wire for another everywhere.</summary>
    public void Replace(Wire old, Wire by)
    {
        foreach (var step in Steps)
            if (step.Operands.Contains(old))
                step.Operands = [.. step.Operands.Select(operand => operand == old ? by : operand)];
        for (var i = 0; i < Outputs.Count; i++)
            if (Outputs[i] == old)
                Outputs[i] = by;
        uses = null;
    }

    /// <summary>Drops steps whose results nothing needs.</summary>
    public void DropUnused()
    {
        var needed = new HashSet<Wire>(Outputs);
        var kept = new List<DraftStep>();
        foreach (var step in Enumerable.Reverse(Steps))
            if (step.Results.Any(needed.Contains))
            {
                kept.Add(step);
                needed.UnionWith(step.Operands);
            }
        kept.Reverse();
        (Steps, producers, uses) = (kept, null, null);
    }
}
