namespace ModelDsl.Import;

/// <summary>The sizes of an operand, outermost first, as in the file: channels first.</summary>
/// <remarks>
/// A shape of a value usually begins with N. Constants have no N. A value may have N elsewhere, or a multiple of it, where the file moves
/// or merges axes.
/// </remarks>
public sealed class Shape : IEquatable<Shape>
{
    /// <summary>The shape of a single number.</summary>
    public static readonly Shape Scalar = new([]);

    /// <summary>A shape with these sizes.</summary>
    public Shape(IReadOnlyList<Dimension> dimensions) => Dimensions = dimensions;

    /// <summary>A shape of numbers alone.</summary>
    public static Shape Of(params long[] sizes) => new([.. sizes.Select(size => new Dimension(size))]);

    /// <summary>The sizes, outermost first.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>The number of axes.</summary>
    public int Rank => Dimensions.Count;

    /// <summary>The size of an axis.</summary>
    public Dimension this[int axis] => Dimensions[axis];

    /// <summary>Whether N is a factor of a size.</summary>
    public bool HasBatch => Dimensions.Any(dimension => dimension.IsBatch);

    /// <summary>Whether the first size is N, and no other size has it. Values of a ModelDsl method have such shapes.</summary>
    public bool IsBatchFirst => Rank > 0 && Dimensions[0] == Dimension.Batch && !Dimensions.Skip(1).Any(dimension => dimension.IsBatch);

    /// <summary>The sizes in a batch of n samples.</summary>
    public long[] At(long n) => [.. Dimensions.Select(dimension => dimension.At(n))];

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => Dimensions.Aggregate(17, (hash, dimension) => hash * 31 + dimension.GetHashCode());

    /// <summary>The shape as a text, <c>[N, 3, 28, 28]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Dimensions)}]";
}
