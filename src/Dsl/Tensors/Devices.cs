using ModelDsl.Engines;

namespace ModelDsl.Tensors;

/// <summary>What is different where an engine is a device's: its memory is given back, its results come home, its faults are told.</summary>
internal static class Devices
{
    extension(ITensorEngine engine)
    {
        /// <summary>The engine whose memory results lie in: the CPU engine where this one is a device's, else this one.</summary>
        public ITensorEngine Home => engine is IDeviceEngine ? Engine.Cpu : engine;

        /// <summary>Gives back, at the end, what this thread allocates until then; null where the garbage collector does.</summary>
        public IDisposable? BeginMemory() => engine is IDeviceEngine device ? new EnteredRegion(device.NewRegion()) : null;

        /// <summary>What a device's fault means; null where an exception is none.</summary>
        public string? FaultOf(Exception thrown) => (engine as IDeviceEngine)?.Explain(thrown);

        /// <summary>A result at home: a new tensor, whose memory is not the buffer's.</summary>
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
