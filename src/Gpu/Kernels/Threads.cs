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
    public static float Sum(float value)
    {
        var shared = SharedMemory.Allocate<float>(Most);
        shared[Group.IdxX] = value;
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] += shared[Group.IdxX + half];
            Group.Barrier();
        }
        var sum = shared[0];
        Group.Barrier();
        return sum;
    }

    /// <summary>Returns the largest number of all threads; NaN if any is NaN. All threads must call it.</summary>
    public static float Max(float value)
    {
        var shared = SharedMemory.Allocate<float>(Most);
        shared[Group.IdxX] = value;
        Group.Barrier();
        for (var half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] = Larger(shared[Group.IdxX], shared[Group.IdxX + half]);
            Group.Barrier();
        }
        var max = shared[0];
        Group.Barrier();
        return max;
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
