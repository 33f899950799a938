using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>The numbers of a sum of squares, which is divided into parts.</summary>
internal struct NormArguments
{
    public ArrayView<float> X, Kept;
    public int Count, Parts;

    /// <summary>The limit of a norm, times 2⁻⁸⁰, 1 and 2⁹⁰: the factors of numbers in the three sums.</summary>
    public float LimitOfLarge, Limit, LimitOfSmall;
}

/// <summary>
/// Sums of squares, and clipping. A norm's squares neither overflow nor get lost: large and small numbers are scaled, and have sums of
/// their own. Blue, "A portable Fortran program to find the Euclidean norm of a vector", 1978.
/// </summary>
internal static class NormKernels
{
    private const float Large = 1L << 50, Small = 1f / (1L << 50);

    /// <summary>2⁻⁸⁰ and 2⁹⁰.</summary>
    public const float LargeScale = 8.27180613e-25f, SmallScale = 1.23794004e27f;

    public static readonly GpuKernel<NormArguments> Squares = new(RunSquares), ScaledSquares = new(RunScaledSquares), Clip = new(RunClip);

    private static void RunSquares(NormArguments a)
    {
        var sum = 0f;
        for (var i = Threads.First; i < a.Count; i += Threads.Step) sum += a.X[i] * a.X[i];
        sum = Team.Sum(sum);
        if (Group.IdxX == 0) a.Kept[Grid.IdxX] = sum;
    }

    private static void RunScaledSquares(NormArguments a)
    {
        var (large, middle, small) = (0f, 0f, 0f);
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var size = MathF.Abs(a.X[i]);
            if (size > Large) large += size * LargeScale * (size * LargeScale);
            else if (size < Small) small += size * SmallScale * (size * SmallScale);
            else middle += size * size;
        }
        large = Team.Sum(large);
        middle = Team.Sum(middle);
        small = Team.Sum(small);
        if (Group.IdxX != 0) return;
        a.Kept[Grid.IdxX] = large;
        a.Kept[a.Parts + Grid.IdxX] = middle;
        a.Kept[2 * a.Parts + Grid.IdxX] = small;
    }

    /// <summary>Each group adds the parts itself; there are as many as threads, or fewer.</summary>
    private static void RunClip(NormArguments a)
    {
        var part = Group.IdxX;
        var large = Team.Sum(part < a.Parts ? a.Kept[part] : 0f);
        var middle = Team.Sum(part < a.Parts ? a.Kept[a.Parts + part] : 0f);
        var small = Team.Sum(part < a.Parts ? a.Kept[2 * a.Parts + part] : 0f);
        var (squares, limit, scale) = (small, a.LimitOfSmall, SmallScale);
        // The square of a scale would be 0 or infinite.
        var (fromMiddle, fromSmall) = (MathF.Sqrt(middle) * LargeScale, MathF.Sqrt(small) / SmallScale);
        if (large > 0f) (squares, limit, scale) = (large + fromMiddle * fromMiddle, a.LimitOfLarge, LargeScale);
        else if (!(middle == 0f)) (squares, limit, scale) = (middle + fromSmall * fromSmall, a.Limit, 1f);
        var norm = MathF.Sqrt(squares);
        // A norm that is NaN makes all numbers NaN.
        if (!(norm > limit) && !float.IsNaN(norm)) return;
        var inverse = 1f / norm;
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.X[i] = a.X[i] * scale * inverse * a.Limit;
    }
}
