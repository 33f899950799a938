using ILGPU;

namespace ModelDsl.Gpu;

/// <summary>Columns of matrices, one matrix for each sample. The rows of a column are divided into parts.</summary>
internal struct StatisticArguments
{
    public ArrayView<float> X, Gradient, Mean, Variance, Destination, Kept;

    /// <summary>Columns, rows of a matrix, rows of a part, parts of a column, and columns of all matrices.</summary>
    public int Columns, Height, RowsOfPart, Parts, Count;

    /// <summary>Columns that a group of threads reads side by side: a power of two. Its threads have every n-th row of them.</summary>
    public int Width;

    public float Epsilon;
}

/// <summary>What a thread of a group reads: rows of one column.</summary>
internal struct ColumnPart
{
    /// <summary>
    /// The part, the column among those of all matrices, the first position, the end, and the distance from one to the next.
    /// </summary>
    public int Part, Column, First, End, Step;

    /// <summary>The rows of a part.</summary>
    public int Rows;

    public bool IsColumn;

    public static ColumnPart Of(StatisticArguments a)
    {
        var blocks = (a.Columns + a.Width - 1) / a.Width;
        var block = Grid.IdxX / a.Parts;
        var part = Grid.IdxX - block * a.Parts;
        var sample = block / blocks;
        var column = (block - sample * blocks) * a.Width + (Group.IdxX & (a.Width - 1));
        var (first, line) = (part * a.RowsOfPart, Group.IdxX / a.Width);
        var rows = RowsOf(a, part);
        var start = (sample * a.Height + first) * a.Columns + column;
        return new()
        {
            Part = part,
            Column = sample * a.Columns + column,
            First = start + line * a.Columns,
            End = column < a.Columns ? start + rows * a.Columns : 0,
            Step = Group.DimX / a.Width * a.Columns,
            Rows = rows,
            IsColumn = column < a.Columns,
        };
    }

    /// <summary>Returns the rows of a part; the last one may have fewer.</summary>
    public static int RowsOf(StatisticArguments a, int part)
    {
        var rest = a.Height - part * a.RowsOfPart;
        return rest < a.RowsOfPart ? rest : a.RowsOfPart;
    }

    /// <summary>Whether this thread writes what the column's part has once.</summary>
    public readonly bool IsFirst(int width) => IsColumn && Group.IdxX < width;
}

/// <summary>
/// Statistics of long columns, such as the channels of a batch of images. Threads beside each other read columns beside each other. Several
/// groups share a column: each keeps the sums of its part, and a second launch puts them together.
/// </summary>
internal static class ColumnKernels
{
    public static readonly GpuKernel<StatisticArguments> Products = new(RunProducts), Statistics = new(RunStatistics),
        Standardize = new(RunStandardize), GradientSums = new(RunGradientSums), StandardizeGradient = new(RunStandardizeGradient);

    private static void RunProducts(StatisticArguments a)
    {
        var part = ColumnPart.Of(a);
        var sum = 0f;
        for (var i = part.First; i < part.End; i += part.Step) sum += a.X[i] * a.Gradient[i];
        sum = Team.SumDown(sum, a.Width);
        if (part.IsFirst(a.Width)) a.Kept[part.Part * a.Count + part.Column] = sum;
    }

    /// <summary>Keeps the mean of a part, what the rounded mean lacks, and the sum of squares around both.</summary>
    private static void RunStatistics(StatisticArguments a)
    {
        var part = ColumnPart.Of(a);
        var sum = 0f;
        for (var i = part.First; i < part.End; i += part.Step) sum += a.X[i];
        var mean = Team.SumDown(sum, a.Width) / part.Rows;
        var (differences, squares) = (0f, 0f);
        for (var i = part.First; i < part.End; i += part.Step)
        {
            var difference = a.X[i] - mean;
            differences += difference;
            squares += difference * difference;
        }
        differences = Team.SumDown(differences, a.Width);
        squares = Team.SumDown(squares, a.Width);
        if (!part.IsFirst(a.Width)) return;
        var (at, next) = (part.Part * a.Count + part.Column, a.Parts * a.Count);
        a.Kept[at] = mean;
        a.Kept[at + next] = differences / part.Rows;
        a.Kept[at + 2 * next] = squares - differences * (differences / part.Rows);
    }

