using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    public void LogSoftmax(TensorBuffer x, TensorBuffer destination)
    {
        using var y = Matrix(x).log_softmax(1);
        Matrix(destination).copy_(y);
    }

    /// <summary>
    /// Computes τ from the sorted numbers, using as many of the largest as it leaves positive. Martins and Astudillo, 2016.
    /// </summary>
    public void Sparsemax(TensorBuffer x, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var scope = Temporaries();
        var from = Matrix(x);
        var distances = from.Minus(from.amax([1L], keepdim: true));
        var (ordered, _) = distances.sort(1, descending: true);
        var sums = ordered.cumsum(1).Plus_(-1.0);
        var thresholds = sums.div(torch.ones(x.Columns, torch.ScalarType.Float32, Device).cumsum(0));
        // At least one: if a row holds NaN, the threshold is NaN and nothing is above it.
        var last = ordered.gt(thresholds).AsNumbers().sum([1L], keepdim: true).AtLeast_(1.0).Plus_(-1.0);
        Matrix(destination).copy_(distances.Minus(thresholds.gather(1, last.to(torch.ScalarType.Int64))).AtLeast_(0.0));
    }

    public void PRelu(TensorBuffer x, TensorBuffer slopes, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var from = Whole(x);
        Whole(destination).copy_(torch.where(from.Above(0.0), from, from.mul(Whole(slopes))));
    }

    public void PReluGradient(TensorBuffer x, TensorBuffer slopes, TensorBuffer gradient, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var (from, g) = (Whole(x), Whole(gradient));
        Whole(destination).copy_(torch.where(from.Above(0.0), g, g.mul(Whole(slopes))).Set_(from.isnan(), double.NaN));
    }

    public void PReluSlopeGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var from = Whole(x);
        var products = from.mul(Whole(gradient)).Set_(from.Above(0.0), 0.0);
        // Sums over the samples, and over each axis that shares its slopes.
        long[] shared = [0, .. Enumerable.Range(1, x.Shape.Rank - 1).Where(axis => destination.Shape[axis - 1] == 1)
            .Select(axis => (long)axis)];
        var sums = products.sum(shared, keepdim: true);
        Flat(destination).copy_(sums.reshape(destination.Count));
    }
}
