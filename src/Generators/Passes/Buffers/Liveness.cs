using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Passes.Buffers;

/// <summary>The last use of each value's memory. A view keeps the memory behind it alive.</summary>
internal sealed class Liveness
{
    private readonly Dictionary<Value, int> lastUse = [];
    private readonly Dictionary<Operation, int> times = [];

    private Liveness(Graph graph)
    {
        for (var time = 0; time < graph.Operations.Length; time++)
        {
            var operation = graph.Operations[time];
            times[operation] = time;
            foreach (var value in operation.Operands.Concat(operation.Results)) lastUse[StorageOf(value)] = time;
        }
        foreach (var output in graph.Outputs) lastUse[StorageOf(output.Value)] = int.MaxValue;
    }

    public static Liveness Of(Graph graph) => new(graph);

    /// <summary>Returns the value whose memory a value uses: itself, unless it is a view.</summary>
    public Value StorageOf(Value value)
    {
        while (value.Producer.Definition.IsView) value = value.Producer.Operands[0];
        return value;
    }

    /// <summary>Returns the index of the last operation that needs the memory; <see cref="int.MaxValue"/> for an output.</summary>
    public int LastUse(Value value) => lastUse[StorageOf(value)];

    public bool DiesAt(Value value, Operation operation) => LastUse(value) == times[operation];
}
