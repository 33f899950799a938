namespace ModelDsl.Engines;

/// <summary>
/// Calls <see cref="ITensorEngine.Map"/> for one kernel. .NET looks up a virtual method with type parameters at each call, which takes
/// longer than a kernel of a few numbers. So it keeps the methods that it found.
/// </summary>
internal static class KernelCall<TKernel> where TKernel : struct, IKernel
{
    /// <summary>Limit on the engines whose methods are kept. A program uses one or two engines.</summary>
    private const int MostEngines = 4;

    private static Bound? first;

    private delegate void Call(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers);

    /// <inheritdoc cref="ITensorEngine.Map"/>
    public static void Map(ITensorEngine engine, ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers)
    {
        var bound = first;
        while (bound is not null && bound.Engine != engine) bound = bound.Next;
        if (bound is not null) bound.Call(buffers, numbers);
        else MapNew(engine, buffers, numbers);
    }

    private static void MapNew(ITensorEngine engine, ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers)
    {
        var known = first;
        if (known is null || known.Number < MostEngines)
        {
            // If another thread was faster, its engine is kept now, and this engine at its next call.
            Interlocked.CompareExchange(ref first, new(engine, engine.Map<TKernel>, known, (known?.Number ?? 0) + 1), known);
        }
        engine.Map<TKernel>(buffers, numbers);
    }

    private sealed record Bound(ITensorEngine Engine, Call Call, Bound? Next, int Number);
}
