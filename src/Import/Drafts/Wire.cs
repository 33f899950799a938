namespace ModelDsl.Import;

/// <summary>
/// Where the samples of a batch are: the axis, and how many parts it has outside them. An axis of 3·N that was [3, N] has 3 outside; one
/// that was [N, 3] has 1.
/// </summary>
internal sealed record BatchPlace(int Axis, long Outside);

/// <summary>An operand while a model is drafted: at first with the sizes of one batch, later with N.</summary>
internal sealed class Wire(string source, long[] sizes, ElementType type)
{
    /// <summary>The name in the file. What was computed from one initializer keeps its name.</summary>
    public string Source { get; set; } = source;

    /// <summary>The sizes in the batch of the draft.</summary>
    public long[] Sizes { get; } = sizes;

    public ElementType Type { get; } = type;

    public int Rank => Sizes.Length;

    /// <summary>The numbers of a constant.</summary>
    public Tensor? Constant { get; set; }

    /// <summary>Whether the constant comes from one initializer of the file, perhaps in another form.</summary>
    public bool IsStored { get; init; }

    /// <summary>Whether a constant was computed from the size of the batch.</summary>
    public bool IsOfBatch { get; init; }

    /// <summary>The constant whose transpose this one is.</summary>
    public Wire? TransposeOf { get; init; }

    /// <summary>Where the samples are, or null for a constant.</summary>
    public BatchPlace? Batch { get; set; }

    /// <summary>The shape with N. It is known once two drafts were compared.</summary>
    public Shape Shape { get; set; } = Shape.Scalar;

    /// <summary>The sizes for messages.</summary>
    public string SizesText => $"[{string.Join(", ", Sizes)}]";

    /// <summary>The only number of a constant, or null.</summary>
    public double? Number => Constant is { Length: 1 } tensor ? Decimals.Short(tensor.ReadFloats()[0]) : null;
}

/// <summary>A step while a model is drafted. Passes change it.</summary>
internal sealed class DraftStep(string node, Operation operation, IReadOnlyList<Wire> operands, IReadOnlyList<Wire> results)
{
    public string Node { get; } = node;

    public Operation Operation { get; set; } = operation;

    public IReadOnlyList<Wire> Operands { get; set; } = operands;

    public IReadOnlyList<Wire> Results { get; } = results;

    public Wire Result => Results[0];
}
