using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Optimizers;

/// <summary>The path of an optimizer through given gradients: the library's path, and that of the written formulas.</summary>
internal static class Course
{
    /// <summary>Returns the parameters after all gradients, on an engine; several tensors follow one another.</summary>
    public static double[] Run(
        Optimizer optimizer, ITensorEngine engine, int[] sizes, double[] start, double[][] gradients, bool finish = false)
    {
        var (parameters, gradient) = (new ParameterArena(engine, Model(sizes)), new ParameterArena(engine, Model(sizes)));
        var state = new OptimizerState(optimizer, parameters);
        Write(parameters, sizes, start);
        foreach (var g in gradients)
        {
            Write(gradient, sizes, g);
            state.Apply(gradient);
        }
        Assert.Equal(gradients.Length, state.Step);
        Assert.Equal(optimizer.Slots.Count, state.Slots.Length);
        if (finish) state.Finish();
        return [.. Enumerable.Range(0, sizes.Length).SelectMany(i =>
        {
            var values = new double[sizes[i]];
            engine.Read(parameters[i], values);
            return values;
        })];
    }

    /// <summary>Returns the same by the formulas of Keras, PyTorch and the papers, options included.</summary>
    public static double[] Formula(Optimizer o, int[] sizes, double[] start, double[][] gradients, bool finish = false)
    {
        var n = start.Length;
        var w = (double[])start.Clone();
        var (sum, average) = (new double[n], new double[n]);
        var scalars = Enumerable.Range(0, n).Select(_ => new Scalar(o)).ToArray();
        for (var k = 0; k < gradients.Length; k++)
        {
            var (lr, update) = (o.LearningRate.At(k), k / o.GradientAccumulationSteps);
            sum = [.. sum.Zip(gradients[k], (a, b) => a + b)];
            if ((k + 1) % o.GradientAccumulationSteps == 0)
            {
                double[] g = [.. sum.Select(x => x / o.GradientAccumulationSteps)];
                sum = new double[n];
                if (o.ClipValue is { } value) g = [.. g.Select(x => Math.Max(-value, Math.Min(value, x)))];
                if (o.GlobalClipNorm is { } norm) g = Clipped(g, norm);
                if (o.ClipNorm is { } each) g = [.. Parts(sizes, g).SelectMany(part => Clipped(part, each))];
                var at = 0;
                for (var p = 0; p < sizes.Length; p++)
                    for (var j = 0; j < sizes[p]; j++, at++)
                    {
                        if (!o.ExcludeFromWeightDecay.Contains($"P{p}")) w[at] -= lr * o.WeightDecay * w[at];
                        w[at] -= scalars[at].Step(w[at], g[at], lr, update + 1);
                    }
            }
            if (!o.UseEma) continue;
            for (var i = 0; i < n; i++) average[i] = update == 0 ? w[i] : o.EmaMomentum * average[i] + (1 - o.EmaMomentum) * w[i];
            if (o.EmaOverwriteFrequency is { } often && (update + 1) % often == 0) w = (double[])average.Clone();
        }
        return finish && o.UseEma ? average : w;
    }

    public static ModelDescription Model(int[] sizes) => new(
        "Course", [1], [1], [1], LabelKind.Values, OutputKind.Values, LossKind.MeanSquaredError, default,
        sizes.Select((size, i) => new ParameterDescription($"P{i}", [size])).ToSeq());

    private static double[] Clipped(double[] g, double limit)
    {
        var norm = Math.Sqrt(g.Sum(x => x * x));
        return norm > limit ? [.. g.Select(x => x / norm * limit)] : g;
    }

    private static IEnumerable<double[]> Parts(int[] sizes, double[] all)
    {
        foreach (var size in sizes)
        {
            yield return all[..size];
            all = all[size..];
        }
    }

    private static void Write(ParameterArena arena, int[] sizes, double[] values)
    {
        var parts = Parts(sizes, values).ToArray();
        for (var i = 0; i < sizes.Length; i++) arena.Engine.Write(parts[i], arena[i]);
    }

    /// <summary>The change of one weight, with its own memory.</summary>
    private sealed class Scalar(Optimizer optimizer)
    {
        private double m, v, a, largest, product = 1;
        private double accumulator = optimizer switch
        {
            Adagrad o => o.InitialAccumulator,
            Ftrl o => o.InitialAccumulator,
            _ => 0,
        };

