namespace ModelDsl.Engines;

/// <summary>What a kernel sees of its buffers: one element of each, or several at once.</summary>
/// <typeparam name="TNumber">What is computed with.</typeparam>
public interface IElements<TNumber>
{
    /// <summary>The elements of a buffer.</summary>
    TNumber Load(int buffer);

    /// <summary>One of the numbers that the instruction was given.</summary>
    TNumber Number(int index);

    /// <summary>Writes over the elements of a buffer. What was loaded before stays what it was.</summary>
    void Store(int buffer, TNumber value);
}

/// <summary>
/// A function of each element by itself, which the generator writes: an author's own, or a chain of operations that became one. It is a type, not a value: an engine compiles it
/// into a pass over memory of its own kind, without a call for each element, and ahead of time where that is wanted.
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
    /// <summary>Computes one element, or several at once: loads all that it needs of them, and stores.</summary>
    /// <typeparam name="TNumber">What is computed with.</typeparam>
    /// <typeparam name="TMath">Its operations.</typeparam>
    /// <typeparam name="TElements">The way to the buffers.</typeparam>
    static abstract void Run<TNumber, TMath, TElements>(ref TElements at)
        where TMath : struct, IArithmetic<TNumber>
        where TElements : struct, IElements<TNumber>, allows ref struct;
}

/// <summary>How much a kernel may have.</summary>
public static class KernelLimits
{
    /// <summary>Buffers that it reads or writes.</summary>
    public const int Buffers = 8;

    /// <summary>Numbers that it is given.</summary>
    public const int Numbers = 16;
}
