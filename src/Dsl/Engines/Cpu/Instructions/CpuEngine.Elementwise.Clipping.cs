namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void ClipNorm(TensorBuffer x, double limit)
    {
        var squares = LineSums<TLanes, TVector>.OfSquares(ref First(x), (nuint)x.Count);
        // Squares of large gradients overflow, and squares of small ones become 0: then the norm is computed in double precision.
        if (!(squares > 1e-20 && squares < 1e30)) squares = WideSumOfSquares(Floats(x));
        var norm = Math.Sqrt(squares);
        if (norm > limit) this.Scale(x, limit / norm, x);
    }

    private static double WideSumOfSquares(ReadOnlySpan<float> values)
    {
        var squares = 0.0;
        foreach (var value in values) squares += (double)value * value;
        return squares;
    }
}
