namespace ModelDsl.Engines.Cpu;

/// <summary>A part of a <see cref="WaitingGradient"/>: the gradient of a kernel, and the factors that may wait instead.</summary>
internal sealed class WaitingPart<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private readonly CpuBuffer copyOfColumn;
    private readonly CpuBuffer copyOfRow;
    private CpuBuffer column;
    private CpuBuffer row;
    private bool decays;
    private float decay;

    public WaitingPart(CpuBuffer kernel, CpuBuffer gradient)
    {
        (Kernel, Gradient) = (kernel, gradient);
        column = copyOfColumn = new CpuBuffer(ElementType.Float, [1, gradient.Rows]);
        row = copyOfRow = new CpuBuffer(ElementType.Float, [1, gradient.Columns]);
    }

    public CpuBuffer Kernel { get; }

    public CpuBuffer Gradient { get; }

    /// <summary>True if it keeps factors whose product is not computed yet.</summary>
    public bool Waits { get; private set; }

    /// <summary>True if gradient descent has used the factors, and still has to process the rest of the gradient.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Keeps a product's factors. It copies a factor if its memory may be reused for other numbers.</summary>
    public void Keep(CpuBuffer ofColumn, CpuBuffer ofRow, bool decays, float decay)
    {
        (column, row) = (Kept(ofColumn, copyOfColumn), Kept(ofRow, copyOfRow));
        (this.decays, this.decay, Waits) = (decays, decay, true);
    }

    /// <summary>Computes the product.</summary>
    public void Compute()
    {
        Waits = false;
        new ProductWork<TLanes, TVector>(column, row, Transpose.Left, Gradient)
        {
            Addend = decays ? Kernel : null,
            AddendFactor = decay
        }.Run();
    }

    /// <summary>Computes <c>kernel += factor·(column·row + decay·kernel)</c>, if it waits.</summary>
    public void Descend(float factor)
    {
        if (!Waits) return;
        (Waits, IsTaken) = (false, true);
        var least = (nuint)(CpuEngine<TLanes, TVector>.MinimumShare / Kernel.Columns + 1);
        ThreadTeam.Run(new OuterDescentWork<TLanes, TVector>(Kernel, column, row, factor, decays, decay), (nuint)Kernel.Rows, least);
    }

    private static CpuBuffer Kept(CpuBuffer factor, CpuBuffer copy)
    {
        if (factor.State.StaysUntilDescent) return factor;
        factor.Floats.CopyTo(copy.Floats);
        return copy;
    }
}
