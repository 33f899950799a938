using Microsoft.FSharp.Core;

namespace ModelDsl.DiffSharp.Tests.Oracle;

/// <summary>
/// Activations of rows by their textbook formulas, in operations that DiffSharp differentiates. So their derivatives come from DiffSharp,
/// not from us.
/// </summary>
internal static class TextbookActivations
{
    public static DiffTensor Of(string name, DiffTensor x) => name switch
    {
        "Linear" => x,
        "Softmax" => Softmax(x),
        "LogSoftmax" => x - x.exp().Total(1).log(),
        "Sparsemax" => Sparsemax(x),
        "Glu" => Half(x, 0) * Half(x, 1).sigmoid(),
        "Relu" or "Threshold" => x.relu(),
        "Sigmoid" => x.sigmoid(),
        "Tanh" => x.tanh(),
        "LeakyRelu" => x.relu() - (-x).relu() * 0.2,
        "Relu6" => Clip(x, 0.0, 6.0),
        "Elu" or "Celu" => x.relu() + (-(-x).relu()).exp() - 1.0,
        "Selu" => (x.relu() + ((-(-x).relu()).exp() - 1.0) * 1.6732632423543772) * 1.0507009873554805,
        "Softplus" => x.softplus(),
        "Softsign" => x / (x.abs() + 1.0),
        "Exponential" => x.exp(),
        "Silu" => x * x.sigmoid(),
        "HardSigmoid" => Clip(x / 6.0 + 0.5, 0.0, 1.0),
        "HardSilu" => x * Clip(x / 6.0 + 0.5, 0.0, 1.0),
        "Gelu" => x * Normal(x),
        "GeluTanh" => x * 0.5 * (((x + x * x * x * 0.044715) * Math.Sqrt(2.0 / Math.PI)).tanh() + 1.0),
        "Mish" => x * x.softplus().tanh(),
        "HardTanh" => Clip(x, -1.0, 1.0),
        "TanhShrink" => x - x.tanh(),
        "SoftShrink" => (x - 0.5).relu() - (-x - 0.5).relu(),
        "HardShrink" => x * x.Where(v => Math.Abs(v) > 0.5),
        "Squareplus" => (x + (x * x + 4.0).sqrt()) * 0.5,
        "LogSigmoid" => -(-x).softplus(),
        "SparsePlus" => (Clip(x, -1.0, 1.0) + 1.0) * (Clip(x, -1.0, 1.0) + 1.0) * 0.25 + (x - 1.0).relu(),
        "SparseSigmoid" => Clip((x + 1.0) * 0.5, 0.0, 1.0),
        "QuickGelu" => x * (x * 1.702).sigmoid(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    public static DiffTensor Softmax(DiffTensor x)
    {
        var e = x.exp();
        return e / e.Total(1);
    }

    private static DiffTensor Clip(DiffTensor x, double least, double most) => x.clamp(Bound(least), Bound(most));

    /// <summary>
    /// x − τ on the support. Here τ is the mean of the numbers on the support, minus 1 divided by the size of the support.
    /// </summary>
    private static DiffTensor Sparsemax(DiffTensor x)
    {
        var isSupport = Reverse.Constant([.. x.Values().Chunk(x.shape[1]).SelectMany(IsSupport)], x.shape);
        return isSupport * (x - ((isSupport * x).Total(1) - 1.0) / isSupport.Total(1));

        static IEnumerable<double> IsSupport(double[] row)
        {
            var ordered = row.OrderDescending().ToArray();
            var count = Enumerable.Range(1, row.Length).Last(k => 1 + k * ordered[k - 1] > ordered.Take(k).Sum());
            return row.Select(v => v >= ordered[count - 1] ? 1.0 : 0.0);
        }
    }

    private static DiffTensor Half(DiffTensor x, int half) => x.split([x.shape[1] / 2, x.shape[1] / 2], FSharpOption<int>.Some(1))[half];

    /// <summary>½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …), with as many terms as the largest |x| needs. Source: Marsaglia, 2004.</summary>
    private static DiffTensor Normal(DiffTensor x)
    {
        var (sum, term) = (x, x);
        var largest = x.Values().Max(Math.Abs);
        var size = largest;
        for (var n = 3; size > 1e-18 && n < 400; n += 2)
        {
            term = term * x * x / (double)n;
            sum += term;
            size *= largest * largest / n;
        }
        return sum * (x * x * -0.5).exp() / Math.Sqrt(2.0 * Math.PI) + 0.5;
    }

    private static FSharpOption<IConvertible> Bound(double value) => FSharpOption<IConvertible>.Some(value);
}
