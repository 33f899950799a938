namespace ModelDsl.Engines;

/// <summary>A vector of the host, pinned where the device is a GPU, from which a copy goes without another in between.</summary>
internal sealed class TorchStaging : IStaging, IDisposable
{
    private readonly TorchBuffer destination;
    private readonly HostTensor host;

    /// <summary>Makes the memory.</summary>
    public TorchStaging(TorchBuffer destination, bool isPinned)
    {
        (this.destination, host) = (destination, new HostTensor(torch.ScalarType.Float32, destination.Count, isPinned));
        host.Vector.DetachFromDisposeScope();
    }

    public Span<float> Numbers => host.Span<float>();

    public void Send() => destination.Flat.copy_(host.Vector);

    public void Dispose() => host.Dispose();
}
