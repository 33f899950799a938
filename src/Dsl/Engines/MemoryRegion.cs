namespace ModelDsl.Engines;

/// <summary>Memory of a device that ends together. Each thread has its own current region for each engine.</summary>
/// <typeparam name="TEngine">The engine that owns the memory.</typeparam>
/// <param name="after">Called when the memory has ended.</param>
[JsonConverter(typeof(TextJson))]
public sealed class MemoryRegion<TEngine>(Action? after = null) : IMemoryRegion where TEngine : IDeviceEngine
{
    [ThreadStatic]
    private static Stay? innermost;

    private readonly List<DeviceMemory> memory = [];
    private bool isDisposed;

    /// <summary>Puts memory into the thread's current region, if there is one.</summary>
    /// <exception cref="ObjectDisposedException">The region has ended, and with it the memory.</exception>
    public static void Take(DeviceMemory memory) => Current?.Region.Add(memory);

    /// <inheritdoc/>
    public IDisposable Enter()
    {
        lock (memory) ThrowIfDisposed();
        return innermost = new Stay(this, Current);
    }

    /// <summary>Returns the number of parts of memory: <c>region of 3 parts of memory</c>.</summary>
    public override string ToString()
    {
        lock (memory) return isDisposed ? "region that has ended" : $"region of {memory.Count} parts of memory";
    }

    /// <inheritdoc/>
    public void Dispose() => End(isUnused: false);

    /// <inheritdoc/>
    public void Reclaim() => End(isUnused: true);

    /// <summary>
    /// The innermost region that was entered on this thread and not left yet. Another thread may leave it, because code that awaits may
    /// continue on another thread.
    /// </summary>
    private static Stay? Current
    {
        get
        {
            while (innermost is { WasLeft: true }) innermost = innermost.Around;
            return innermost;
        }
    }

    private void Add(DeviceMemory added)
    {
        lock (memory)
        {
            if (!isDisposed)
            {
                memory.Add(added);
                return;
            }
        }
        added.End(isUnused: true);
        ThrowIfDisposed();
    }

    private void End(bool isUnused)
    {
        lock (memory)
        {
            if (isDisposed) return;
            isDisposed = true;
        }
        foreach (var part in memory) part.End(isUnused);
        memory.Clear();
        after?.Invoke();
    }

    private void ThrowIfDisposed()
    {
        if (isDisposed) throw new ObjectDisposedException(null, "This region of memory has ended: enter a new one, from NewRegion().");
    }

    private sealed class Stay(MemoryRegion<TEngine> region, Stay? around) : IDisposable
    {
        public MemoryRegion<TEngine> Region => region;

        public Stay? Around => around;

        public bool WasLeft { get; private set; }

        public void Dispose()
        {
            WasLeft = true;
            _ = Current;
        }
    }
}
