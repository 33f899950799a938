using ModelDsl.Engines;

namespace ModelDsl.Tensors;

/// <summary>
/// Handles the differences of device engines: their memory is released, their results are copied home, their faults are explained.
/// </summary>
internal static class Devices
{
    extension(ITensorEngine engine)
    {
        /// <summary>The engine whose memory holds results: the CPU engine if this one is a device, otherwise this one.</summary>
        public ITensorEngine Home => engine is IDeviceEngine ? Engine.Cpu : engine;

        /// <summary>
        /// Begins a memory region: its end releases everything that this thread allocates until then. Returns null if the memory is
        /// garbage-collected.
        /// </summary>
        public IDisposable? BeginMemory() => engine is IDeviceEngine device ? new EnteredRegion(device.NewRegion()) : null;

        /// <summary>Explains a device's fault; null if an exception is not one.</summary>
        public string? FaultOf(Exception thrown) => (engine as IDeviceEngine)?.Explain(thrown);

        /// <summary>Copies a result home: a new tensor that does not share the buffer's memory.</summary>
        public Tensor BringHome(TensorBuffer buffer)
        {
            if (engine is IDeviceEngine) return new Tensor(engine, buffer).To(engine.Home);
            var copy = engine.Allocate(buffer.Element, buffer.Shape);
            engine.Copy(buffer, copy);
            return new Tensor(engine, copy);
        }
    }

    private sealed class EnteredRegion(IMemoryRegion region) : IDisposable
    {
        private readonly IDisposable stay = region.Enter();

        public void Dispose()
        {
            stay.Dispose();
            region.Dispose();
        }
    }
}
