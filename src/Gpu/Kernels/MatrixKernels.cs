using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>A product: element (i, k) of the left factor lies at <c>i·LeftRow + k·LeftStep</c>.</summary>
internal struct ProductArguments
{
    public ArrayView<float> Left, Right, Destination;
    public int Rows, Columns, Steps, LeftRow, LeftStep, RightStep, RightColumn;
}

/// <summary>The reads and writes of an instruction that sums lines.</summary>
internal struct SumArguments
{
    public ArrayView<float> X, Destination;
    public int Count, Length;
    public float Factor;
}

/// <summary>Products, and sums of rows and columns.</summary>
internal static class MatrixKernels
{
    /// <summary>Rows and columns of the part of a product that a group computes.</summary>
    public const int Tile = 16;

    /// <summary>Columns that a group sums at once, so that it reads neighbours together.</summary>
    public const int SummedColumns = 32;

    public static readonly GpuKernel<ProductArguments> Product = new(RunProduct);
    public static readonly GpuKernel<SumArguments> SumRows = new(RunSumRows), SumColumns = new(RunSumColumns), BroadcastColumns = new(RunBroadcastColumns);

    /// <summary>A group brings parts of both factors into its own memory, where each number is read sixteen times.</summary>
    private static void RunProduct(ProductArguments a)
    {
        var left = SharedMemory.Allocate<float>(Tile * Tile);
        var right = SharedMemory.Allocate<float>(Tile * Tile);
        var (x, y) = (Group.IdxX % Tile, Group.IdxX / Tile);
        var across = (a.Columns + Tile - 1) / Tile;
        var (firstRow, firstColumn) = (Grid.IdxX / across * Tile, Grid.IdxX % across * Tile);
        var (row, column) = (firstRow + y, firstColumn + x);
        var sum = 0f;
        for (var first = 0; first < a.Steps; first += Tile)
        {
            // Threads that are neighbours read numbers that are neighbours, whichever way a factor lies.
            var (i, k) = a.LeftStep == 1 ? (y, x) : (x, y);
            left[i * Tile + k] = firstRow + i < a.Rows && first + k < a.Steps
                ? a.Left[(firstRow + i) * a.LeftRow + (first + k) * a.LeftStep]
                : 0f;
            var (step, j) = a.RightColumn == 1 ? (y, x) : (x, y);
            right[step * Tile + j] = firstColumn + j < a.Columns && first + step < a.Steps
                ? a.Right[(first + step) * a.RightStep + (firstColumn + j) * a.RightColumn]
                : 0f;
            Group.Barrier();
            var steps = a.Steps - first < Tile ? a.Steps - first : Tile;
            for (var at = 0; at < steps; at++) sum += left[y * Tile + at] * right[at * Tile + x];
            Group.Barrier();
        }
        if (row < a.Rows && column < a.Columns) a.Destination[row * a.Columns + column] = sum;
    }

    /// <summary>Lanes of a group sum every eighth row of their columns, and then the lanes are added in a fixed order.</summary>
    private static void RunSumRows(SumArguments a)
    {
        var shared = SharedMemory.Allocate<float>(Team.Most);
        var (column, lane) = (Grid.IdxX * SummedColumns + Group.IdxX % SummedColumns, Group.IdxX / SummedColumns);
        var sum = 0f;
        if (column < a.Length)
            for (var row = lane; row < a.Count; row += Team.Most / SummedColumns) sum += a.X[row * a.Length + column];
        shared[Group.IdxX] = sum;
        Group.Barrier();
        for (var half = Team.Most / 2; half >= SummedColumns; half /= 2)
        {
            if (Group.IdxX < half) shared[Group.IdxX] += shared[Group.IdxX + half];
            Group.Barrier();
        }
        if (lane == 0 && column < a.Length) a.Destination[column] = a.Factor * shared[Group.IdxX];
    }

    private static void RunSumColumns(SumArguments a)
    {
        var first = Grid.IdxX * a.Length;
        var sum = 0f;
        for (var i = Group.IdxX; i < a.Length; i += Group.DimX) sum += a.X[first + i];
        sum = Team.Sum(sum);
        if (Group.IdxX == 0) a.Destination[Grid.IdxX] = a.Factor * sum;
    }

    private static void RunBroadcastColumns(SumArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step) a.Destination[i] = a.Factor * a.X[i / a.Length];
    }
}
