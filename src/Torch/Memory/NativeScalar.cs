using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// A number as libtorch's functions take it: a native object, which an implicit conversion would leave to the finalizer. Only here are any made
/// (a law reads the compiled code), and those alive are counted.
/// </summary>
internal readonly struct NativeScalar : IDisposable
{
    private static long alive;

    public NativeScalar(double number)
    {
        Value = number;
        Interlocked.Increment(ref alive);
    }

    /// <summary>Numbers that were made and not disposed.</summary>
    public static long Alive => Interlocked.Read(ref alive);

    /// <summary>The native object.</summary>
    public Scalar Value { get; }

    public void Dispose()
    {
        Value.Dispose();
        Interlocked.Decrement(ref alive);
    }
}
