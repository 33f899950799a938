namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Divides a batch into runs of neighbours. The elements of a run either share one slope, or have one slope each, side by side. The slopes
/// have a sample's shape, with 1 along the axes that share them.
/// </summary>
internal readonly struct SlopeRuns
{
    private readonly Shape x;
    private readonly Shape slopes;
    private readonly int axis;
    private readonly bool repeated;

    public SlopeRuns(Shape x, Shape slopes)
    {
        (this.x, this.slopes, axis, Length) = (x, slopes, x.Rank, 1);
        Shared = slopes.Rank == 0 || (slopes[^1] == 1 && x[^1] > 1);
        while (axis > 1 && (x[axis - 1] == 1 || slopes[axis - 2] == 1 == Shared)) Length *= x[--axis];
        Count = x.Size / Math.Max(Length, 1);
        repeated = slopes.Size == (Shared ? 1 : Length);
    }

    /// <summary>Elements per run.</summary>
    public int Length { get; }

    /// <summary>Number of runs.</summary>
    public int Count { get; }

    /// <summary>True if a run has one slope.</summary>
    public bool Shared { get; }

    /// <summary>Returns the index of a run's first slope.</summary>
    public int Offset(int run)
    {
        if (repeated) return 0;
        var (offset, stride) = (0, Shared ? 1 : Length);
        for (var i = axis - 1; i > 0; i--)
        {
            var size = x[i];
            if (slopes[i - 1] != 1)
            {
                offset += run % size * stride;
                stride *= size;
            }
            run /= size;
        }
        return offset;
    }
}
