namespace ModelDsl.Engines;

/// <summary>Two vectors of the host that take turns: while a GPU fetches from the one, the next numbers go into the other.</summary>
internal sealed class TorchStaging : IStaging, IDisposable
{
    private readonly TorchBuffer destination;
    private readonly HostTensor[] vectors;
    private int turn;

    /// <summary>Makes the memory.</summary>
    public TorchStaging(TorchBuffer destination, bool isPinned)
    {
        this.destination = destination;
        vectors = [.. Enumerable.Range(0, isPinned ? 2 : 1).Select(_ => New())];

        HostTensor New()
        {
            var vector = new HostTensor(torch.ScalarType.Float32, destination.Count, isPinned);
            vector.Vector.DetachFromDisposeScope();
            return vector;
        }
    }

    public Span<float> Numbers => vectors[turn].Span<float>();

    public void Send()
    {
        destination.Flat.copy_(vectors[turn].Vector);
        turn = (turn + 1) % vectors.Length;
    }

    public void Dispose()
    {
        foreach (var vector in vectors) vector.Dispose();
    }
}
