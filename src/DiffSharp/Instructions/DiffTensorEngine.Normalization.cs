using ModelDsl.Engines;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    public void Standardize(TensorBuffer x, int groups, double epsilon, TensorBuffer destination, TensorBuffer mean, TensorBuffer variance)
    {
        if (x.Count == 0) return;
        var from = Groups(x, mean.Count, groups);
        // The float32 mean of numbers far from zero is inexact. The mean distance from it corrects it.
        var center = GroupMean(from);
        var correction = GroupMean(from - center);
        var distances = from - center - correction;
        var square = GroupMean(distances.Squared());
        Put(destination, () => distances / (square + epsilon).sqrt());
        Put(mean, () => center + correction);
        Put(variance, () => square);
    }

    public void StandardizeGradient(
        TensorBuffer standardized, TensorBuffer variance, TensorBuffer gradient, int groups, double epsilon, TensorBuffer destination) =>
        Put(destination, () =>
        {
            var (s, g) = (Groups(standardized, variance.Count, groups), Groups(gradient, variance.Count, groups));
            var scale = (Of(variance).Numbers.As(-1, 1, groups, 1) + epsilon).sqrt();
            return (g - GroupMean(g) - s * GroupMean(g * s)) / scale;
        });

    public void ScaleShiftRows(
        TensorBuffer x, TensorBuffer? factors, TensorBuffer? shifts, TensorBuffer destination) => Put(destination, () =>
    {
        var scaled = factors is null ? Matrix(x) : Matrix(x) * Row(factors);
        return shifts is null ? scaled : scaled + Row(shifts);
    });

    /// <summary>Returns x as samples, rows of a sample, groups, columns of a group. A statistic is over rows and columns.</summary>
    private static DiffTensor Groups(TensorBuffer x, int statistics, int groups)
    {
        var samples = statistics / groups;
        return Of(x).Numbers.As(samples, x.Rows / samples, groups, x.Columns / groups);
    }

    private static DiffTensor GroupMean(DiffTensor groups) => groups.Mean(3).Mean(1);
}
