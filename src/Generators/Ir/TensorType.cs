using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

internal enum ElementType
{
    Float,
    Int32,
}

/// <summary>A dimension: a number, or N, the number of samples of a batch. It may have a name.</summary>
internal readonly record struct Dim(int Size, bool IsBatch)
{
    /// <summary>The name of the batch, where axes have names.</summary>
    public const string BatchName = "batch";

    public static readonly Dim Batch = new(0, IsBatch: true);

    public static implicit operator Dim(int size) => new(size, IsBatch: false);

    /// <summary>
    /// What a person calls it; null where it has no name. It is no part of what a dimension is to a graph: lowering compares names, and everything behind it only hands
    /// them on, to comments.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>As people read it: <c>batch</c>, <c>height=28</c>, or what it is without a name.</summary>
    public string Text => Name is null ? ToString() : IsBatch ? Name : $"{Name}={this}";

    public bool Equals(Dim other) => Size == other.Size && IsBatch == other.IsBatch;

    public override int GetHashCode() => Size * 2 + (IsBatch ? 1 : 0);

    /// <summary>As code has it.</summary>
    public override string ToString() => IsBatch ? "N" : Literal.Of(Size);
}

/// <summary>Element type and shape of a value. Only the first dimension may be the batch.</summary>
internal sealed record TensorType(ElementType Element, EquatableArray<Dim> Dims)
{
    public static TensorType Scalar { get; } = new(ElementType.Float, []);

    public static TensorType Float(params Dim[] dims) => new(ElementType.Float, dims.ToEquatableArray());

    public int Rank => Dims.Count;

    public bool IsPerSample => Rank > 0 && Dims[0].IsBatch;

    /// <summary>Number of elements, for each sample where there is a batch.</summary>
    public long Elements => Dims.Where(d => !d.IsBatch).Aggregate(1L, (product, d) => product * d.Size);

    public Dim Columns => Rank == 0 ? 1 : Dims[Rank - 1];

    /// <summary>All dimensions but the last: the rows of the matrix that instructions see.</summary>
    public EquatableArray<Dim> RowDims => Dims.Items.RemoveAt(Rank - 1).ToEquatableArray();

    public TensorType With(IEnumerable<Dim> dims) => this with { Dims = dims.ToEquatableArray() };

    /// <summary>For people: <c>[batch, height=28, width=28]</c>, or <c>[N, 28, 28]</c> without names.</summary>
    public string ShapeText => Shapes.Text(Dims);

    /// <summary>The shape of one sample, for people.</summary>
    public string SampleText => Shapes.Text(Dims.Skip(1));

    /// <summary>For code: without names.</summary>
    public string ShapeSource => Shapes.Source(Dims);

    /// <summary>This type with the names of another of its rank.</summary>
    public TensorType Named(IEnumerable<string?> names) => With(Dims.Zip(names, (dim, name) => dim with { Name = name }));

    public bool HasNamesOf(TensorType other) => Dims.Zip(other.Dims, (a, b) => a.Name == b.Name).All(same => same);

    /// <summary>The axes of a name: one, unless there is none, or a product of a tensor with itself has made two.</summary>
    public int[] AxesNamed(string name) => [.. Enumerable.Range(0, Rank).Where(axis => Dims[axis].Name == name)];

    public override string ToString() => (Element == ElementType.Float ? "float" : "int32") + ShapeText;
}

internal static class Shapes
{
    public static string Text<T>(IEnumerable<T> dims) => $"[{string.Join(", ", dims)}]";

    /// <summary>For people, with names.</summary>
    public static string Text(IEnumerable<Dim> dims) => Text(dims.Select(dim => dim.Text));

    /// <summary>For code, without names.</summary>
    public static string Source(IEnumerable<Dim> dims) => Text(dims.Select(dim => dim.ToString()));
}
