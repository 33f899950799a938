using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// Memory for the intermediate results of a composed instruction. It is made at the first call and lives as long as the destination. So no
/// step after the first allocates memory.
/// </summary>
internal static class Temporaries
{
    private static readonly ConditionalWeakTable<TensorBuffer, List<(int Place, TensorBuffer Buffer)>> Kept = [];

    /// <summary>Returns a buffer that belongs to a destination.</summary>
    /// <param name="engine">The engine that owns the memory.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="place">The number of the temporary within its instruction; from 100 on, temporaries that never change.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="fill">Writes the numbers that never change, when the buffer is made.</param>
    public static TensorBuffer Of(
        ITensorEngine engine, TensorBuffer destination, int place, ReadOnlySpan<int> shape,
        Action<ITensorEngine, TensorBuffer>? fill = null)
    {
        var kept = Kept.GetOrCreateValue(destination);
        lock (kept)
        {
            foreach (var (at, known) in kept)
                if (at == place && known.Shape.Dimensions.SequenceEqual(shape)) return known;
            var buffer = engine.Allocate(ElementType.Float, Shape.Create(shape));
            fill?.Invoke(engine, buffer);
            kept.Add((place, buffer));
            return buffer;
        }
    }
}
