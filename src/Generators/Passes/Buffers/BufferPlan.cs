using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Passes.Buffers;

/// <summary>The place of a value in memory.</summary>
internal abstract record Placement
{
    /// <summary>Memory that is passed to the program: input, labels, a parameter.</summary>
    public sealed record Given : Placement;

    /// <summary>The memory of another value, with another shape.</summary>
    public sealed record ViewOf(Value Storage) : Placement;

    /// <summary>A parameter's view in the arena of the gradient.</summary>
    public sealed record GradientOf(int Parameter) : Placement;

    /// <summary>A parameter's view in the arena of the Hessian's product.</summary>
    public sealed record ProductOf(int Parameter) : Placement;

    /// <summary>The memory of a parameter that is not trainable, from the last read of its old value on.</summary>
    public sealed record StateOf(int Parameter) : Placement;

    /// <summary>Memory of its own, written once when the program is laid out.</summary>
    public sealed record Constant : Placement;

    /// <summary>A slot that several values share, because they are not needed at the same time.</summary>
    public sealed record InSlot(Slot Slot) : Placement;
}

/// <summary>A piece of memory that holds one value at a time.</summary>
internal sealed class Slot(int number, ElementType element, bool perSample, long elements)
{
    public int Number { get; } = number;

    public ElementType Element { get; } = element;

    /// <summary>True when its size grows with the batch.</summary>
    public bool PerSample { get; } = perSample;

    /// <summary>Number of elements; for each sample when the size grows with the batch.</summary>
    public long Elements { get; private set; } = elements;

    public List<Value> Values { get; } = [];

    public void Hold(Value value)
    {
        Elements = Math.Max(Elements, value.Type.Elements);
        Values.Add(value);
    }
}

/// <summary>
/// Decides at compile time where every value of a program lives, and which values share memory. So a step allocates nothing, and its
/// working set stays small.
/// </summary>
internal sealed class BufferPlan
{
    private readonly Dictionary<Value, Placement> placements = [];
    private readonly List<Slot> slots = [];
    private readonly Liveness liveness;

    private BufferPlan(Graph graph)
    {
        liveness = Liveness.Of(graph);
        PlaceOutputs(graph);
        var free = new List<Slot>();
        for (var time = 0; time < graph.Operations.Length; time++)
        {
            var operation = graph.Operations[time];
            foreach (var result in operation.Results)
                if (!placements.ContainsKey(result)) placements[result] = Place(operation, result, time, free);
            foreach (var value in operation.Operands.Concat(operation.Results).Select(liveness.StorageOf).Distinct())
            {
                if (liveness.LastUse(value) <= time && placements[value] is Placement.InSlot { Slot: var slot }
                    && !HeldLater(slot, value, time))
                    if (!free.Contains(slot)) free.Add(slot);
            }
        }
    }

    /// <summary>The slots, ordered by number.</summary>
    public IReadOnlyList<Slot> Slots => slots;

    public Placement this[Value value] => placements[value];

    public static BufferPlan Of(Graph graph) => new(graph);

    /// <summary>
    /// Places gradients and states. A gradient lives in the arena from its first operation on. Its last operation may write in place of an
    /// operand that is not needed later; then that operand is already computed in the arena. The same holds for a state, once nothing reads
    /// its old value.
    /// </summary>
    private void PlaceOutputs(Graph graph)
    {
        foreach (var output in graph.Outputs.Where(o => o.Role is OutputRole.Gradient or OutputRole.Product))
        {
            for (var value = output.Value; value is not null; value = Forwarded(value))
                placements[value] = output.Role == OutputRole.Gradient ? new Placement.GradientOf(output.Index)
                    : new Placement.ProductOf(output.Index);
        }
        foreach (var output in graph.Outputs.Where(o => o.Role == OutputRole.State && !StateLife.IsUnchanged(o)))
        {
            if (!StateLife.EndsAt(graph, output.Index, output.Value))
                throw new InvalidOperationException($"State {output.Index} is read after {output.Value} was written over it.");
            for (var value = output.Value; value is not null && StateLife.EndsAt(graph, output.Index, value); value = Forwarded(value))
                placements[value] = new Placement.StateOf(output.Index);
        }
    }

    private Value? Forwarded(Value value)
    {
        var operation = value.Producer;
        return operation.InPlace
            .Select(index => operation.Operands[index])
            .FirstOrDefault(operand =>
                IsComputed(operand) && !placements.ContainsKey(operand) && operand.Type == value.Type && operation.Results[0] == value
                && liveness.DiesAt(operand, operation) && operation.Operands.Count(o => liveness.StorageOf(o) == operand) == 1);
    }

    private Placement Place(Operation operation, Value result, int time, List<Slot> free)
    {
        if (operation.Definition.IsSource) return new Placement.Given();
        if (operation.Definition.IsView) return new Placement.ViewOf(operation.Operands[0]);
        if (operation.Definition.IsConstant) return new Placement.Constant();

        var slot = InPlaceSlot(operation, result, time) ?? BestFit(result, free) ?? NewSlot(result);
        free.Remove(slot);
        slot.Hold(result);
        return new Placement.InSlot(slot);
    }

    private Slot? InPlaceSlot(Operation operation, Value result, int time) =>
        operation.Results[0] != result ? null : operation.InPlace
            .Select(index => liveness.StorageOf(operation.Operands[index]))
            .Where(storage => storage.Type.Elements == result.Type.Elements && liveness.LastUse(storage) == time)
            .Select(storage => placements[storage])
            .OfType<Placement.InSlot>()
            .FirstOrDefault()?.Slot;

    private static Slot? BestFit(Value result, List<Slot> free)
    {
        var fitting = free.Where(s => s.Element == result.Type.Element && s.PerSample == result.Type.IsPerSample).ToArray();
        return fitting.Where(s => s.Elements >= result.Type.Elements).OrderBy(s => s.Elements).FirstOrDefault()
            ?? fitting.OrderByDescending(s => s.Elements).FirstOrDefault();
    }

    private Slot NewSlot(Value result)
    {
        slots.Add(new Slot(slots.Count, result.Type.Element, result.Type.IsPerSample, result.Type.Elements));
        return slots[slots.Count - 1];
    }

    private bool HeldLater(Slot slot, Value value, int time) =>
        slot.Values.Any(other => other != value && liveness.LastUse(other) > time);

    private static bool IsComputed(Value value) =>
        !value.Producer.Definition.IsSource && !value.Producer.Definition.IsView && !value.Producer.Definition.IsConstant;
}
