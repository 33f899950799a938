using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>The threads of a launch. They share the elements of a result: each takes every <see cref="Step"/>-th.</summary>
internal static class Threads
{
    /// <summary>The first element of this thread.</summary>
    public static int First => Grid.IdxX * Group.DimX + Group.IdxX;

    /// <summary>The number of threads.</summary>
    public static int Step => Grid.DimX * Group.DimX;
}

/// <summary>
/// The threads of a group, which share the work on one row. Their number is a power of two. Sums have a fixed order, so that a row has the
/// same bits in every run.
/// </summary>
internal static class Team
{
    /// <summary>The most threads of a group.</summary>
    public const int Most = 256;

    /// <summary>Returns the sum of a number of each thread. All threads must call it.</summary>
    public static float Sum(float value) => Sum(value, Group.DimX);

    /// <summary>Returns the sum over the threads of a row. All threads of the group must call it.</summary>
    /// <param name="value">The number of this thread.</param>
    /// <param name="threads">How many threads a row has: a power of two.</param>
    public static float Sum(float value, int threads)
    {
        var shared = SharedMemory.Allocate<float>(Most);
        var (thread, first) = (Group.IdxX & (threads - 1), Group.IdxX & -threads);
        shared[Group.IdxX] = value;
        Group.Barrier();
        for (var half = threads / 2; half > 0; half /= 2)
        {
            if (thread < half) shared[Group.IdxX] += shared[Group.IdxX + half];
            Group.Barrier();
        }
        var sum = shared[first];
        Group.Barrier();
        return sum;
    }

    /// <summary>Returns the largest number of all threads; NaN if any is NaN. All threads must call it.</summary>
    public static float Max(float value) => Max(value, Group.DimX);

    /// <summary>Returns the largest number of the threads of a row; NaN if any is NaN. All threads of the group must call it.</summary>
    /// <param name="value">The number of this thread.</param>
    /// <param name="threads">How many threads a row has: a power of two.</param>
    public static float Max(float value, int threads)
    {
        var shared = SharedMemory.Allocate<float>(Most);
        var (thread, first) = (Group.IdxX & (threads - 1), Group.IdxX & -threads);
        shared[Group.IdxX] = value;
        Group.Barrier();
        for (var half = threads / 2; half > 0; half /= 2)
        {
            if (thread < half) shared[Group.IdxX] = Larger(shared[Group.IdxX], shared[Group.IdxX + half]);
            Group.Barrier();
        }
        var max = shared[first];
        Group.Barrier();
        return max;
    }

    /// <summary>
    /// Returns the sum over the threads of a column: those whose numbers differ by multiples of the width. All threads must call it.
    /// </summary>
    /// <param name="value">The number of this thread.</param>
    /// <param name="width">Columns that the group has side by side: a power of two.</param>
    public static float SumDown(float value, int width)
    {
        var shared = SharedMemory.Allocate<float>(Most);
        shared[Group.IdxX] = value;
        Group.Barrier();
        for (var half = Group.DimX / 2; half >= width; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] += shared[Group.IdxX + half];
            Group.Barrier();
        }
        var sum = shared[Group.IdxX & (width - 1)];
        Group.Barrier();
        return sum;
    }

    /// <summary>Returns the larger number; NaN if either is NaN.</summary>
    public static float Larger(float a, float b) => float.IsNaN(a) || a > b ? a : b;

    /// <summary>Waits until all threads of the group have written what the others read.</summary>
    public static void Wait()
    {
        MemoryFence.GroupLevel();
        Group.Barrier();
    }
}

/// <summary>
/// What a thread reads of its row: every <see cref="Threads"/>-th number. A group has several rows if they are short, so that no threads
/// are idle; a thread past the last row reads nothing.
/// </summary>
internal struct RowPart
{
    public int Index, First, End, Threads;

    /// <summary>Returns this thread's part.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Numbers of a row.</param>
    /// <param name="threads">How many threads a row has: a power of two.</param>
    public static RowPart Of(int rows, int columns, int threads)
    {
        var index = Grid.IdxX * (Group.DimX / threads) + Group.IdxX / threads;
        var first = index * columns;
        return index < rows
            ? new() { Index = index, First = first + (Group.IdxX & (threads - 1)), End = first + columns, Threads = threads }
            : new() { Index = -1, Threads = threads };
    }

    /// <summary>Whether this thread writes what the row has once.</summary>
    public readonly bool IsFirst => Index >= 0 && (Group.IdxX & (Threads - 1)) == 0;
}
