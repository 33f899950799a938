using System.Numerics.Tensors;

namespace ModelDsl.Engines;

/// <summary>Looks for NaN and infinities.</summary>
internal static class FiniteNumbers
{
    /// <summary>Returns true if every number of a buffer is finite.</summary>
    public static bool AreAll(ITensorEngine engine, TensorBuffer buffer)
    {
        // IsFiniteAll returns false for an empty span.
        if (buffer.Count == 0) return true;
        if (engine.TryGetSpan(buffer, out var span)) return TensorPrimitives.IsFiniteAll(span);
        var values = new double[buffer.Count];
        engine.Read(buffer, values);
        return TensorPrimitives.IsFiniteAll<double>(values);
    }
}
