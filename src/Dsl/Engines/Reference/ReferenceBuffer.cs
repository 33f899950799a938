namespace ModelDsl.Engines.Reference;

/// <summary>Memory of the reference engine: doubles or class indices in an array, from an element on.</summary>
internal sealed class ReferenceBuffer : TensorBuffer
{
    private readonly double[] doubles = [];
    private readonly int[] ints = [];
    private readonly int offset;

    public ReferenceBuffer(ElementType element, Shape shape) : base(element, shape)
    {
        if (element == ElementType.Int32) ints = new int[shape.Size];
        else doubles = new double[shape.Size];
    }

    private ReferenceBuffer(ReferenceBuffer storage, int offset, Shape shape) : base(storage.Element, shape) =>
        (doubles, ints, this.offset) = (storage.doubles, storage.ints, storage.offset + offset);

    public Span<double> Doubles => doubles.AsSpan(offset, Count);

    public Span<int> Ints => ints.AsSpan(offset, Count);

    public ReferenceBuffer View(int start, Shape shape) => new(this, start, shape);
}
