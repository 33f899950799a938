namespace Benchmarks;

/// <summary>Makes sure that a contest compares the same work.</summary>
public static class Agreement
{
    private const int Samples = 64;
    private const double Tolerance = 1e-4;

    /// <summary>Throws unless a peer with our weights has our loss.</summary>
    public static void Check(IClassifier ours, IClassifier peer)
    {
        var (expected, actual) = (ours.Loss(Samples), peer.Loss(Samples));
        if (!(Math.Abs(actual - expected) <= Tolerance * expected))
            throw new InvalidOperationException($"With the same weights ModelDsl's loss is {expected}, the peer's {actual}.");
    }
}
