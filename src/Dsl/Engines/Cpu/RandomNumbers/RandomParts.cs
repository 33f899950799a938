namespace ModelDsl.Engines.Cpu;

/// <summary>Parts of a buffer. The random numbers of a part are drawn at once.</summary>
internal static class RandomParts
{
    /// <summary>Numbers per part.</summary>
    public const int Length = 256;

    /// <summary>The least number of parts for which another thread saves time: a random number costs as much as many sums.</summary>
    private const int MinimumShare = 64;

    /// <summary>Runs work on the parts of a buffer, on several threads if that saves time.</summary>
    public static void Share<TWork>(in TWork work, TensorBuffer buffer) where TWork : struct, IRangeWork =>
        ThreadTeam.Run(in work, ((nuint)buffer.Count + Length - 1) / Length, MinimumShare);

    /// <summary>Returns the start of a part, and the count of the buffer's numbers in it.</summary>
    public static (nuint Start, nuint Length) Of(nuint part, int count)
    {
        var start = part * Length;
        return (start, Math.Min(Length, (nuint)count - start));
    }
}
