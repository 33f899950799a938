using Microsoft.FSharp.Core;

namespace ModelDsl.DiffSharp.Tests.Oracle;

/// <summary>DiffSharp in double precision on its managed backend, with its reverse mode.</summary>
internal static class Reverse
{
    private static readonly FSharpOption<bool> Keep = FSharpOption<bool>.Some(true);

    /// <summary>Returns numbers that are constants for differentiation.</summary>
    public static DiffTensor Constant(double[] numbers, params int[] shape) => DSharp.tensor(
        numbers, FSharpOption<Device>.Some(Device.CPU), FSharpOption<Dtype>.Some(Dtype.Float64),
        FSharpOption<Backend>.Some(Backend.Reference)).view(shape);

    /// <summary>Returns the gradient of a scalar with respect to each of several tensors, which are given as numbers and shapes.</summary>
    public static double[][] Gradient(IEnumerable<(double[] Numbers, int[] Shape)> at, Func<DiffTensor[], DiffTensor> loss)
    {
        DiffTensor[] parameters = [.. at.Select(p => Constant(p.Numbers, p.Shape).reverseDiff(null, null))];
        loss(parameters).reverse(null, null);
        return [.. parameters.Select(p => p.derivative.view(-1).toArray1D<double>())];
    }

    /// <summary>Returns 1 where a condition on the numbers holds, otherwise 0. The result is a constant.</summary>
    public static DiffTensor Where(this DiffTensor x, Func<double, bool> condition) =>
        Constant(Array.ConvertAll(x.Values(), v => condition(v) ? 1.0 : 0.0), x.shape);

    /// <summary>The numbers, row by row.</summary>
    public static double[] Values(this DiffTensor x) => x.primal.view(-1).toArray1D<double>();

    /// <summary>Returns sums along an axis, which stays with length 1.</summary>
    public static DiffTensor Total(this DiffTensor x, int axis) => x.sum(axis, Keep, null);

    /// <summary>Returns means along an axis, which stays with length 1.</summary>
    public static DiffTensor Average(this DiffTensor x, int axis) => x.Total(axis) / (double)x.shape[axis];
}
