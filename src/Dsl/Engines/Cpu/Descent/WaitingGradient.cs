namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A gradient whose parts may wait as two factors, a column and a row, which a single sample gives. Gradient descent uses the factors
/// directly. Before any other reader reads a part, it is computed.
/// </summary>
internal abstract class WaitingGradient
{
    /// <summary>Computes all waiting parts in a view of the memory.</summary>
    public abstract void Compute(CpuBuffer view);
}

/// <summary>A waiting gradient, on vectors of some width.</summary>
/// <param name="parameters">The parameters.</param>
/// <param name="gradient">Their gradient.</param>
internal sealed class WaitingGradient<TLanes, TVector>(CpuBuffer parameters, CpuBuffer gradient) : WaitingGradient
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Below this many columns, delaying a part costs more than it saves.</summary>
    private static readonly int ShortRow = 2 * TLanes.Count;

    /// <summary>The parts, in the order in which they lie in memory. A part is never removed, whether it waits or not.</summary>
    private WaitingPart<TLanes, TVector>[] parts = [];

    /// <summary>
    /// Keeps the factors of a product <c>aᵀ·b + factor·addend</c> instead of the product, if they are a column and a row. The addend, if
    /// there is one, must be the kernel that the gradient belongs to.
    /// </summary>
    public bool TryKeep(CpuBuffer a, CpuBuffer b, CpuBuffer? addend, float factor, CpuBuffer destination)
    {
        if (a.Rows != 1 || destination.Columns < ShortRow || PartOf(destination) is not { } part) return false;
        if (addend is not null && !part.Kernel.IsSameAs(addend)) return false;
        part.Keep(a, b, addend is not null, factor);
        return true;
    }

    public override void Compute(CpuBuffer view)
    {
        foreach (var part in parts)
            if (part.Waits && part.Gradient.Overlaps(view)) part.Compute();
    }

    /// <summary>Returns true if it is the gradient of these parameters in this buffer.</summary>
    public bool IsOf(TensorBuffer ofParameters, TensorBuffer itself) => parameters == ofParameters && gradient == itself;

    /// <summary>Computes <c>parameters += factor·gradient</c>.</summary>
    public void Descend(float factor)
    {
        // Reading the remaining numbers would compute the waiting parts, so these numbers come last.
        foreach (var part in parts) part.Descend(factor);
        var start = gradient.Offset;
        foreach (var part in parts)
        {
            if (!part.IsTaken) continue;
            part.IsTaken = false;
            DescendPlainly(start, part.Gradient.Offset, factor);
            start = part.Gradient.Offset + part.Gradient.Count;
        }
        DescendPlainly(start, gradient.Offset + gradient.Count, factor);
    }

    private void DescendPlainly(int start, int end, float factor)
    {
        if (start == end) return;
        var (first, last) = ((nuint)(start - gradient.Offset), (nuint)(end - gradient.Offset));
        if (end - start < 2 * CpuEngine<TLanes, TVector>.MinimumShare)
        {
            CpuEngine<TLanes, TVector>.MapAlone<Instructions.ScaledSum>([parameters, gradient, parameters], [factor], first, last);
            return;
        }
        var work = new KernelWork<TLanes, TVector, Instructions.ScaledSum>([parameters, gradient, parameters], [factor]);
        var rest = new WorkFrom<KernelWork<TLanes, TVector, Instructions.ScaledSum>>(work, first);
        ThreadTeam.RunAligned(in rest, last - first, CpuEngine<TLanes, TVector>.MinimumShare);
    }

    /// <summary>
    /// Returns the part that is a buffer. Null if the buffer is not a part of the gradient, or overlaps another part.
    /// </summary>
    private WaitingPart<TLanes, TVector>? PartOf(CpuBuffer destination)
    {
        foreach (var part in parts)
            if (part.Gradient == destination) return part;
        if (!gradient.Contains(destination)) return null;
        foreach (var part in parts)
            if (part.Gradient.Overlaps(destination)) return null;
        return Append(destination);
    }

    private WaitingPart<TLanes, TVector> Append(CpuBuffer destination)
    {
        var made = new WaitingPart<TLanes, TVector>(parameters.View(destination.Offset - gradient.Offset, destination.Shape), destination);
        parts = [.. parts.Append(made).OrderBy(part => part.Gradient.Offset)];
        return made;
    }
}
