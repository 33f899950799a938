using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>A host vector, pinned if the device is a GPU. Its numbers are copied to the device directly.</summary>
internal sealed class TorchStaging : DeviceMemory, IStaging
{
    private readonly TorchBuffer destination;
    private readonly HostTensor host;

    /// <summary>Makes the memory.</summary>
    public TorchStaging(TorchBuffer destination, bool isPinned)
    {
        (this.destination, host) = (destination, new HostTensor(torch.ScalarType.Float32, destination.Count, isPinned));
        host.Vector.DetachFromDisposeScope();
    }

    public Span<float> Numbers
    {
        get
        {
            Use();
            return host.Span<float>();
        }
    }

    public void Send()
    {
        Use();
        destination.Flat.copy_(host.Vector);
    }

    protected override void Free() => host.Dispose();
}
