using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// A number in the form that libtorch's functions take: a native object. An implicit conversion would leave its disposal to the finalizer.
/// Such objects are made only here (a test reads the compiled code). It counts the objects that are not disposed yet.
/// </summary>
internal readonly struct NativeScalar : IDisposable
{
    private static long alive;

    public NativeScalar(double number)
    {
        Value = number;
        Interlocked.Increment(ref alive);
    }

    /// <summary>Count of numbers that were made and not disposed.</summary>
    public static long Alive => Interlocked.Read(ref alive);

    /// <summary>The native object.</summary>
    public Scalar Value { get; }

    public void Dispose()
    {
        Value.Dispose();
        Interlocked.Decrement(ref alive);
    }
}
