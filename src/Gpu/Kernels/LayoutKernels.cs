using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>A copy whose elements are read at other places.</summary>
internal struct PermuteArguments<TPlaces> where TPlaces : struct, IPlaces<TPlaces>
{
    public ArrayView<float> X, Destination;
    public TPlaces Places;
    public int Count;
}

/// <summary>
/// A copy that exchanges two axes, for each place of the other axes. The first axis is the last one of the destination, the second axis is
/// the last one of the source.
/// </summary>
internal struct TransposeArguments
{
    public ArrayView<float> X, Destination;

    /// <summary>Sizes of the axes, the distance of the first in the source, and of the second in the destination.</summary>
    public int First, Second, FirstStep, SecondStep;

    /// <summary>Places of the other axes in the source and in the destination.</summary>
    public ShortPlaces From, To;
}

/// <summary>A copy of blocks.</summary>
internal struct BlockArguments
{
    public ArrayView<float> X, Destination;
    public Blocks From, To;
    public Divisor Length;
    public int Count;
}

/// <summary>The mask of a sequence.</summary>
internal struct MaskArguments
{
    public ArrayView<float> X, Destination;
    public float Value;
    public Divisor Steps;
    public int Count;
}

/// <summary>Class indices that were computed as numbers.</summary>
internal struct ClassArguments
{
    public ArrayView<float> X;
    public ArrayView<int> Destination;
    public int Count;
}

/// <summary>The same numbers at other places.</summary>
internal static class LayoutKernels
{
    /// <summary>Rows and columns that a group exchanges.</summary>
    public const int Tile = 32;

    /// <summary>Lines of a tile that a group reads at once.</summary>
    private const int Lines = Team.Most / Tile;

    public static readonly GpuKernel<PermuteArguments<ShortPlaces>> Permute = new(RunPermute);
    public static readonly GpuKernel<PermuteArguments<LongPlaces<LongPlaces<ShortPlaces>>>> PermuteMany = new(RunPermute);
    public static readonly GpuKernel<TransposeArguments> Transpose = new(RunTranspose);
    public static readonly GpuKernel<BlockArguments> CopyBlocks = new(RunCopyBlocks);
    public static readonly GpuKernel<MaskArguments> CausalMask = new(RunCausalMask);
    public static readonly GpuKernel<ClassArguments> ClassIndices = new(RunClassIndices);

    private static void RunPermute<TPlaces>(PermuteArguments<TPlaces> a) where TPlaces : struct, IPlaces<TPlaces>
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.Destination[i] = a.X[a.Places.At(i)];
    }

    /// <summary>Threads that are neighbours read and write neighbours: a tile is exchanged in shared memory, whose lines are odd.</summary>
    private static void RunTranspose(TransposeArguments a)
    {
        var shared = SharedMemory.Allocate<float>(Tile * (Tile + 1));
        var (across, down) = ((a.Second + Tile - 1) / Tile, (a.First + Tile - 1) / Tile);
        var batch = Grid.IdxX / (across * down);
        var tile = Grid.IdxX - batch * (across * down);
        var (firstRow, firstColumn) = (tile / across * Tile, tile % across * Tile);
        var (x, y) = (Group.IdxX % Tile, Group.IdxX / Tile);
        var from = a.From.At(batch) + firstColumn + x;
        for (var line = y; line < Tile; line += Lines)
            if (firstRow + line < a.First && firstColumn + x < a.Second)
                shared[line * (Tile + 1) + x] = a.X[from + (firstRow + line) * a.FirstStep];
        Group.Barrier();
        var to = a.To.At(batch) + firstRow + x;
        for (var line = y; line < Tile; line += Lines)
            if (firstColumn + line < a.Second && firstRow + x < a.First)
                a.Destination[to + (firstColumn + line) * a.SecondStep] = shared[x * (Tile + 1) + line];
    }

    private static void RunCopyBlocks(BlockArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var block = a.Length.Quotient(i);
            var at = i - block * a.Length.Value;
            a.Destination[a.To.First + block * a.To.Stride + at] = a.X[a.From.First + block * a.From.Stride + at];
        }
    }

    private static void RunCausalMask(MaskArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var line = a.Steps.Quotient(i);
            var row = line - a.Steps.Quotient(line) * a.Steps.Value;
            a.Destination[i] = i - line * a.Steps.Value > row ? a.Value : a.X[i];
        }
    }

    private static void RunClassIndices(ClassArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.Destination[i] = (int)a.X[i];
    }
}
