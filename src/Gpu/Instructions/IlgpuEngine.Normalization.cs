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
            Columns = x.Columns,
            Count = destination.Count,
        });

    public void Standardize(
        TensorBuffer x, int groups, double epsilon, TensorBuffer destination, TensorBuffer mean, TensorBuffer variance)
    {
        if (x.Count == 0) return;
        Rows(RowKernels.Standardize, mean.Count, x.Count / mean.Count, Groups(x, groups, epsilon, mean.Count, destination) with
        {
            Mean = Numbers(mean),
            Variance = Numbers(variance),
        });
    }

    public void StandardizeGradient(
        TensorBuffer standardized, TensorBuffer variance, TensorBuffer gradient, int groups, double epsilon, TensorBuffer destination)
    {
        if (standardized.Count == 0) return;
        Rows(
            RowKernels.StandardizeGradient, variance.Count, standardized.Count / variance.Count,
            Groups(standardized, groups, epsilon, variance.Count, destination) with
            {
                Gradient = Numbers(gradient),
                Variance = Numbers(variance),
            });
    }

    private static GroupArguments Groups(TensorBuffer x, int groups, double epsilon, int statistics, TensorBuffer destination) => new()
    {
        X = Numbers(x),
        Gradient = Numbers(destination),
        Mean = Numbers(destination),
        Variance = Numbers(destination),
        Destination = Numbers(destination),
        Columns = x.Columns,
        Groups = groups,
        Height = x.Rows / (statistics / groups),
        Width = x.Columns / groups,
        Epsilon = (float)epsilon,
    };
}
