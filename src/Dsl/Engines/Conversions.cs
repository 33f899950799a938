using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>Converts numbers between single and double precision, a vector at a time.</summary>
internal static class Conversions
{
    /// <summary>Writes numbers in double precision. The spans have the same length.</summary>
    public static void Widen(ReadOnlySpan<float> numbers, Span<double> destination)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        var to = MemoryMarshal.Cast<double, Vector<double>>(destination);
        for (var i = 0; i < from.Length; i++) Vector.Widen(from[i], out to[2 * i], out to[2 * i + 1]);
        for (var i = from.Length * Vector<float>.Count; i < numbers.Length; i++) destination[i] = numbers[i];
    }

    /// <summary>Rounds numbers to single precision; those that are too large become infinite. The spans have the same length.</summary>
    public static void Narrow(ReadOnlySpan<double> numbers, Span<float> destination)
    {
        var from = MemoryMarshal.Cast<double, Vector<double>>(numbers);
        var to = MemoryMarshal.Cast<float, Vector<float>>(destination);
        for (var i = 0; i < to.Length; i++) to[i] = Vector.Narrow(from[2 * i], from[2 * i + 1]);
        for (var i = to.Length * Vector<float>.Count; i < numbers.Length; i++) destination[i] = (float)numbers[i];
    }
}
