using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

internal enum ElementType
{
    Float,
    Int32,
}

/// <summary>A dimension: a number, or N, the number of samples of a batch.</summary>
internal readonly record struct Dim(int Size, bool IsBatch)
{
    public static readonly Dim Batch = new(0, IsBatch: true);

    public static implicit operator Dim(int size) => new(size, IsBatch: false);

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

    public string ShapeText => Shapes.Text(Dims);

    public override string ToString() => (Element == ElementType.Float ? "float" : "int32") + ShapeText;
}

internal static class Shapes
{
    public static string Text<T>(IEnumerable<T> dims) => $"[{string.Join(", ", dims)}]";
}
