namespace ModelDsl.Engines;

/// <summary>A kernel's access to its buffers: one element of each, or several at once.</summary>
/// <typeparam name="TNumber">The type of the numbers.</typeparam>
public interface IElements<TNumber>
{
    /// <summary>Returns the elements of a buffer.</summary>
    TNumber Load(int buffer);

    /// <summary>Returns one of the instruction's numbers.</summary>
    TNumber Number(int index);

    /// <summary>Writes the elements of a buffer. Values that were loaded before stay the same.</summary>
    void Store(int buffer, TNumber value);
}

/// <summary>
/// An elementwise function, which the generator writes: an author's own, or a chain of operations that were fused. It is a type, not a
/// value. So an engine compiles it into one pass over its own kind of memory, without a call for each element. It can also be compiled
/// ahead of time.
/// </summary>
/// <example><code>
/// private readonly struct Gate : IKernel
/// {
///     public static void Run&lt;TNumber, TMath, TElements&gt;(ref TElements at)
///         where TMath : struct, IArithmetic&lt;TNumber&gt;
///         where TElements : struct, IElements&lt;TNumber&gt;, allows ref struct
///     {
///         var x = at.Load(0);
///         var gate = TMath.Sigmoid(x);
///         at.Store(1, TMath.Multiply(x, gate));
///     }
/// }
/// </code></example>
public interface IKernel
{
    /// <summary>Computes one element, or several at once: loads all the elements that it needs, and stores the results.</summary>
    /// <typeparam name="TNumber">The type of the numbers.</typeparam>
    /// <typeparam name="TMath">Its operations.</typeparam>
    /// <typeparam name="TElements">The access to the buffers.</typeparam>
    static abstract void Run<TNumber, TMath, TElements>(ref TElements at)
        where TMath : struct, IArithmetic<TNumber>
        where TElements : struct, IElements<TNumber>, allows ref struct;
}

/// <summary>The limits of a kernel.</summary>
public static class KernelLimits
{
    /// <summary>The most buffers that it may read or write.</summary>
    public const int Buffers = 8;

    /// <summary>The most numbers that it may be given.</summary>
    public const int Numbers = 16;
}
