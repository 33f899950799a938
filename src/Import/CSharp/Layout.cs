namespace ModelDsl.Import.CSharp;

/// <summary>
/// The order in which C# has the axes of a value of the file: axis i there is axis <c>Axes[i]</c> of the file. So a transposition in the
/// file costs nothing, and an image has its channels last.
/// </summary>
internal sealed class Layout(IReadOnlyList<int> axes) : IEquatable<Layout>
{
    public IReadOnlyList<int> Axes { get; } = axes;

    public int Rank => Axes.Count;

    /// <summary>The axes as in the file.</summary>
    public static Layout Same(int rank) => new([.. Enumerable.Range(0, rank)]);

    /// <summary>The axes of <c>[N, C, spatial…]</c> with the channels last.</summary>
    public static Layout ChannelsLast(int rank) => WithLast(rank, Math.Min(1, rank - 1));

    /// <summary>The axes as in the file, with one of them moved to the end.</summary>
    public static Layout WithLast(int rank, int axis) => new([.. Enumerable.Range(0, rank).Where(a => a != axis), axis]);

    public bool IsSame => Axes.SequenceEqual(Enumerable.Range(0, Rank));

    /// <summary>Returns the position of an axis of the file.</summary>
    public int PositionOf(int axis)
    {
        for (var i = 0; i < Rank; i++)
            if (Axes[i] == axis) return i;
        throw new ArgumentOutOfRangeException(nameof(axis));
    }

    /// <summary>Returns these axes with one of them moved to the end.</summary>
    public Layout MovedLast(int axis) => new([.. Axes.Where(a => a != axis), axis]);

    /// <summary>Returns the layout of a value whose axis i was axis <c>order[i]</c> of a value with this layout.</summary>
    public Layout Transposed(IReadOnlyList<int> order)
    {
        var places = new int[Rank];
        for (var i = 0; i < Rank; i++) places[order[i]] = i;
        return new Layout([.. Axes.Select(axis => places[axis])]);
    }

    /// <summary>Returns the layout after axes of the file were removed.</summary>
    public Layout Without(IReadOnlyList<int> removed) =>
        new([.. Axes.Where(axis => !removed.Contains(axis)).Select(axis => axis - removed.Count(r => r < axis))]);

    /// <summary>Returns the sizes of a shape in this order.</summary>
    public IReadOnlyList<Dimension> Of(Shape shape) => [.. Axes.Select(axis => shape[axis])];

    /// <summary>Returns true when a change to another layout moves only axes of size 1, so that all numbers stay where they are.</summary>
    public bool HasOrderOf(Layout other, Shape shape)
    {
        bool Counts(int axis) => shape[axis] != new Dimension(1);
        return Axes.Where(Counts).SequenceEqual(other.Axes.Where(Counts));
    }

    public bool Equals(Layout? other) => other is not null && Axes.SequenceEqual(other.Axes);

    public override bool Equals(object? obj) => Equals(obj as Layout);

    public override int GetHashCode() => Axes.Aggregate(17, (hash, axis) => hash * 31 + axis);
}
