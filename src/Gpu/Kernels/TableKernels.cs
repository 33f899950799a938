using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>Rows of a table, read by index.</summary>
internal struct TableArguments
{
    public ArrayView<float> Indices, X, Destination;
    public Divisor Width;
    public int Indexed, Count;
}

/// <summary>A step of sorting: by one digit of the indices. What is equal keeps its order.</summary>
internal struct SortArguments
{
    /// <summary>The indices as they are given.</summary>
    public ArrayView<float> Indices;

    /// <summary>
    /// Indices and where they stood, before and after the step; for each chunk the number of each digit, and the place of the first of
    /// them.
    /// </summary>
    public ArrayView<int> Keys, Positions, NewKeys, NewPositions, Counts, Starts;

    public int Count, Chunks, Shift;

    /// <summary>Returns the digit of an index.</summary>
    public readonly int DigitAt(int at) => (Keys[at] >> Shift) & (TableKernels.Digits - 1);
}

/// <summary>Sorted indices, and the rows that they belong to.</summary>
internal struct SortedArguments
{
    public ArrayView<float> X, Destination;
    public ArrayView<int> Keys, Positions;
    public int Indexed, Rows, Width, Threads;

    /// <summary>Returns the first place whose key is not less than a row.</summary>
    public readonly int FirstOf(int row)
    {
        var (low, high) = (0, Indexed);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Keys[middle] < row) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}

/// <summary>Tables that are read by index. The gradient is added up in the order of the indices.</summary>
internal static class TableKernels
{
    /// <summary>Digits of a step of sorting: a thread of a group counts each.</summary>
    public const int Digits = Team.Most;

    /// <summary>Indices that a group counts.</summary>
    public const int Chunk = 512;

    public static readonly GpuKernel<TableArguments> Gather = new(RunGather), GatherGradient = new(RunGatherGradient);
    public static readonly GpuKernel<SortArguments> Number = new(RunNumber), CountDigits = new(RunCountDigits),
        AddCounts = new(RunAddCounts), Move = new(RunMove);
    public static readonly GpuKernel<SortedArguments> SumSorted = new(RunSumSorted);

    private static void RunGather(TableArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var at = a.Width.Quotient(i);
            a.Destination[i] = a.X[(int)a.Indices[at] * a.Width.Value + i - at * a.Width.Value];
        }
    }

    /// <summary>For small tables: each number of the table looks through all indices.</summary>
    private static void RunGatherGradient(TableArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var row = a.Width.Quotient(i);
            var (column, sum) = (i - row * a.Width.Value, 0f);
            for (var at = 0; at < a.Indexed; at++)
                if ((int)a.Indices[at] == row) sum += a.X[at * a.Width.Value + column];
            a.Destination[i] = sum;
        }
    }

    /// <summary>Writes the indices as whole numbers, and where they stand.</summary>
    private static void RunNumber(SortArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            a.NewKeys[i] = (int)a.Indices[i];
            a.NewPositions[i] = i;
        }
    }

    /// <summary>Each thread of a group counts one digit in its chunk.</summary>
    private static void RunCountDigits(SortArguments a)
    {
        var digits = SharedMemory.Allocate<int>(Chunk);
        ReadDigits(a, digits);
        var count = 0;
        for (var i = 0; i < Chunk; i++)
            if (digits[i] == Group.IdxX) count++;
        a.Counts[Grid.IdxX * Digits + Group.IdxX] = count;
    }

    /// <summary>
    /// Writes the place of the first of each digit in each chunk; one group does it. The places are in memory of their own, because
    /// ILGPU 1.5.3 moves a read behind a write to the same place when the number is needed later.
    /// </summary>
    private static void RunAddCounts(SortArguments a)
    {
        var sums = SharedMemory.Allocate<int>(Digits);
        var (digit, count) = (Group.IdxX, 0);
        for (var chunk = 0; chunk < a.Chunks; chunk++) count += a.Counts[chunk * Digits + digit];
        sums[digit] = count;
        Group.Barrier();
        for (var distance = 1; distance < Digits; distance *= 2)
        {
            var before = digit >= distance ? sums[digit - distance] : 0;
            Group.Barrier();
            sums[digit] += before;
            Group.Barrier();
        }
        var place = sums[digit] - count;
        for (var chunk = 0; chunk < a.Chunks; chunk++)
        {
            a.Starts[chunk * Digits + digit] = place;
            place += a.Counts[chunk * Digits + digit];
        }
    }

    /// <summary>Each thread of a group moves the indices with one digit, in order.</summary>
    private static void RunMove(SortArguments a)
    {
        var digits = SharedMemory.Allocate<int>(Chunk);
        ReadDigits(a, digits);
        var place = a.Starts[Grid.IdxX * Digits + Group.IdxX];
        for (var i = 0; i < Chunk; i++)
        {
            if (digits[i] != Group.IdxX) continue;
            var at = Grid.IdxX * Chunk + i;
            a.NewKeys[place] = a.Keys[at];
            a.NewPositions[place] = a.Positions[at];
            place++;
        }
    }

    /// <summary>Reads the digits of a chunk into shared memory; −1 past the end.</summary>
    private static void ReadDigits(SortArguments a, ArrayView<int> digits)
    {
        for (var i = Group.IdxX; i < Chunk; i += Digits)
        {
            var at = Grid.IdxX * Chunk + i;
            var digit = a.DigitAt(at < a.Count ? at : 0);
            digits[i] = at < a.Count ? digit : -1;
        }
        Group.Barrier();
    }

    private static void RunSumSorted(SortedArguments a)
    {
        var row = RowPart.Of(a.Rows, a.Width, a.Threads);
        if (row.Index < 0) return;
        var first = a.FirstOf(row.Index);
        for (var i = row.First; i < row.End; i += row.Threads)
        {
            var (column, sum) = (i - row.Index * a.Width, 0f);
            for (var at = first; at < a.Indexed && a.Keys[at] == row.Index; at++) sum += a.X[a.Positions[at] * a.Width + column];
            a.Destination[i] = sum;
        }
    }
}
