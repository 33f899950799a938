namespace ModelDsl.Engines.Cpu;

/// <summary>
/// float32 on the processor's SIMD units, for vectors of any width. It has no state: several threads may run it at the same time, each on
/// its own buffers. No instruction allocates.
/// </summary>
internal sealed partial class CpuEngine<TLanes, TVector> : ITensorEngine, IKnowsConstants, ILeavesToDescent, ILeavesOutRows
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public string Name => "cpu";

    public override string ToString() => Name;

    public TensorBuffer Allocate(ElementType element, Shape shape) => new CpuBuffer(element, shape);

    public TensorBuffer View(TensorBuffer storage, int offset, Shape shape)
    {
        BufferChecks.View(storage, offset, shape);
        return ((CpuBuffer)storage).View(offset, shape);
    }

    public void Write(ReadOnlySpan<float> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Float, source.Length);
        source.CopyTo(Floats(destination));
    }

    public void Write(ReadOnlySpan<double> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Float, source.Length);
        Conversions.Narrow(source, Floats(destination));
    }

    public void Write(ReadOnlySpan<int> source, TensorBuffer destination)
    {
        BufferChecks.Transfer(destination, ElementType.Int32, source.Length);
        source.CopyTo(Ints(destination));
    }

    public void Read(TensorBuffer source, Span<float> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        Floats(source).CopyTo(destination);
    }

    public void Read(TensorBuffer source, Span<double> destination)
    {
        BufferChecks.Transfer(source, ElementType.Float, destination.Length);
        Conversions.Widen(Floats(source), destination);
    }

    public void Read(TensorBuffer source, Span<int> destination)
    {
        BufferChecks.Transfer(source, ElementType.Int32, destination.Length);
        Ints(source).CopyTo(destination);
    }

    public bool TryGetSpan(TensorBuffer buffer, out Span<float> span)
    {
        span = buffer.Element == ElementType.Float ? Floats(buffer) : default;
        return buffer.Element == ElementType.Float;
    }

    public void Keep(TensorBuffer numbers) => ((CpuBuffer)numbers).State.IsConstant = FiniteNumbers.AreAll<float>(Floats(numbers));

    private static Span<float> Floats(TensorBuffer buffer) => ((CpuBuffer)buffer).Floats;

    private static Span<int> Ints(TensorBuffer buffer) => ((CpuBuffer)buffer).Ints;

    private static ref float First(TensorBuffer buffer) => ref ((CpuBuffer)buffer).First;

    /// <summary>Runs work on each element of a buffer separately, on several threads if that saves time.</summary>
    private static void Share<TWork>(in TWork work, TensorBuffer buffer) where TWork : struct, IRangeWork => Share(in work, buffer.Count);

    private static void Share<TWork>(in TWork work, int elements) where TWork : struct, IRangeWork =>
        ThreadTeam.RunAligned(in work, (nuint)elements, MinimumShare);

    /// <summary>Runs work on each part of a batch separately, on several threads if that saves time.</summary>
    /// <param name="work">The work on a range of parts.</param>
    /// <param name="parts">Number of parts, all of one size.</param>
    /// <param name="batch">The largest of the buffers that are read and written.</param>
    private static void ShareParts<TWork>(in TWork work, int parts, TensorBuffer batch) where TWork : struct, IRangeWork
    {
        if (batch.Count > 0) ThreadTeam.Run(in work, (nuint)parts, (nuint)Math.Ceiling((double)MinimumShare * parts / batch.Count));
    }

    /// <summary>Runs work on each sample of a batch separately, on several threads if that saves time.</summary>
    private static void ShareSamples<TWork>(in TWork work, TensorBuffer batch) where TWork : struct, IRangeWork =>
        ShareParts(in work, batch.Shape[0], batch);

    /// <summary>The least number of elements for which another thread saves time: its core has to load them.</summary>
    internal const int MinimumShare = 1 << 16;
}
