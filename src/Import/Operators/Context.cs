namespace ModelDsl.Import;

/// <summary>A node while it is translated: its operands, its attributes, and the draft that takes its steps.</summary>
/// <param name="node">The node.</param>
/// <param name="operands">Its operands; null for one that is left out.</param>
/// <param name="drafter">The draft.</param>
/// <param name="reshapes">What the shapes of the file were in its own batch, if that is fixed.</param>
internal sealed class Context(SourceNode node, IReadOnlyList<Wire?> operands, Drafter drafter, FixedBatch? reshapes)
{
    /// <summary>The node, with its attributes.</summary>
    public SourceNode Node { get; } = node;

    /// <summary>The batch that the file fixes, with its shapes, or null.</summary>
    public FixedBatch? FixedBatch { get; } = reshapes;

    /// <summary>The batch size of this draft.</summary>
    public long Batch => drafter.Batch;

    /// <summary>The version of the operators.</summary>
    public int Opset => Node.Opset;

    /// <summary>How many operands the node names.</summary>
    public int Count => operands.Count;

    /// <summary>The first operand.</summary>
    public Wire X => this[0];

    /// <summary>An operand that must be there.</summary>
    public Wire this[int index] => Optional(index) ?? throw Error($"lacks its operand {index + 1}. Export the model again.");

    /// <summary>An operand, or null if it is left out.</summary>
    public Wire? Optional(int index) => index < operands.Count ? operands[index] : null;

    /// <summary>All operands.</summary>
    public IReadOnlyList<Wire> All => [.. Enumerable.Range(0, Count).Select(index => this[index])];

    /// <summary>Adds a step whose result has the name of the node's result.</summary>
    public Wire Add(Operation operation, params Wire[] inputs) => drafter.Add(Node.Name, Node.Outputs[0], operation, inputs);

    /// <summary>Adds a step with several results.</summary>
    public IReadOnlyList<Wire> AddAll(Operation operation, params Wire[] inputs) =>
        drafter.Add(Node.Name, Node.Outputs, operation, inputs);

    /// <summary>Adds a reshape to these sizes.</summary>
    public Wire Reshape(Wire x, params long[] sizes) => Add(new Reshape(Shape.Of(sizes)), x);

    /// <summary>Adds a function of two operands.</summary>
    public Wire Add(BinaryFunction function, Wire a, Wire b) => Add(new Binary(function), a, b);

    /// <summary>A constant operand that must be there, and must not depend on the batch.</summary>
    public Tensor Constant(int index, string what)
    {
        if (this[index].Constant is not { } tensor)
            throw Error($"computes its {what} from the input. Only constants are offered. Export the model with a fixed {what}.");
        if (this[index].IsOfBatch)
            drafter.Suspects.Add((Node, tensor));
        return tensor;
    }

    /// <summary>Whole numbers that are constant, perhaps computed from the batch; null if the operand is left out.</summary>
    public long[]? Integers(int index, string what) => Optional(index) switch
    {
        null => null,
        { Constant: { } tensor, Type: not ElementType.Float } => tensor.ReadIntegers(),
        _ => throw Error($"computes its {what} from the input. Only constants are offered. Export the model with a fixed {what}."),
    };

    /// <summary>Axes as numbers from 0.</summary>
    public int[] Axes(long[] axes, int rank)
    {
        int[] result = [.. axes.Select(axis => Axis(axis, rank)).OrderBy(axis => axis)];
        return result.Distinct().Count() == result.Length ? result : throw Error("names an axis twice. Export the model again.");
    }

    /// <summary>An axis as a number from 0.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Error($"names axis {axis}, and its operand has {rank} axes. Export the model again.");

    /// <summary>Axes that are an attribute at first, and an operand from some version on.</summary>
    public long[]? AxesOf(int index, int since) => Opset < since ? Node.Integers("axes") : Integers(index, "axes");

    /// <summary>An error that begins with the node.</summary>
    public ImportException Error(string what) => Node.Error(what);
}

/// <summary>The batch that a file fixes, and the shapes that its reshapes have there.</summary>
/// <param name="Size">The batch.</param>
/// <param name="Targets">For each node, the shape of its result in the file.</param>
/// <param name="IsOwn">Whether the draft is for this batch, and collects the shapes.</param>
internal sealed record FixedBatch(long Size, Dictionary<SourceNode, long[]> Targets, bool IsOwn);
