using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>What the formulas of optimizers share.</summary>
internal static class OptimizerMath<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Below this a number can't be seen beside an epsilon.</summary>
    public static TVector NegligibleBeside(double epsilon) => TLanes.Broadcast(Math.Min(Lane.Negligible, (float)(1e-9 * epsilon)));

    /// <summary>Below this a number's root can't be seen beside an epsilon.</summary>
    public static TVector NegligibleSquareBeside(double epsilon) =>
        TLanes.Broadcast(Math.Min(Lane.Negligible, (float)(1e-16 * epsilon * epsilon)));

    /// <summary>A moving average that a fresh value entered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Average(TVector old, TVector value, TVector decay, TVector fresh) =>
        TLanes.MultiplyAdd(decay, old, TLanes.Multiply(fresh, value));

    /// <summary>Takes a quotient off the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Descend(TVector numerator, TVector denominator, ref float w, nuint i, nuint end)
    {
        var step = VectorMath<TLanes, TVector>.Quotient(numerator, denominator);
        CpuEngine<TLanes, TVector>.Store(TLanes.Subtract(TLanes.Load(ref w, i), step), ref w, i, end);
    }
}
