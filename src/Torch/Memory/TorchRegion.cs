namespace ModelDsl.Engines;

/// <summary>Storages that are disposed together. A region is not for two threads at once; each thread has its own current one.</summary>
internal sealed class TorchRegion : IMemoryRegion
{
    [ThreadStatic]
    private static TorchRegion? current;

    private readonly List<IDisposable> storages = [];
    private bool isDisposed;

    /// <summary>Puts a storage into the thread's current region, where it is in one.</summary>
    public static void Take(IDisposable storage) => current?.storages.Add(storage);

    public IDisposable Enter()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var stay = new Stay(current);
        current = this;
        return stay;
    }

    public void Dispose()
    {
        isDisposed = true;
        foreach (var storage in storages) storage.Dispose();
        storages.Clear();
    }

    private sealed class Stay(TorchRegion? before) : IDisposable
    {
        public void Dispose() => current = before;
    }
}
