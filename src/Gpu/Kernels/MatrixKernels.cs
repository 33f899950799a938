using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>The reads and writes of an instruction that sums lines.</summary>
internal struct SumArguments
{
    public ArrayView<float> X, Destination;
    public int Count, Length;

    /// <summary>Parts of each sum, and the terms of a part. The sums of a part follow those of the part before it.</summary>
    public int Parts, TermsOfPart;

    public float Factor;

    /// <summary>Returns the first term of a part, and the end.</summary>
    public readonly (int First, int End) Terms(int part, int all)
    {
        var first = part * TermsOfPart;
        return (first, first + TermsOfPart < all ? first + TermsOfPart : all);
    }
}

/// <summary>Numbers that are written many times.</summary>
internal struct BroadcastArguments
{
    public ArrayView<float> X, Destination;
    public Divisor Length;
    public int Count;
    public float Factor;
}

/// <summary>Sums of rows and columns.</summary>
internal static class MatrixKernels
{
    /// <summary>Columns that a group sums at once, so that it reads neighbours together.</summary>
    public const int SummedColumns = 32;

    public static readonly GpuKernel<SumArguments> SumRows = new(RunSumRows), SumColumns = new(RunSumColumns);
    public static readonly GpuKernel<BroadcastArguments> BroadcastColumns = new(RunBroadcastColumns);

    /// <summary>Lanes of a group sum every eighth row of their columns, and then the lanes are added in a fixed order.</summary>
    private static void RunSumRows(SumArguments a)
    {
        var shared = SharedMemory.Allocate<float>(Team.Most);
        var block = Grid.IdxX / a.Parts;
        var part = Grid.IdxX - block * a.Parts;
        var (column, lane) = (block * SummedColumns + Group.IdxX % SummedColumns, Group.IdxX / SummedColumns);
        var (first, end) = a.Terms(part, a.Count);
        var sum = 0f;
        if (column < a.Length)
            for (var row = first + lane; row < end; row += Team.Most / SummedColumns) sum += a.X[row * a.Length + column];
        shared[Group.IdxX] = sum;
        Group.Barrier();
        for (var half = Team.Most / 2; half >= SummedColumns; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] += shared[Group.IdxX + half];
            Group.Barrier();
        }
        if (lane == 0 && column < a.Length) a.Destination[part * a.Length + column] = a.Factor * shared[Group.IdxX];
    }

    private static void RunSumColumns(SumArguments a)
    {
        var run = Grid.IdxX / a.Parts;
        var part = Grid.IdxX - run * a.Parts;
        var (first, end) = a.Terms(part, a.Length);
        var sum = 0f;
        for (var i = first + Group.IdxX; i < end; i += Group.DimX) sum += a.X[run * a.Length + i];
        sum = Team.Sum(sum);
        if (Group.IdxX == 0) a.Destination[part * a.Count + run] = a.Factor * sum;
    }

    private static void RunBroadcastColumns(BroadcastArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.Destination[i] = a.Factor * a.X[a.Length.Quotient(i)];
    }
}
