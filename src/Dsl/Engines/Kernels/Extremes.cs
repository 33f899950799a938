using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// The larger and the smaller of two numbers, with the same rules as in generated code (<c>ScalarCalls</c> in src/Generators).
/// </summary>
/// <typeparam name="TNumber">The type of the numbers.</typeparam>
/// <typeparam name="TMath">Its operations.</typeparam>
internal static class Extremes<TNumber, TMath> where TMath : struct, IArithmetic<TNumber>
{
    /// <summary>Returns the larger number, the first when both are equal, and NaN when either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Larger(TNumber a, TNumber b) => TMath.Less(a, b, b, TMath.Equal(b, b, a, b));

    /// <summary>Returns the smaller number, the first when both are equal, and NaN when either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Smaller(TNumber a, TNumber b) => TMath.Less(b, a, b, TMath.Equal(b, b, a, b));
}
