namespace ModelDsl.Engines;

/// <summary>A part of a <see cref="WaitingGradient"/>: the gradient of a kernel, and memory for the factors that it may wait as.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="gradient">Its gradient.</param>
internal sealed class WaitingPart<TLanes, TVector>(CpuBuffer kernel, CpuBuffer gradient)
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private readonly CpuBuffer column = new(ElementType.Float, [1, gradient.Rows]);
    private readonly CpuBuffer row = new(ElementType.Float, [1, gradient.Columns]);
    private bool decays;
    private float decay;

    public CpuBuffer Kernel => kernel;

    public CpuBuffer Gradient => gradient;

    /// <summary>Whether its factors are to be multiplied yet.</summary>
    public bool Waits { get; private set; }

    /// <summary>Whether gradient descent has taken it, and goes on with the rest.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Keeps copies of a product's factors, whose memory other numbers may come to use.</summary>
    public void Keep(CpuBuffer ofColumn, CpuBuffer ofRow, bool decays, float decay)
    {
        ofColumn.Floats.CopyTo(column.Floats);
        ofRow.Floats.CopyTo(row.Floats);
        (this.decays, this.decay, Waits) = (decays, decay, true);
    }

    /// <summary>Computes the product.</summary>
    public void Compute()
    {
        Waits = false;
        new ProductWork<TLanes, TVector>(column, row, Transpose.Left, gradient) { Addend = decays ? kernel : null, AddendFactor = decay }.Run();
    }

    /// <summary><c>kernel += factor·(column·row + decay·kernel)</c>, where it waits.</summary>
    public void Descend(float factor)
    {
        if (!Waits) return;
        (Waits, IsTaken) = (false, true);
        var least = (nuint)(CpuEngine<TLanes, TVector>.WorthSharing / kernel.Columns + 1);
        ThreadTeam.Run(new OuterDescentWork<TLanes, TVector>(kernel, column, row, factor, decays, decay), (nuint)kernel.Rows, least);
    }
}
