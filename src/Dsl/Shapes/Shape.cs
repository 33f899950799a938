using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ModelDsl.Formatting;

namespace ModelDsl;

/// <summary>
/// The dimensions of a tensor, outermost first: <c>[28, 28]</c>. It is a value; the empty shape <c>[]</c> is that of a scalar.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create)), JsonConverter(typeof(ShapeJson))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    private readonly ImmutableArray<int> dimensions;

    private Shape(ImmutableArray<int> dimensions) => this.dimensions = dimensions;

    /// <summary>Makes a shape of dimensions that are zero or more.</summary>
    /// <exception cref="ArgumentException">A dimension is negative, or the tensor would have more than 2³¹ − 1 elements.</exception>
    public static Shape Create(params ReadOnlySpan<int> dimensions)
    {
        long count = 1;
        foreach (var dimension in dimensions)
        {
            if (dimension < 0) throw new ArgumentException($"A shape has no negative dimension, but one of {Text(dimensions)} is.");
            count *= dimension;
            if (count > int.MaxValue) throw new ArgumentException($"A tensor of shape {Text(dimensions)} has more than {int.MaxValue} elements.");
        }
        return new Shape([.. dimensions]);
    }

    /// <summary>Number of elements, not of dimensions; 1 for a scalar. NumPy: <c>size</c>.</summary>
    public int Size
    {
        get
        {
            var count = 1;
            foreach (var dimension in Dimensions) count *= dimension;
            return count;
        }
    }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>The dimensions, outermost first.</summary>
    public ReadOnlySpan<int> Dimensions => dimensions.IsDefault ? [] : dimensions.AsSpan();

    /// <summary>The dimension at an index; from the end with <c>^1</c>.</summary>
    public int this[Index index] => Dimensions[index];

    /// <summary>Returns this shape with a new first dimension: <c>[28, 28]</c> with 32 is <c>[32, 28, 28]</c>.</summary>
    public Shape Prepend(int dimension) => Create([dimension, .. Dimensions]);

    /// <summary>This shape without its first dimension.</summary>
    public Shape Tail => Create(Dimensions[1..]);

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? other) => other is Shape shape && Equals(shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var dimension in Dimensions) hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>Returns whether all dimensions are equal.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Returns whether some dimension differs.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Returns the shape as it is written in attributes: <c>[28, 28]</c>.</summary>
    public override string ToString() => Text(Dimensions);

    /// <summary>Returns the dimensions, outermost first.</summary>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)(dimensions.IsDefault ? [] : dimensions)).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Text(ReadOnlySpan<int> dimensions) => $"[{string.Join(", ", Array.ConvertAll(dimensions.ToArray(), d => NumberText.Of(d)))}]";
}
