namespace ModelDsl.Engines;

/// <summary>
/// Calls <see cref="ITensorEngine.Map"/> for one kernel. .NET looks up a virtual method with type parameters at each call, which takes
/// longer than a kernel of a few numbers. So the method that was found for the last engine is kept.
/// </summary>
internal static class KernelCall<TKernel> where TKernel : struct, IKernel
{
    private static Bound? last;

    private delegate void Call(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers);

    /// <inheritdoc cref="ITensorEngine.Map"/>
    public static void Map(ITensorEngine engine, ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers)
    {
        var bound = last;
        if (bound is null || bound.Engine != engine) last = bound = new(engine, engine.Map<TKernel>);
        bound.Call(buffers, numbers);
    }

    private sealed record Bound(ITensorEngine Engine, Call Call);
}
