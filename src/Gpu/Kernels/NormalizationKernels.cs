using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>Groups of numbers with a mean and a variance each.</summary>
internal struct GroupArguments
{
    public ArrayView<float> X, Gradient, Mean, Variance, Destination;

    /// <summary>Columns of the matrix, groups beside each other, rows of a group, and how many groups there are.</summary>
    public int Columns, Groups, Height, Count;

    /// <summary>Columns of a group.</summary>
    public Divisor Width;

    /// <summary>The threads of a group.</summary>
    public int Threads;

    public float Epsilon;

    /// <summary>Returns the position of a number of a group.</summary>
    public readonly int Place(int group, int element)
    {
        var (sample, row) = (group / Groups, Width.Quotient(element));
        return (sample * Height + row) * Columns + (group - sample * Groups) * Width.Value + element - row * Width.Value;
    }
}

/// <summary>
/// Groups of numbers that a group of threads reads by itself: rows, and channels that lie beside each other. Each thread has every
/// <see cref="GroupArguments.Threads"/>-th number.
/// </summary>
internal static class NormalizationKernels
{
    public static readonly GpuKernel<GroupArguments> Standardize = new(RunStandardize), StandardizeGradient = new(RunStandardizeGradient);

    /// <summary>The rest is what the rounded mean lacks: numbers far from zero and close together lose no digits.</summary>
    private static void RunStandardize(GroupArguments a)
    {
        var length = a.Height * a.Width.Value;
        var part = RowPart.Of(a.Count, length, a.Threads);
        var (start, end) = (part.First - part.Index * length, part.Index < 0 ? 0 : length);
        var sum = 0f;
        for (var i = start; i < end; i += a.Threads) sum += a.X[a.Place(part.Index, i)];
        var mean = Team.Sum(sum, a.Threads) / length;
        sum = 0f;
        for (var i = start; i < end; i += a.Threads) sum += a.X[a.Place(part.Index, i)] - mean;
        var rest = Team.Sum(sum, a.Threads) / length;
        sum = 0f;
        for (var i = start; i < end; i += a.Threads)
        {
            var difference = a.X[a.Place(part.Index, i)] - mean - rest;
            sum += difference * difference;
        }
        var variance = Team.Sum(sum, a.Threads) / length;
        var deviation = MathF.Sqrt(variance + a.Epsilon);
        for (var i = start; i < end; i += a.Threads)
        {
            var at = a.Place(part.Index, i);
            a.Destination[at] = (a.X[at] - mean - rest) / deviation;
        }
        if (!part.IsFirst) return;
        a.Mean[part.Index] = mean + rest;
        a.Variance[part.Index] = variance;
    }

    private static void RunStandardizeGradient(GroupArguments a)
    {
        var length = a.Height * a.Width.Value;
        var part = RowPart.Of(a.Count, length, a.Threads);
        var (start, end) = (part.First - part.Index * length, part.Index < 0 ? 0 : length);
        var (sum, products) = (0f, 0f);
        for (var i = start; i < end; i += a.Threads)
        {
            var at = a.Place(part.Index, i);
            sum += a.Gradient[at];
            products += a.Gradient[at] * a.X[at];
        }
        var mean = Team.Sum(sum, a.Threads) / length;
        var slope = Team.Sum(products, a.Threads) / length;
        if (part.Index < 0) return;
        var deviation = MathF.Sqrt(a.Variance[part.Index] + a.Epsilon);
        for (var i = start; i < end; i += a.Threads)
        {
            var at = a.Place(part.Index, i);
            a.Destination[at] = (a.Gradient[at] - mean - a.X[at] * slope) / deviation;
        }
    }
}
