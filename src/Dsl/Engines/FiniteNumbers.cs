using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>Looks for NaN and infinities.</summary>
internal static class FiniteNumbers
{
    /// <summary>Returns true if every number of a buffer is finite.</summary>
    public static bool AreAll(ITensorEngine engine, TensorBuffer buffer)
    {
        if (engine.TryGetSpan(buffer, out var span)) return AreAll<float>(span);
        var values = new double[buffer.Count];
        engine.Read(buffer, values);
        return AreAll<double>(values);
    }

    /// <summary>Returns true if every number is finite.</summary>
    public static bool AreAll<T>(ReadOnlySpan<T> numbers) where T : struct, IFloatingPointIeee754<T>
    {
        // x − x is 0 for a finite number, and NaN otherwise; NaN stays in the sum.
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(numbers);
        var (sum, rest) = (Vector<T>.Zero, T.Zero);
        foreach (var vector in vectors) sum += vector - vector;
        foreach (var number in numbers[(vectors.Length * Vector<T>.Count)..]) rest += number - number;
        return T.IsFinite(Vector.Sum(sum) + rest);
    }
}
