using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// Memory that is not the garbage collector's, and its end. A use after the end throws, also where another thread ends it meanwhile: what
/// only the ending thread ever used is freed at once; of what others used, one may be in the middle of an instruction, so that the garbage
/// collector frees it.
/// </summary>
public abstract class DeviceMemory
{
    private readonly int owner = Environment.CurrentManagedThreadId;
    private volatile bool isShared;
    private volatile bool hasEnded;

    /// <summary>To be called before every use.</summary>
    /// <exception cref="MemoryEndedException">The memory was given back.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Use()
    {
        if (owner != Environment.CurrentManagedThreadId && !isShared) Share();
        if (hasEnded) ThrowEnded();
    }

    /// <summary>A view of the memory, or null where it was not made yet, after <see cref="Use"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TView? Used<TView>(TView? view) where TView : class
    {
        Use();
        return view;
    }

    /// <summary>Ends it.</summary>
    /// <param name="isUnused">Whether the caller knows that no thread uses it any more; it is freed at once then.</param>
    public void End(bool isUnused)
    {
        hasEnded = true;
        // A thread that comes for the first time says so before it looks for the end: one of the two sees the other.
        Interlocked.MemoryBarrier();
        if (isUnused || (!isShared && owner == Environment.CurrentManagedThreadId)) Free();
    }

    /// <summary>Frees it. Nobody uses it any more.</summary>
    protected abstract void Free();

    private void Share()
    {
        isShared = true;
        Interlocked.MemoryBarrier();
    }

    private static void ThrowEnded() => throw new MemoryEndedException(
        "This memory was given back: the region that it was made in has ended. Bring what is to last home before, with To(Engine.Cpu) " +
        "(docs/engines.md).");
}

/// <summary>Memory of an engine was used after its end.</summary>
internal sealed class MemoryEndedException(string message) : ObjectDisposedException(null, message);