    /// <summary>
    /// Puts the parts together, as distances from the first part's mean. Chan, Golub and LeVeque, "Updating formulae and a pairwise
    /// algorithm for computing sample variances", 1979.
    /// </summary>
    private static void RunStandardize(StatisticArguments a)
    {
        var part = ColumnPart.Of(a);
        var (next, lines) = (a.Parts * a.Count, Group.DimX / a.Width);
        var origin = part.IsColumn ? a.Kept[part.Column] : 0f;
        var sum = 0f;
        if (part.IsColumn)
            for (var other = Group.IdxX / a.Width; other < a.Parts; other += lines)
            {
                var at = other * a.Count + part.Column;
                sum += ColumnPart.RowsOf(a, other) * (a.Kept[at] - origin + a.Kept[at + next]);
            }
        var shift = Team.SumDown(sum, a.Width) / a.Height;
        sum = 0f;
        if (part.IsColumn)
            for (var other = Group.IdxX / a.Width; other < a.Parts; other += lines)
            {
                var at = other * a.Count + part.Column;
                var distance = a.Kept[at] - origin + a.Kept[at + next] - shift;
                sum += a.Kept[at + 2 * next] + ColumnPart.RowsOf(a, other) * (distance * distance);
            }
        var variance = Team.SumDown(sum, a.Width) / a.Height;
        var deviation = MathF.Sqrt(variance + a.Epsilon);
        // The rest is what the rounded sum lacks. Knuth, The Art of Computer Programming, volume 2, 4.2.2, theorem B.
        var mean = origin + shift;
        var shifted = mean - origin;
        var rest = origin - (mean - shifted) + (shift - shifted);
        for (var i = part.First; i < part.End; i += part.Step) a.Destination[i] = (a.X[i] - mean - rest) / deviation;
        if (part.Part != 0 || !part.IsFirst(a.Width)) return;
        a.Mean[part.Column] = mean;
        a.Variance[part.Column] = variance;
    }

    private static void RunGradientSums(StatisticArguments a)
    {
        var part = ColumnPart.Of(a);
        var (sum, products) = (0f, 0f);
        for (var i = part.First; i < part.End; i += part.Step)
        {
            sum += a.Gradient[i];
            products += a.Gradient[i] * a.X[i];
        }
        sum = Team.SumDown(sum, a.Width);
        products = Team.SumDown(products, a.Width);
        if (!part.IsFirst(a.Width)) return;
        var at = part.Part * a.Count + part.Column;
        a.Kept[at] = sum;
        a.Kept[at + a.Parts * a.Count] = products;
    }

    private static void RunStandardizeGradient(StatisticArguments a)
    {
        var part = ColumnPart.Of(a);
        var (sum, products) = (0f, 0f);
        if (part.IsColumn)
            for (var other = Group.IdxX / a.Width; other < a.Parts; other += Group.DimX / a.Width)
            {
                var at = other * a.Count + part.Column;
                sum += a.Kept[at];
                products += a.Kept[at + a.Parts * a.Count];
            }
        var mean = Team.SumDown(sum, a.Width) / a.Height;
        var slope = Team.SumDown(products, a.Width) / a.Height;
        if (!part.IsColumn) return;
        var deviation = MathF.Sqrt(a.Variance[part.Column] + a.Epsilon);
        for (var i = part.First; i < part.End; i += part.Step)
            a.Destination[i] = (a.Gradient[i] - mean - a.X[i] * slope) / deviation;
    }
}
