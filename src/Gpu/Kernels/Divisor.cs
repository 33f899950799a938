using System.Numerics;

namespace ModelDsl.Gpu;

/// <summary>
/// A divisor that the host has prepared. A GPU divides integers by some twenty instructions; this takes a product and a shift.
/// </summary>
/// <remarks>
/// With s = ⌈log₂ d⌉ and m = ⌈2³¹⁺ˢ/d⌉, ⌊n·m/2³¹⁺ˢ⌋ is ⌊n/d⌋ for each n from 0 to 2³¹ − 1. Granlund and Montgomery, "Division by invariant
/// integers using multiplication", 1994.
/// </remarks>
internal readonly struct Divisor
{
    private readonly uint factor;
    private readonly int shift;

    /// <summary>Prepares a divisor.</summary>
    /// <param name="value">The divisor; 1 is taken for 0, so that sizes of empty tensors can be given.</param>
    public Divisor(int value)
    {
        Value = Math.Max(value, 1);
        shift = 32 - BitOperations.LeadingZeroCount((uint)Value - 1);
        factor = (uint)(((1UL << (31 + shift)) + (uint)Value - 1) / (uint)Value);
    }

    /// <summary>The divisor.</summary>
    public readonly int Value;

    /// <summary>Returns ⌊n/d⌋; n is not negative.</summary>
    public int Quotient(int n) => (int)((uint)(((ulong)(uint)(n + n) * factor) >> 32) >> shift);
}
