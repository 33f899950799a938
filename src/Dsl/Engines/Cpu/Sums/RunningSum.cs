using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>A <see cref="WideSum{TLanes, TVector}"/> whose terms come one by one: four at a time are summed in float32.</summary>
internal struct RunningSum<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int Run = WideSum<TLanes, TVector>.Run / 2;

    private TVector low;
    private TVector high;
    private TVector few;
    private int terms;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TVector term)
    {
        few = TLanes.Add(few, term);
        if (++terms == Run) Widen();
    }

    /// <summary>Adds <c>a·b</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(TVector a, TVector b)
    {
        few = TLanes.MultiplyAdd(a, b, few);
        if (++terms == Run) Widen();
    }

    /// <summary>The sums so far, rounded to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Rounded()
    {
        Widen();
        return TLanes.Narrow(low, high);
    }

    /// <summary>The sum of all lanes so far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Total()
    {
        Widen();
        return TLanes.SumWide(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Widen()
    {
        (low, high) = TLanes.AddWide(low, high, few);
        (few, terms) = (TLanes.Broadcast(0f), 0);
    }
}
