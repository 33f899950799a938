using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// Memory outside the garbage collector that can be ended. A use after the end throws, even if another thread ends the memory meanwhile.
/// Memory that only the ending thread used is freed at once. Memory that other threads used may be in use by an instruction; the garbage
/// collector frees it.
/// </summary>
public abstract class DeviceMemory
{
    private readonly int owner = Environment.CurrentManagedThreadId;
    private volatile bool isShared;
    private volatile bool hasEnded;

    /// <summary>Checks that the memory has not ended. Call it before every use.</summary>
    /// <exception cref="MemoryEndedException">The memory was given back.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Use()
    {
        if (owner != Environment.CurrentManagedThreadId && !isShared) Share();
        if (hasEnded) ThrowEnded();
    }

    /// <summary>Calls <see cref="Use"/>, and returns a view of the memory, or null if it was not made yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TView? Used<TView>(TView? view) where TView : class
    {
        Use();
        return view;
    }

    /// <summary>Ends the memory.</summary>
    /// <param name="isUnused">True if the caller knows that no thread uses it any more; then it is freed at once.</param>
    public void End(bool isUnused)
    {
        hasEnded = true;
        // A thread that uses the memory for the first time marks that before it checks for the end: one of the two threads sees the other.
        Interlocked.MemoryBarrier();
        if (isUnused || (!isShared && owner == Environment.CurrentManagedThreadId)) Free();
    }

    /// <summary>Frees the memory. No thread uses it any more.</summary>
    protected abstract void Free();

    private void Share()
    {
        isShared = true;
        Interlocked.MemoryBarrier();
    }

    private static void ThrowEnded() => throw new MemoryEndedException(
        "This memory was given back: the region that it was made in has ended. Bring what you need to the CPU before, with To(Engine.Cpu) " +
        "(docs/engines.md).");
}

/// <summary>An engine's memory was used after its end.</summary>
internal sealed class MemoryEndedException(string message) : ObjectDisposedException(null, message);
