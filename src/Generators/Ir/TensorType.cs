using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

internal enum ElementType
{
    Float,
    Int32,
}

/// <summary>A dimension: a number, or N, the number of samples in a batch. It may have a name.</summary>
internal readonly record struct Dim(int Size, bool IsBatch)
{
    /// <summary>The name of the batch axis, when axes have names.</summary>
    public const string BatchName = "batch";

    public static readonly Dim Batch = new(0, IsBatch: true);

    public static implicit operator Dim(int size) => new(size, IsBatch: false);

    /// <summary>
    /// The author's name for this dimension; null when it has none. The name is not part of the dimension in a graph: lowering compares
    /// names, and later stages only pass them on to comments.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The text for readers: <c>batch</c>, <c>height=28</c>, or only the size when it has no name.</summary>
    public string Text => Name is null ? ToString() : IsBatch ? Name : $"{Name}={this}";

    public bool Equals(Dim other) => Size == other.Size && IsBatch == other.IsBatch;

    public override int GetHashCode() => Size * 2 + (IsBatch ? 1 : 0);

    /// <summary>Returns the text for code.</summary>
    public override string ToString() => IsBatch ? "N" : Literal.Of(Size);
}

/// <summary>Element type and shape of a value. Only the first dimension may be the batch.</summary>
internal sealed record TensorType(ElementType Element, EquatableArray<Dim> Dims)
{
    public static TensorType Scalar { get; } = new(ElementType.Float, []);

    public static TensorType Float(params Dim[] dims) => new(ElementType.Float, dims.ToEquatableArray());

    public int Rank => Dims.Count;

    public bool IsPerSample => Rank > 0 && Dims[0].IsBatch;

    /// <summary>Number of elements; when there is a batch, the number for each sample.</summary>
    public long Elements => Dims.Where(d => !d.IsBatch).Aggregate(1L, (product, d) => product * d.Size);

    public Dim Columns => Rank == 0 ? 1 : Dims[Rank - 1];

    /// <summary>All dimensions but the last: the rows of the matrix that instructions see.</summary>
    public EquatableArray<Dim> RowDims => Dims.Items.RemoveAt(Rank - 1).ToEquatableArray();

    public TensorType With(IEnumerable<Dim> dims) => this with { Dims = dims.ToEquatableArray() };

    /// <summary>The shape for readers: <c>[batch, height=28, width=28]</c>, or <c>[N, 28, 28]</c> without names.</summary>
    public string ShapeText => Shapes.Text(Dims);

    /// <summary>The shape of one sample, for readers.</summary>
    public string SampleText => Shapes.Text(Dims.Skip(1));

    /// <summary>The shape for code, without names.</summary>
    public string ShapeSource => Shapes.Source(Dims);

    /// <summary>Returns this type with the names of another type of the same rank.</summary>
    public TensorType Named(IEnumerable<string?> names) => With(Dims.Zip(names, (dim, name) => dim with { Name = name }));

    public bool HasNamesOf(TensorType other) => Dims.Zip(other.Dims, (a, b) => a.Name == b.Name).All(same => same);

    /// <summary>Returns the axes with a name: one, or none, or two when a tensor was multiplied with itself.</summary>
    public int[] AxesNamed(string name) => [.. Enumerable.Range(0, Rank).Where(axis => Dims[axis].Name == name)];

    public override string ToString() => (Element == ElementType.Float ? "float" : "int32") + ShapeText;
}

internal static class Shapes
{
    public static string Text<T>(IEnumerable<T> dims) => $"[{string.Join(", ", dims)}]";

    /// <summary>Returns the text for readers, with names.</summary>
    public static string Text(IEnumerable<Dim> dims) => Text(dims.Select(dim => dim.Text));

    /// <summary>Returns the text for code, without names.</summary>
    public static string Source(IEnumerable<Dim> dims) => Text(dims.Select(dim => dim.ToString()));
}
