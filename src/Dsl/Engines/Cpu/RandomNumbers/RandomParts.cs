namespace ModelDsl.Engines.Cpu;

/// <summary>Parts of a buffer whose random numbers are drawn at once.</summary>
internal static class RandomParts
{
    /// <summary>Numbers of a part.</summary>
    public const int Length = 256;

    /// <summary>Parts that are worth handing over to another thread: a random number costs as much as many sums.</summary>
    private const int WorthSharing = 64;

    /// <summary>Does work on the parts of a buffer, on several threads where that pays.</summary>
    public static void Share<TWork>(in TWork work, TensorBuffer buffer) where TWork : struct, IRangeWork =>
        ThreadTeam.Run(in work, ((nuint)buffer.Count + Length - 1) / Length, WorthSharing);

    /// <summary>Where a part begins, and how many numbers of the buffer it has.</summary>
    public static (nuint Start, nuint Length) Of(nuint part, int count)
    {
        var start = part * Length;
        return (start, Math.Min(Length, (nuint)count - start));
    }
}
