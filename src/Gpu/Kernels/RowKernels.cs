using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>The reads and writes of an instruction on rows.</summary>
internal struct RowArguments
{
    public ArrayView<float> X, Gradient, Destination;

    /// <summary>Rows, their numbers, and the threads of each.</summary>
    public int Rows, Columns, Threads;
}

/// <summary>Factors and shifts of columns; a flag says whether each is there.</summary>
internal struct ColumnArguments
{
    public ArrayView<float> X, Factors, Shifts, Destination;
    public int HasFactors, HasShifts, Count;
    public Divisor Columns;
}

/// <summary>Instructions on rows and columns.</summary>
internal static class RowKernels
{
    public static readonly GpuKernel<RowArguments> Sparsemax = new(RunSparsemax);
    public static readonly GpuKernel<ColumnArguments> ScaleShiftRows = new(RunScaleShiftRows);

    /// <summary>
    /// Computes τ by Newton's method on <c>Σ max(x − τ, 0) = 1</c>, from the largest number minus 1 on. Each step leaves fewer numbers
    /// positive, until their count stays.
    /// </summary>
    private static void RunSparsemax(RowArguments a)
    {
        var first = Grid.IdxX * a.Columns;
        var max = float.NegativeInfinity;
        for (var j = Group.IdxX; j < a.Columns; j += Group.DimX) max = Team.Larger(max, a.X[first + j]);
        max = Team.Max(max);
        var (threshold, positive, before) = (-1f, 0f, float.MaxValue);
        while (true)
        {
            var (sum, count) = (0f, 0f);
            for (var j = Group.IdxX; j < a.Columns; j += Group.DimX)
            {
                var excess = a.X[first + j] - max;
                if (!(excess > threshold)) continue;
                sum += excess;
                count += 1f;
            }
            sum = Team.Sum(sum);
            positive = Team.Sum(count);
            if (!(positive < before)) break;
            before = positive;
            threshold = (sum - 1f) / positive;
        }
        // NaN for a row with a NaN, or whose largest number is infinite.
        var spoilt = max - max;
        for (var j = Group.IdxX; j < a.Columns; j += Group.DimX)
        {
            var above = a.X[first + j] - max - threshold;
            a.Destination[first + j] = spoilt == 0f ? above > 0f ? above : 0f : float.NaN;
        }
    }

    private static void RunScaleShiftRows(ColumnArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var value = a.X[i];
            var column = i - a.Columns.Quotient(i) * a.Columns.Value;
            if (a.HasFactors != 0) value *= a.Factors[column];
            if (a.HasShifts != 0) value += a.Shifts[column];
            a.Destination[i] = value;
        }
    }
}
