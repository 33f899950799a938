using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// Memory for the intermediate results of a composed instruction, and views of its buffers. It is made at the first call and lives as long
/// as the destination. So no step after the first allocates memory.
/// </summary>
internal static class Temporaries
{
    private const int Views = -1;

    private static readonly ConditionalWeakTable<TensorBuffer, List<(int Place, TensorBuffer Buffer)>> OfBuffers = [];

    /// <summary>Returns a buffer that belongs to a destination.</summary>
    /// <param name="engine">The engine that owns the memory.</param>
    /// <param name="destination">The destination.</param>
    /// <param name="place">The number of the temporary within its instruction; from 100 on, temporaries that never change.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="fill">Writes the numbers that never change, when the buffer is made.</param>
    public static TensorBuffer Of(
        ITensorEngine engine, TensorBuffer destination, int place, ReadOnlySpan<int> shape,
        Action<ITensorEngine, TensorBuffer>? fill = null) => Kept(destination, place, shape, (engine, fill), static (of, shape) =>
        {
            var buffer = of.engine.Allocate(ElementType.Float, shape);
            of.fill?.Invoke(of.engine, buffer);
            return buffer;
        });

    /// <summary>Returns all numbers of a buffer in another shape.</summary>
    /// <param name="engine">The engine that owns the memory.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="shape">The other shape.</param>
    public static TensorBuffer ViewOf(ITensorEngine engine, TensorBuffer buffer, ReadOnlySpan<int> shape) =>
        Kept(buffer, Views, shape, (engine, buffer), static (of, shape) => of.engine.View(of.buffer, 0, shape));

    private static TensorBuffer Kept<TArgument>(
        TensorBuffer owner, int place, ReadOnlySpan<int> shape, TArgument argument, Func<TArgument, Shape, TensorBuffer> make)
    {
        var kept = OfBuffers.GetOrCreateValue(owner);
        lock (kept)
        {
            foreach (var (at, known) in kept)
                if (at == place && known.Shape.Dimensions.SequenceEqual(shape)) return known;
            var made = make(argument, Shape.Create(shape));
            kept.Add((place, made));
            return made;
        }
    }
}
