using ModelDsl.Engines;
using static ModelDsl.DiffSharp.DiffOperations;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    public void LogSoftmax(TensorBuffer x, TensorBuffer destination) => Put(destination, () =>
    {
        var distances = Matrix(x) - Matrix(x).Largest(1);
        return distances - distances.exp().Total(1).log();
    });

    /// <summary>
    /// Computes τ by Newton's method on <c>Σ max(x − τ, 0) = 1</c>. It starts at the row's largest number minus 1. Each step leaves fewer
    /// numbers above τ; when the count stays the same, the method stops. Michelot, 1986. DiffSharp can't sort.
    /// </summary>
    public void Sparsemax(TensorBuffer x, TensorBuffer destination) => Put(destination, () =>
    {
        var distances = Matrix(x) - Matrix(x).Largest(1);
        var above = distances.Above(-1.0);
        while (true)
        {
            var counts = above.AsNumbers(distances).Total(1);
            var threshold = (Select(above, distances, distances.Nothing()).Total(1) - 1.0) / counts;
            var next = distances.gt(threshold.expand(distances.shape)).int32();
            if (next.sum(null).toDouble() >= above.sum(null).toDouble()) return (distances - threshold).relu();
            above = next;
        }
    });

    public void PRelu(TensorBuffer x, TensorBuffer slopes, TensorBuffer destination) => Put(destination, () =>
    {
        var from = Whole(x);
        return Select(from.Above(0.0), from, from * Whole(slopes));
    });

    public void PReluGradient(
        TensorBuffer x, TensorBuffer slopes, TensorBuffer gradient, TensorBuffer destination) => Put(destination, () =>
    {
        var (from, g) = (Whole(x), Whole(gradient));
        return Select(from.Above(0.0), g, g * Whole(slopes)) + from.Nothing();
    });

    public void PReluSlopeGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination) => Put(destination, () =>
    {
        if (x.Count == 0) return Zeros(destination.Count);
        var from = Whole(x);
        // Sums over the samples, and over each axis that shares its slopes.
        var sums = Select(from.Above(0.0), from.All(0.0), from * Whole(gradient)).Total(0);
        for (var axis = 1; axis < x.Shape.Rank; axis++)
            if (destination.Shape[axis - 1] == 1) sums = sums.Total(axis);
        return sums;
    });
}
