using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>
/// A model by the textbook: loops over samples and units in double precision, Keras's formulas, and probabilities if the model has them. It
/// shares only the spec with the generator.
/// </summary>
internal static class PlainModel
{
    /// <summary>Returns the prediction for rows of samples, in row-major order.</summary>
    public static double[] Forward(ModelSpec spec, double[][] parameters, double[] input)
    {
        var (x, columns, next) = (input, spec.InputShape[^1], 0);
        var samples = input.Length / spec.InputShape.Aggregate(1, (a, b) => a * b);
        foreach (var layer in spec.Layers)
        {
            switch (layer)
            {
                case FlattenSpec: columns = x.Length / samples; break;
                case ActivationSpec activation: x = Activate(activation.Activation, x, columns); break;
                case DenseSpec dense:
                    var kernel = parameters[next++];
                    var bias = dense.UseBias ? parameters[next++] : new double[dense.Units];
                    var inputs = columns;
                    columns = dense.Units;
                    x = Activate(dense.Activation, [.. Enumerable.Range(0, x.Length / inputs * columns).Select(k =>
                    {
                        var (row, unit) = (k / dense.Units, k % dense.Units);
                        return bias[unit] + Enumerable.Range(0, inputs).Sum(i => x[row * inputs + i] * kernel[i * dense.Units + unit]);
                    })], columns);
                    if (dense.Activation == "Glu") columns /= 2;
                    break;
            }
        }
        return x;
    }

    /// <summary>Returns the loss of evaluation: the mean over all rows, plus the regularisers.</summary>
    public static double Loss(ModelSpec spec, double[][] parameters, double[] input, double[] labels, int columns)
    {
        var output = Forward(spec, parameters, input);
        var last = LastActivation(spec);
        var rows = output.Length / columns;
        var total = Enumerable.Range(0, rows).Sum(row =>
        {
            var y = output[(row * columns)..((row + 1) * columns)];
            double[] t = spec.Losses[0].Name == "SparseCategoricalCrossentropy"
                ? [.. y.Select((_, j) => j == (int)labels[row] ? 1.0 : 0.0)]
                : labels[(row * columns)..((row + 1) * columns)];
            var s = spec.Losses[0].LabelSmoothing;
            switch (spec.Losses[0].Name)
            {
                case "MeanSquaredError": return y.Zip(t, (a, b) => (a - b) * (a - b)).Average();
                case "MeanAbsoluteError": return y.Zip(t, (a, b) => Math.Abs(a - b)).Average();
                case "MeanAbsolutePercentageError": return 100 * y.Zip(t, (a, b) => Math.Abs((a - b) / Math.Max(Math.Abs(b), 1e-7))).Average();
                case "MeanSquaredLogarithmicError":
                    return y.Zip(t, (a, b) => Math.Pow(Math.Log(Math.Max(a, 1e-7) + 1) - Math.Log(Math.Max(b, 1e-7) + 1), 2)).Average();
                case "Huber":
                    var delta = spec.Losses[0].Delta;
                    return y.Zip(t, (a, b) => Math.Abs(a - b) is var e && e <= delta ? e * e / 2 : delta * e - delta * delta / 2).Average();
                case "LogCosh": return y.Zip(t, (a, b) => Math.Log(Math.Cosh(a - b))).Average();
                case "Poisson": return y.Zip(t, (a, b) => a - b * Math.Log(a + 1e-7)).Average();
                case "KLDivergence": return y.Zip(t, (a, b) => b * Math.Log(b / Math.Clamp(a, 1e-7, 1))).Sum();
                case "CosineSimilarity": return -y.Zip(t, (a, b) => a * b).Sum() / Math.Sqrt(y.Sum(a => a * a)) / Math.Sqrt(t.Sum(b => b * b));
                case "Hinge": return y.Zip(t, (a, b) => Math.Max(0, 1 - a * (2 * b - 1))).Average();
                case "SquaredHinge": return y.Zip(t, (a, b) => Math.Pow(Math.Max(0, 1 - a * (2 * b - 1)), 2)).Average();
                case "CategoricalHinge":
                    return Math.Max(0, 1 + y.Zip(t, (a, b) => (1 - b) * a).Max() - y.Zip(t, (a, b) => a * b).Sum());
                case "BinaryCrossentropy":
                    var p = last == "Sigmoid" ? y : [.. y.Select(Sigmoid)];
                    return p.Zip(t, (a, b) => (1 - s) * b + s / 2 is var b2 ? -b2 * Math.Log(a) - (1 - b2) * Math.Log(1 - a) : 0).Average();
                case "BinaryFocalCrossentropy":
                    var yes = last == "Sigmoid" ? y : [.. y.Select(Sigmoid)];
                    return yes.Zip(t, (a, b) =>
                    {
                        var c = (1 - s) * b + s / 2;
                        var weight = spec.Losses[0].ApplyClassBalancing
                            ? c * spec.Losses[0].Alpha + (1 - c) * (1 - spec.Losses[0].Alpha) : 1;
                        return weight * Math.Pow(1 - c * a - (1 - c) * (1 - a), spec.Losses[0].Gamma)
                            * (-c * Math.Log(a) - (1 - c) * Math.Log(1 - a));
                    }).Average();
                case "CategoricalFocalCrossentropy":
                    var classes = last == "Softmax" ? y : Activate("Softmax", y, columns);
                    return spec.Losses[0].Alpha * classes.Zip(t,
                        (a, b) => -((1 - s) * b + s / columns) * Math.Pow(1 - a, spec.Losses[0].Gamma) * Math.Log(a)).Sum();
                default:
                    var q = last == "Softmax" ? y : Activate("Softmax", y, columns);
                    return q.Zip(t, (a, b) => -((1 - s) * b + s / columns) * Math.Log(a)).Sum();
            }
        }) / rows;

        var next = 0;
        foreach (var dense in spec.Layers.OfType<DenseSpec>())
        {
            total += dense.Kernel.Penalty.L2 * parameters[next].Sum(w => w * w);
            next += dense.UseBias ? 2 : 1;
        }
        return total;
    }