        public double Step(double w, double g, double lr, int t)
        {
            switch (optimizer)
            {
                case Sgd { Formula: ModelDsl.Formula.PyTorch } o:
                    m = o.Momentum * m + g;
                    return lr * (o.Nesterov ? g + o.Momentum * m : m);
                case Sgd o:
                    m = o.Momentum * m - lr * g;
                    return -(o.Nesterov ? o.Momentum * m - lr * g : m);
                case RmsProp o:
                    v = o.Rho * v + (1 - o.Rho) * g * g;
                    a = o.Rho * a + (1 - o.Rho) * g;
                    var spread = o.Centered ? v - a * a : v;
                    if (o.Formula == ModelDsl.Formula.PyTorch) return lr * (m = o.Momentum * m + g / (Math.Sqrt(spread) + o.Epsilon));
                    return m = o.Momentum * m + lr * g / Math.Sqrt(spread + o.Epsilon);
                case Adagrad o:
                    accumulator += g * g;
                    return o.Formula == ModelDsl.Formula.PyTorch
                        ? lr * g / (Math.Sqrt(accumulator) + o.Epsilon)
                        : lr * g / Math.Sqrt(accumulator + o.Epsilon);
                case Ftrl o:
                    var (old, p) = (accumulator, -o.LearningRatePower);
                    accumulator += g * g;
                    // m is the paper's z: the sum of the gradients, minus the terms by which the proximal steps pull the weight back.
                    m += g + 2 * o.L2Shrinkage * w - (Math.Pow(accumulator, p) - Math.Pow(old, p)) / lr * w;
                    if (Math.Abs(m) <= o.L1) return w;
                    return w - (Math.Sign(m) * o.L1 - m) / ((o.Beta + Math.Pow(accumulator, p)) / lr + 2 * o.L2);
                case Adadelta o:
                    v = o.Rho * v + (1 - o.Rho) * g * g;
                    var d = Math.Sqrt(a + o.Epsilon) / Math.Sqrt(v + o.Epsilon) * g;
                    a = o.Rho * a + (1 - o.Rho) * d * d;
                    return lr * d;
                case Lion o:
                    var direction = Math.Sign(o.Beta1 * m + (1 - o.Beta1) * g);
                    m = o.Beta2 * m + (1 - o.Beta2) * g;
                    return lr * direction;
                case Adamax o:
                    m = o.Beta1 * m + (1 - o.Beta1) * g;
                    var torch = o.Formula == ModelDsl.Formula.PyTorch;
                    v = Math.Max(o.Beta2 * v, Math.Abs(g) + (torch ? o.Epsilon : 0));
                    return lr / (1 - Math.Pow(o.Beta1, t)) * m / (torch ? v : v + o.Epsilon);
                case Nadam o:
                    double Momentum(int i) => o.Beta1 * (1 - 0.5 * Math.Pow(0.96, o.Formula == ModelDsl.Formula.PyTorch ? 0.004 * i : i));
                    m = o.Beta1 * m + (1 - o.Beta1) * g;
                    v = o.Beta2 * v + (1 - o.Beta2) * g * g;
                    product *= Momentum(t);
                    var ahead = Momentum(t + 1) * m / (1 - product * Momentum(t + 1)) + (1 - Momentum(t)) * g / (1 - product);
                    return lr * ahead / (Math.Sqrt(v / (1 - Math.Pow(o.Beta2, t))) + o.Epsilon);
                case AdamRule o:
                    m = o.Beta1 * m + (1 - o.Beta1) * g;
                    v = o.Beta2 * v + (1 - o.Beta2) * g * g;
                    largest = Math.Max(largest, v);
                    var square = o.Amsgrad ? largest : v;
                    var (bias1, bias2) = (1 - Math.Pow(o.Beta1, t), 1 - Math.Pow(o.Beta2, t));
                    return o.Formula == ModelDsl.Formula.PyTorch
                        ? lr * (m / bias1) / (Math.Sqrt(square / bias2) + o.Epsilon)
                        : lr * Math.Sqrt(bias2) / bias1 * m / (Math.Sqrt(square) + o.Epsilon);
                default: throw new NotSupportedException($"{optimizer} has no written formula here.");
            }
        }
    }
}
