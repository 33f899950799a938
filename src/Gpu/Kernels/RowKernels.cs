using ILGPU;
using ModelDsl.Engines;
using Math32 = ModelDsl.Engines.Float32Math<ModelDsl.Gpu.GpuFloat, float>;

namespace ModelDsl.Gpu;

/// <summary>The reads and writes of an instruction on rows.</summary>
internal struct RowArguments
{
    public ArrayView<float> X, Destination;
    public int Columns;
}

/// <summary>Factors and shifts of columns; a flag says whether each is there.</summary>
internal struct ColumnArguments
{
    public ArrayView<float> X, Factors, Shifts, Destination;
    public int HasFactors, HasShifts, Columns, Count;
}

/// <summary>Slopes: for each element the place of its slope, and for each slope the places of its elements.</summary>
internal struct SlopeArguments
{
    public ArrayView<float> X, Slopes, Gradient, Destination;
    public Places SlopeOf, First, Shared;
    public int Count;
}

/// <summary>Groups of numbers with a mean and a variance each.</summary>
internal struct GroupArguments
{
    public ArrayView<float> X, Gradient, Mean, Variance, Destination;

    /// <summary>Columns of the matrix, groups beside each other, and rows and columns of a group.</summary>
    public int Columns, Groups, Height, Width;

    public float Epsilon;

    /// <summary>Returns the place of an element of this thread's group.</summary>
    public readonly int this[int element] =>
        (Grid.IdxX / Groups * Height + element / Width) * Columns + Grid.IdxX % Groups * Width + element % Width;
}

/// <summary>Instructions on rows and groups: a group of threads for each.</summary>
internal static class RowKernels
{
    public static readonly GpuKernel<RowArguments> LogSoftmax = new(RunLogSoftmax), Sparsemax = new(RunSparsemax);
    public static readonly GpuKernel<ColumnArguments> ScaleShiftRows = new(RunScaleShiftRows);
    public static readonly GpuKernel<SlopeArguments> PRelu = new(RunPRelu), PReluGradient = new(RunPReluGradient),
        PReluSlopeGradient = new(RunPReluSlopeGradient);
    public static readonly GpuKernel<GroupArguments> Standardize = new(RunStandardize), StandardizeGradient = new(RunStandardizeGradient);

    private static void RunLogSoftmax(RowArguments a)
    {
        var first = Grid.IdxX * a.Columns;
        var max = float.NegativeInfinity;
        for (var j = Group.IdxX; j < a.Columns; j += Group.DimX) max = Team.Larger(max, a.X[first + j]);
        max = Team.Max(max);
        var sum = 0f;
        for (var j = Group.IdxX; j < a.Columns; j += Group.DimX) sum += Math32.Exp(a.X[first + j] - max);
        var logarithm = GpuFloat.Log(Team.Sum(sum));
        for (var j = Group.IdxX; j < a.Columns; j += Group.DimX) a.Destination[first + j] = a.X[first + j] - max - logarithm;
    }

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
            if (a.HasFactors != 0) value *= a.Factors[i % a.Columns];
            if (a.HasShifts != 0) value += a.Shifts[i % a.Columns];
            a.Destination[i] = value;
        }
    }

    private static void RunPRelu(SlopeArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var x = a.X[i];
            a.Destination[i] = x > 0f ? x : x * a.Slopes[a.SlopeOf[i]];
        }
    }

    private static void RunPReluGradient(SlopeArguments a)
    {
        for (var i = Threads.First; i < a.Count; i += Threads.Step)
        {
            var (x, g) = (a.X[i], a.Gradient[i]);
            a.Destination[i] = float.IsNaN(x) ? x : x > 0f ? g : g * a.Slopes[a.SlopeOf[i]];
        }
    }

    private static void RunPReluSlopeGradient(SlopeArguments a)
    {
        var first = a.First[Grid.IdxX];
        var sum = 0f;
        for (var i = Group.IdxX; i < a.Count; i += Group.DimX)
        {
            var at = first + a.Shared[i];
            var x = a.X[at];
            if (!(x > 0f)) sum += a.Gradient[at] * x;
        }
        sum = Team.Sum(sum);
        if (Group.IdxX == 0) a.Destination[Grid.IdxX] = sum;
    }

    /// <summary>The rest is what the rounded mean lacks: numbers far from zero and close together lose no digits.</summary>
    private static void RunStandardize(GroupArguments a)
    {
        var count = a.Height * a.Width;
        var sum = 0f;
        for (var i = Group.IdxX; i < count; i += Group.DimX) sum += a.X[a[i]];
        var mean = Team.Sum(sum) / count;
        sum = 0f;
        for (var i = Group.IdxX; i < count; i += Group.DimX) sum += a.X[a[i]] - mean;
        var rest = Team.Sum(sum) / count;
        sum = 0f;
        for (var i = Group.IdxX; i < count; i += Group.DimX)
        {
            var difference = a.X[a[i]] - mean - rest;
            sum += difference * difference;
        }
        var variance = Team.Sum(sum) / count;
        var deviation = MathF.Sqrt(variance + a.Epsilon);
        for (var i = Group.IdxX; i < count; i += Group.DimX) a.Destination[a[i]] = (a.X[a[i]] - mean - rest) / deviation;
        if (Group.IdxX != 0) return;
        a.Mean[Grid.IdxX] = mean + rest;
        a.Variance[Grid.IdxX] = variance;
    }

    private static void RunStandardizeGradient(GroupArguments a)
    {
        var count = a.Height * a.Width;
        var (sum, products) = (0f, 0f);
        for (var i = Group.IdxX; i < count; i += Group.DimX)
        {
            var g = a.Gradient[a[i]];
            sum += g;
            products += g * a.X[a[i]];
        }
        var mean = Team.Sum(sum) / count;
        var slope = Team.Sum(products) / count;
        var deviation = MathF.Sqrt(a.Variance[Grid.IdxX] + a.Epsilon);
        for (var i = Group.IdxX; i < count; i += Group.DimX)
        {
            var at = a[i];
            a.Destination[at] = (a.Gradient[at] - mean - a.X[at] * slope) / deviation;
        }
    }
}
