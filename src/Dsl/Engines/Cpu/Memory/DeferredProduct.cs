namespace ModelDsl.Engines;

/// <summary>
/// The gradient of a kernel from a single sample, a column times a row, that waits for the step of gradient descent: so that it need not go
/// through memory. Until then its operands stay as they are: whoever looks at one of them, or at the result, has it computed where it belongs.
/// The thread that deferred it has it computed before it hands work to others, so that these never find one.
/// </summary>
internal abstract class DeferredProduct
{
    [ThreadStatic]
    private static DeferredProduct? ofThread;

    /// <summary>Has what this thread deferred computed.</summary>
    public static void SettleThread() => ofThread?.Settle();

    /// <summary>Computes the product where it belongs, unless that was done.</summary>
    public abstract void Settle();

    /// <summary>Says which product waits for these memories; null for none.</summary>
    protected static void Mark(CpuBuffer a, CpuBuffer b, CpuBuffer? addend, CpuBuffer c, DeferredProduct? pending)
    {
        (a.State.Pending, b.State.Pending, c.State.Pending, ofThread) = (pending, pending, pending, pending);
        if (addend is not null) addend.State.Pending = pending;
    }
}

/// <inheritdoc/>
internal sealed class DeferredProduct<TLanes, TVector> : DeferredProduct
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private ProductWork<TLanes, TVector> product;
    private bool isPending;

    /// <summary>Keeps a product waiting where that pays; whether it does.</summary>
    public bool TryDefer(in ProductWork<TLanes, TVector> work)
    {
        // What was to go to the same place is of no use any more.
        if (isPending && ReferenceEquals(product.C, work.C)) Release();
        SettleThread();
        if (!OuterDescentWork<TLanes, TVector>.Takes(in work)) return false;
        (product, isPending) = (work, true);
        Mark(work.A, work.B, work.Addend, work.C, this);
        return true;
    }

    public override void Settle()
    {
        if (isPending) Release().Run();
    }

    /// <summary>
    /// Gives the product to whoever changes parameters by it, and tells to which it belongs; none where it is no part of the gradient, or where a
    /// parameter that was changed would be read for another.
    /// </summary>
    public ProductWork<TLanes, TVector>? TryTake(CpuBuffer parameters, CpuBuffer gradient, out nuint first)
    {
        first = 0;
        if (!isPending || product.C.OffsetIn(gradient) is not { } offset) return null;
        first = offset;
        if (product.A.Shares(parameters) || product.B.Shares(parameters)) return null;
        if (product.Addend is { } addend && addend.Shares(parameters) && addend.OffsetIn(parameters) != offset) return null;
        return Release();
    }

    private ProductWork<TLanes, TVector> Release()
    {
        isPending = false;
        Mark(product.A, product.B, product.Addend, product.C, null);
        return product;
    }
}
