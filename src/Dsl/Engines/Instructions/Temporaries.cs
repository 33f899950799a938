using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// Memory between the instructions that another is composed of. It is made at the first call and lives as long as the destination does, so that a
/// step allocates nothing once warm.
/// </summary>
internal static class Temporaries
{
    private static readonly ConditionalWeakTable<TensorBuffer, List<(int Place, TensorBuffer Buffer)>> Kept = [];

    /// <summary>A buffer that belongs to a destination.</summary>
    /// <param name="engine">Whose memory it is.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="place">Tells one of an instruction's temporaries from another; from 100 on, those that never change.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="fill">Writes numbers that never change, when the buffer is made.</param>
    public static TensorBuffer Of(
        ITensorEngine engine, TensorBuffer destination, int place, ReadOnlySpan<int> shape, Action<ITensorEngine, TensorBuffer>? fill = null)
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
