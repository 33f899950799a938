namespace ModelDsl.Engines;

/// <summary>
/// Storages of a device that are disposed together. A region is not for two threads at once; each thread has its own current one of each engine.
/// </summary>
/// <typeparam name="TEngine">Whose memory it is.</typeparam>
/// <param name="after">What else is to be done when the storages are gone.</param>
internal sealed class MemoryRegion<TEngine>(Action? after = null) : IMemoryRegion where TEngine : IDeviceEngine
{
    [ThreadStatic]
    private static MemoryRegion<TEngine>? current;

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
        if (isDisposed) return;
        isDisposed = true;
        foreach (var storage in storages) storage.Dispose();
        storages.Clear();
        after?.Invoke();
    }

    private sealed class Stay(MemoryRegion<TEngine>? before) : IDisposable
    {
        public void Dispose() => current = before;
    }
}