    /// <summary>Returns the last activation before the output; a linear activation layer does not count.</summary>
    private static string LastActivation(ModelSpec spec) =>
        spec.Layers.Last(l => l is DenseSpec or ActivationSpec { Activation: not "Linear" }) is ActivationSpec activation
            ? activation.Activation
            : spec.Layers.OfType<DenseSpec>().Last().Activation;

    private static double[] Activate(string name, double[] x, int columns) => name switch
    {
        "Linear" => x,
        "Softmax" => [.. x.Chunk(columns).SelectMany(row => row.Max() is var m ? row.Select(v => Math.Exp(v - m) / row.Sum(w => Math.Exp(w - m))) : [])],
        "Relu" => [.. x.Select(v => v > 0 ? v : 0)],
        "Sigmoid" => [.. x.Select(Sigmoid)],
        "Tanh" => [.. x.Select(Math.Tanh)],
        "LeakyRelu" => [.. x.Select(v => v > 0 ? v : 0.2 * v)],
        "Relu6" => [.. x.Select(v => Math.Clamp(v, 0, 6))],
        "Elu" => [.. x.Select(v => v > 0 ? v : Math.Exp(v) - 1)],
        "Selu" => [.. x.Select(v => 1.0507009873554805 * (v > 0 ? v : 1.6732632423543772 * (Math.Exp(v) - 1)))],
        "Softplus" => [.. x.Select(v => Math.Log(1 + Math.Exp(v)))],
        "Softsign" => [.. x.Select(v => v / (1 + Math.Abs(v)))],
        "Exponential" => [.. x.Select(Math.Exp)],
        "Silu" => [.. x.Select(v => v * Sigmoid(v))],
        "HardSigmoid" => [.. x.Select(v => Math.Clamp(v / 6 + 0.5, 0, 1))],
        "Celu" => [.. x.Select(v => Math.Max(v, 0) + Math.Min(Math.Exp(v) - 1, 0))],
        "Gelu" => [.. x.Select(v => v * Normal(v))],
        "GeluTanh" => [.. x.Select(v => v / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v))))],
        "Mish" => [.. x.Select(v => v * Math.Tanh(Math.Log(1 + Math.Exp(v))))],
        "HardSilu" => [.. x.Select(v => v * Math.Clamp(v / 6 + 0.5, 0, 1))],
        "HardTanh" => [.. x.Select(v => Math.Clamp(v, -1, 1))],
        "TanhShrink" => [.. x.Select(v => v - Math.Tanh(v))],
        "SoftShrink" => [.. x.Select(v => Math.Sign(v) * Math.Max(Math.Abs(v) - 0.5, 0))],
        "HardShrink" => [.. x.Select(v => Math.Abs(v) > 0.5 ? v : 0)],
        "Squareplus" => [.. x.Select(v => (v + Math.Sqrt(v * v + 4)) / 2)],
        "LogSigmoid" => [.. x.Select(v => Math.Log(Sigmoid(v)))],
        "SparsePlus" => [.. x.Select(v => v <= -1 ? 0 : v < 1 ? (v + 1) * (v + 1) / 4 : v)],
        "LogSoftmax" => [.. x.Chunk(columns).SelectMany(row => row.Max() is var m ? row.Select(v => v - m - Math.Log(row.Sum(w => Math.Exp(w - m)))) : [])],
        "Glu" => [.. x.Chunk(columns).SelectMany(row => Enumerable.Range(0, columns / 2).Select(i => row[i] * Sigmoid(row[columns / 2 + i])))],
        "Threshold" => [.. x.Select(v => v > 0 ? v : 0)],
        "Sparsemax" => [.. x.Chunk(columns).SelectMany(Nearest)],
        "SparseSigmoid" => [.. x.Select(v => Math.Clamp((v + 1) / 2, 0, 1))],
        "QuickGelu" => [.. x.Select(v => v * Sigmoid(1.702 * v))],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    /// <summary>Returns the probabilities nearest to a row. The test finds τ by bisection, because the sum falls as τ grows.</summary>
    private static IEnumerable<double> Nearest(double[] row)
    {
        var (least, most) = (row.Min() - 1, row.Max());
        for (var i = 0; i < 200; i++)
        {
            var middle = (least + most) / 2;
            if (row.Sum(v => Math.Max(v - middle, 0)) > 1) least = middle;
            else most = middle;
        }
        return row.Select(v => Math.Max(v - most, 0));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>The normal distribution by its series, <c>1/2 + φ(x)·(x + x³/3 + x⁵/(3·5) + …)</c>. Source: Marsaglia, 2004.</summary>
    private static double Normal(double x)
    {
        if (Math.Abs(x) > 9) return x > 0 ? 1 : 0;
        var (sum, term) = (x, x);
        for (var n = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); n += 2) sum += term *= x * x / n;
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }
}
