using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>A copy whose elements are read at other places.</summary>
internal struct PermuteArguments
{
    public ArrayView<float> X, Destination;
    public Places Places;
    public int Count;
}

/// <summary>A copy of blocks.</summary>
internal struct BlockArguments
{
    public ArrayView<float> X, Destination;
    public Blocks From, To;
    public int Length, Count;
}

/// <summary>Rows of a table, read by index.</summary>
internal struct TableArguments
{
    public ArrayView<float> Indices, X, Destination;
    public int Width, Indexed, Count;
}

/// <summary>The mask of a sequence.</summary>
internal struct MaskArguments
{
    public ArrayView<float> X, Destination;
    public float Value;
    public int Steps, Count;
}

/// <summary>Class indices that were computed as numbers.</summary>
internal struct ClassArguments
{
    public ArrayView<float> X;
    public ArrayView<int> Destination;
    public int Count;
}

/// <summary>Uniform random numbers.</summary>
internal struct UniformArguments
{
    public ArrayView<float> Destination;
    public RandomKey Key;
    public uint Stream;
    public int Count;
}

/// <summary>The same numbers at other places, and numbers that depend on their place alone.</summary>
internal static class LayoutKernels
{
    public static readonly GpuKernel<PermuteArguments> Permute = new(RunPermute);
    public static readonly GpuKernel<BlockArguments> CopyBlocks = new(RunCopyBlocks);
    public static readonly GpuKernel<TableArguments> Gather = new(RunGather), GatherGradient = new(RunGatherGradient);
    public static readonly GpuKernel<MaskArguments> CausalMask = new(RunCausalMask);
    public static readonly GpuKernel<ClassArguments> ClassIndices = new(RunClassIndices);
    public static readonly GpuKernel<UniformArguments> Uniform = new(RunUniform);

    private static void RunPermute(PermuteArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.Destination[i] = a.X[a.Places[i]];
    }

    private static void RunCopyBlocks(BlockArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (block, at) = (i / a.Length, i % a.Length);
            a.Destination[a.To.First + block * a.To.Stride + at] = a.X[a.From.First + block * a.From.Stride + at];
        }
    }

    private static void RunGather(TableArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
            a.Destination[i] = a.X[(int)a.Indices[i / a.Width] * a.Width + i % a.Width];
    }

    /// <summary>Each number of the table looks through all indices, in order, so that the sums have a fixed order.</summary>
    private static void RunGatherGradient(TableArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var sum = 0f;
            for (var at = 0; at < a.Indexed; at++)
                if ((int)a.Indices[at] == i / a.Width) sum += a.X[at * a.Width + i % a.Width];
            a.Destination[i] = sum;
        }
    }

    private static void RunCausalMask(MaskArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
            a.Destination[i] = i % a.Steps > i / a.Steps % a.Steps ? a.Value : a.X[i];
    }

    private static void RunClassIndices(ClassArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.Destination[i] = (int)a.X[i];
    }

    private static void RunUniform(UniformArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.Destination[i] = Philox.Uniform(a.Key, a.Stream, (uint)i);
    }
}
