using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public void ScaleShiftRows(TensorBuffer x, TensorBuffer? factors, TensorBuffer? shifts, TensorBuffer destination) =>
        Each(RowKernels.ScaleShiftRows, destination.Count, new ColumnArguments
        {
            X = Numbers(x),
            Factors = Numbers(factors ?? x),
            Shifts = Numbers(shifts ?? x),
            Destination = Numbers(destination),
            HasFactors = factors is null ? 0 : 1,
            HasShifts = shifts is null ? 0 : 1,
            Columns = new(x.Columns),
            Count = destination.Count,
        });

    public void SumProducts(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var columns = Columns(a, a.Rows, 1, destination, 1) with { X = Numbers(a), Gradient = Numbers(b) };
        // One part is the sum.
        if (columns.Parts == 1) columns.Kept = Numbers(destination);
        Launch(ColumnKernels.Products, GroupsOf(columns), columns);
        if (columns.Parts > 1) Sum(columns.Kept, columns.Parts, 1, destination);
    }

    public void Standardize(
        TensorBuffer x, int groups, double epsilon, TensorBuffer destination, TensorBuffer mean, TensorBuffer variance)
    {
        if (x.Count == 0) return;
        if (HasColumns(x, groups, mean))
        {
            var columns = Columns(x, HeightOf(x, groups, mean), mean.Count / groups, destination, 3) with
            {
                Mean = Numbers(mean),
                Variance = Numbers(variance),
                Epsilon = (float)epsilon,
            };
            Launch(ColumnKernels.Statistics, GroupsOf(columns), columns);
            Launch(ColumnKernels.Standardize, GroupsOf(columns), columns);
            return;
        }
        ShortRows(
            NormalizationKernels.Standardize, mean.Count, x.Count / mean.Count, Groups(x, groups, epsilon, mean, destination) with
            {
                Mean = Numbers(mean),
                Variance = Numbers(variance),
            });
    }

    public void StandardizeGradient(
        TensorBuffer standardized, TensorBuffer variance, TensorBuffer gradient, int groups, double epsilon, TensorBuffer destination)
    {
        if (standardized.Count == 0) return;
        if (HasColumns(standardized, groups, variance))
        {
            var columns = Columns(standardized, HeightOf(standardized, groups, variance), variance.Count / groups, destination, 2) with
            {
                Gradient = Numbers(gradient),
                Variance = Numbers(variance),
                Epsilon = (float)epsilon,
            };
            Launch(ColumnKernels.GradientSums, GroupsOf(columns), columns);
            Launch(ColumnKernels.StandardizeGradient, GroupsOf(columns), columns);
            return;
        }
        ShortRows(
            NormalizationKernels.StandardizeGradient, variance.Count, standardized.Count / variance.Count,
            Groups(standardized, groups, epsilon, variance, destination) with
            {
                Gradient = Numbers(gradient),
                Variance = Numbers(variance),
            });
    }

    /// <summary>Whether each column has a mean of its own: neighbours in memory belong to different groups.</summary>
    private static bool HasColumns(TensorBuffer x, int groups, TensorBuffer statistics) =>
        groups == x.Columns && HeightOf(x, groups, statistics) > 1;

    private static int HeightOf(TensorBuffer x, int groups, TensorBuffer statistics) => x.Rows / (statistics.Count / groups);

    private static GroupArguments Groups(TensorBuffer x, int groups, double epsilon, TensorBuffer statistics, TensorBuffer destination) =>
        new()
        {
            X = Numbers(x),
            Gradient = Numbers(destination),
            Mean = Numbers(destination),
            Variance = Numbers(destination),
            Destination = Numbers(destination),
            Columns = x.Columns,
            Groups = groups,
            Height = HeightOf(x, groups, statistics),
            Count = statistics.Count,
            Width = new(x.Columns / groups),
            Threads = ThreadsOf(x.Count / statistics.Count),
            Epsilon = (float)epsilon,
        };

    /// <summary>
    /// Divides columns into parts: at least 64 rows each, and at most 128, which a group puts together faster than it reads its own.
    /// </summary>
    /// <param name="x">The matrices, one below the other.</param>
    /// <param name="height">Rows of a matrix.</param>
    /// <param name="samples">Number of matrices.</param>
    /// <param name="destination">The result, whose scratch memory holds the parts.</param>
    /// <param name="sums">Numbers that are kept for each part of a column.</param>
    private StatisticArguments Columns(TensorBuffer x, int height, int samples, TensorBuffer destination, int sums)
    {
        const int lines = 32;
        var width = 1;
        while (width < x.Columns && width < lines) width *= 2;
        var blocks = samples * ((x.Columns - 1) / width + 1);
        var rows = Math.Max(1, (height - 1) / Parts(Math.Min(ManyGroups / blocks, 128), height, 64) + 1);
        var parts = Math.Max(1, (height - 1) / rows + 1);
        return new()
        {
            X = Numbers(x),
            Gradient = Numbers(x),
            Mean = Numbers(x),
            Variance = Numbers(x),
            Destination = Numbers(destination),
            Kept = Scratch(destination, sums * parts * samples * x.Columns),
            Columns = x.Columns,
            Height = height,
            RowsOfPart = rows,
            Parts = parts,
            Count = samples * x.Columns,
            Width = width,
        };
    }

    private static KernelConfig GroupsOf(StatisticArguments columns) =>
        new(columns.Count / columns.Columns * ((columns.Columns - 1) / columns.Width + 1) * columns.Parts, Team.Most);
}
