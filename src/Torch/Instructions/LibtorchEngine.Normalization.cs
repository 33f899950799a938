using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    private static readonly long[] OfAGroup = [1, 3];

    public void Standardize(
        TensorBuffer x, int groups, double epsilon, TensorBuffer destination, TensorBuffer mean, TensorBuffer variance)
    {
        if (x.Count == 0) return;
        using var scope = Temporaries();
        var from = Groups(x, mean.Count, groups);
        // The float32 mean of numbers far from zero is inexact. The mean distance from it corrects it.
        var center = from.mean(OfAGroup, keepdim: true);
        var distances = from.Minus(center);
        var correction = distances.mean(OfAGroup, keepdim: true);
        center.Plus_(correction);
        distances.Minus_(correction);
        var square = distances.Squared().mean(OfAGroup, keepdim: true);
        Flat(mean).copy_(center.reshape(mean.Count));
        Flat(variance).copy_(square.reshape(variance.Count));
        Groups(destination, mean.Count, groups).copy_(distances.mul_(square.Plus_(epsilon).rsqrt_()));
    }

    public void StandardizeGradient(
        TensorBuffer standardized, TensorBuffer variance, TensorBuffer gradient, int groups, double epsilon, TensorBuffer destination)
    {
        if (gradient.Count == 0) return;
        using var scope = Temporaries();
        var (s, g) = (Groups(standardized, variance.Count, groups), Groups(gradient, variance.Count, groups));
        var (center, slope) = (g.mean(OfAGroup, keepdim: true), g.mul(s).mean(OfAGroup, keepdim: true));
        var scale = Flat(variance).Plus(epsilon).rsqrt_().view(center.shape);
        Groups(destination, variance.Count, groups).copy_(g.Minus(center).Minus_(s.mul(slope)).mul_(scale));
    }

    public void ScaleShiftRows(TensorBuffer x, TensorBuffer? factors, TensorBuffer? shifts, TensorBuffer destination)
    {
        Begin(x, destination);
        if (factors is not null) Matrix(destination).mul_(Flat(factors));
        if (shifts is not null) Matrix(destination).Plus_(Flat(shifts));
    }

    /// <summary>Returns x as samples, rows of a sample, groups, columns of a group. A statistic is over rows and columns.</summary>
    private static TorchTensor Groups(TensorBuffer x, int statistics, int groups)
    {
        var samples = statistics / groups;
        return Flat(x).view(samples, x.Rows / samples, groups, x.Columns / groups);
    }
}
