namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A gradient of which some parts wait as the two factors that a single sample leaves, a column and a row. Gradient descent takes them from there;
/// whoever else looks at a part makes it be computed first.
/// </summary>
internal abstract class WaitingGradient
{
    /// <summary>Computes all that waits in a view of the memory.</summary>
    public abstract void Compute(CpuBuffer view);
}

/// <summary>The same on vectors of some width.</summary>
/// <param name="parameters">The parameters.</param>
/// <param name="gradient">Their gradient.</param>
internal sealed class WaitingGradient<TLanes, TVector>(CpuBuffer parameters, CpuBuffer gradient) : WaitingGradient
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>With fewer columns than this, what a part saves is less than what it takes to keep it.</summary>
    private static readonly int ShortRow = 2 * TLanes.Count;

    /// <summary>In the order in which they lie in memory; a part that came once stays, waiting or not.</summary>
    private WaitingPart<TLanes, TVector>[] parts = [];

    /// <summary>
    /// Keeps the factors of a product <c>aᵀ·b + factor·addend</c> instead of the product, if they are a column and a row, and the addend, if there is
    /// one, is the kernel whose gradient it is.
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

    /// <summary>Whether it is what parameters wait for.</summary>
    public bool IsOf(TensorBuffer ofParameters, TensorBuffer itself) => parameters == ofParameters && gradient == itself;

    /// <summary><c>parameters += factor·gradient</c></summary>
    public void Descend(float factor)
    {
        // Whoever looks at the rest makes what waits be computed, so it comes last.
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
        if (end - start < 2 * CpuEngine<TLanes, TVector>.WorthSharing)
        {
            CpuEngine<TLanes, TVector>.MapAlone<Instructions.ScaledSum>([parameters, gradient, parameters], [factor], first, last);
            return;
        }
        var work = new KernelWork<TLanes, TVector, Instructions.ScaledSum>([parameters, gradient, parameters], [factor]);
        var rest = new WorkFrom<KernelWork<TLanes, TVector, Instructions.ScaledSum>>(work, first);
        ThreadTeam.RunAligned(in rest, last - first, CpuEngine<TLanes, TVector>.WorthSharing);
    }

    /// <summary>The part that is a buffer; none where the buffer is no part of the gradient, or lies across another.</summary>
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
