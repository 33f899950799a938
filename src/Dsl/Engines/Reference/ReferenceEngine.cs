namespace ModelDsl.Engines.Reference;

/// <summary>
/// The oracle: every instruction follows its formula in double precision, one plain loop after the other. Nothing here is fast.
/// </summary>
internal partial class ReferenceEngine : ITensorEngine, ILeavesOutRows
{
    public string Name => "reference";

    public override string ToString() => Name;

    public TensorBuffer Allocate(ElementType element, Shape shape) => new ReferenceBuffer(element, shape);

    public TensorBuffer View(TensorBuffer storage, int offset, Shape shape)
    {
        BufferChecks.View(storage, offset, shape);
        return ((ReferenceBuffer)storage).View(offset, shape);
    }

    public void Write(ReadOnlySpan<float> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Float, source.Length);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = source[i];
    }

    public void Write(ReadOnlySpan<double> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Float, source.Length);
        source.CopyTo(Doubles(destination));
    }

    public void Write(ReadOnlySpan<int> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Int32, source.Length);
        source.CopyTo(Ints(destination));
    }

    public void Read(TensorBuffer source, Span<float> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        var from = Doubles(source);
        for (var i = 0; i < from.Length; i++) destination[i] = (float)from[i];
    }

    public void Read(TensorBuffer source, Span<double> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        Doubles(source).CopyTo(destination);
    }

    public void Read(TensorBuffer source, Span<int> destination)
    {
        BufferChecks.Transfer(source, ElementType.Int32, destination.Length);
        Ints(source).CopyTo(destination);
    }

    private static Span<double> Doubles(TensorBuffer buffer) => ((ReferenceBuffer)buffer).Doubles;

    private static Span<int> Ints(TensorBuffer buffer) => ((ReferenceBuffer)buffer).Ints;
}
