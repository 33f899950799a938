using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Sums of lanes in double precision. The engine adds a few terms in float32, and then adds that sum here. So a sum is accurate to
/// float32's last digits at any length, and costs little more than one in float32. Its order is the same on any number of threads.
/// </summary>
internal struct WideSum<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>The maximum number of terms of a sum in float32. Such a sum is accurate to two units in the last place.</summary>
    public const int Short = 16;

    private TVector low;
    private TVector high;

    /// <summary>Adds the sum of a few terms in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TVector terms) => (low, high) = TLanes.AddWide(low, high, terms);

    /// <summary>The sums, rounded to float32.</summary>
    public readonly TVector Rounded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Narrow(low, high);
    }

    /// <summary>The sum of all lanes.</summary>
    public readonly double Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.SumWide(low, high);
    }
}
