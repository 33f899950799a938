using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>A sum in each lane, whose terms come one by one.</summary>
internal interface IRunningSum<TVector> where TVector : struct
{
    void Add(TVector term);

    /// <summary>Adds <c>a·b</c>.</summary>
    void AddProduct(TVector a, TVector b);

    /// <summary>Returns the sums so far, rounded to float32.</summary>
    TVector Rounded();
}

/// <summary>A sum of no more than <see cref="WideSum{TLanes, TVector}.Short"/> terms, in float32.</summary>
internal struct ShortSum<TLanes, TVector> : IRunningSum<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private TVector sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TVector term) => sum = TLanes.Add(sum, term);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(TVector a, TVector b) => sum = TLanes.MultiplyAdd(a, b, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TVector Rounded() => sum;
}

/// <summary>A sum of any number of terms. Four terms at a time are added in float32, and these sums in double precision.</summary>
internal struct RunningSum<TLanes, TVector> : IRunningSum<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private TVector low;
    private TVector high;
    private TVector few;
    private int terms;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TVector term)
    {
        few = TLanes.Add(few, term);
        if (++terms == 4) Widen();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(TVector a, TVector b)
    {
        few = TLanes.MultiplyAdd(a, b, few);
        if (++terms == 4) Widen();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Rounded()
    {
        Widen();
        return TLanes.Narrow(low, high);
    }

    /// <summary>Returns the sum of all lanes so far.</summary>
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
