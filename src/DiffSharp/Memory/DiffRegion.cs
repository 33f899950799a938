namespace ModelDsl.Engines;

/// <summary>
/// Storages whose tensors are let go together. DiffSharp has no way to dispose a tensor; what nobody holds any more is the garbage collector's, and
/// where it is native memory, whose size the collector does not see, the end of a region asks it to collect.
/// A region is not for two threads at once; each thread has its own current one.
/// </summary>
internal sealed class DiffRegion(bool isNative) : IMemoryRegion
{
    [ThreadStatic]
    private static DiffRegion? current;

    private readonly List<DiffStorage> storages = [];
    private bool isDisposed;

    /// <summary>Puts a storage into the thread's current region, where it is in one.</summary>
    public static void Take(DiffStorage storage) => current?.storages.Add(storage);

    public IDisposable Enter()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var stay = new Stay(current);
        current = this;
        return stay;
    }

    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        foreach (var storage in storages) storage.Release();
        storages.Clear();
        if (!isNative) return;
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private sealed class Stay(DiffRegion? before) : IDisposable
    {
        public void Dispose() => current = before;
    }
}
