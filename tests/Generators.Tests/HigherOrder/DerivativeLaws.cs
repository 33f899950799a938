using ModelDsl.Generators.Tests.Emit;

namespace ModelDsl.Generators.Tests.HigherOrder;

/// <summary>Laws of every model's derivatives, in double precision.</summary>
internal static class DerivativeLaws
{
    /// <summary>
    /// The product is the rate of change of the gradient. If two steps disagree, a step crosses a kink; otherwise a difference means a
    /// wrong derivative. Returns the share of numbers on a kink.
    /// </summary>
    public static double HessianMatchesDifferencesOfTheGradient(DerivativeCase model, Samples samples, int seed)
    {
        var (at, v) = (model.Point(seed), model.Point(seed + 100, direction: true));
        var (loss, gradient, product) = model.Hessian(Engine.Reference, at, v, samples);
        var expected = model.LossAndGradient(Engine.Reference, at, samples);
        AssertClose(model, [expected.Loss, .. expected.Gradient], [loss, .. gradient], 1e-11);
        return Matches(model, "H·v", product, gradient, step => model.LossAndGradient(Engine.Reference, Moved(at, step, v), samples).Gradient);
    }

    /// <summary>u·Hv = v·Hu, H·0 = 0 and H(2v − u/2) = 2Hv − Hu/2.</summary>
    public static void HessianIsSymmetricAndLinear(DerivativeCase model, Samples samples, int seed)
    {
        var (at, u, v) = (model.Point(seed), model.Point(seed + 200, direction: true), model.Point(seed + 300, direction: true));
        double[] Product(double[] direction) => model.Hessian(Engine.Reference, at, direction, samples).Product;
        var (ofU, ofV) = (Product(u), Product(v));
        var size = u.Zip(ofV, (a, b) => Math.Abs(a * b)).Concat(v.Zip(ofU, (a, b) => Math.Abs(a * b))).Append(1e-9).Sum();
        var (one, other) = (Dot(u, ofV), Dot(v, ofU));
        if (!(Math.Abs(one - other) <= 1e-11 * size)) Assert.Fail($"u·Hv is {one:R}, v·Hu is {other:R}, in\n{model}");
        AssertClose(model, [.. ofV.Zip(ofU, (a, b) => 2 * a - 0.5 * b)], Product([.. v.Zip(u, (a, b) => 2 * a - 0.5 * b)]), 1e-11);
        Assert.All(Product(new double[u.Length]), number => Assert.Equal(0, number));
    }

    /// <summary>Both tangents are the rate of change of the prediction. Returns the larger share of kinks.</summary>
    public static double JacobianMatchesDifferencesOfThePrediction(DerivativeCase model, Samples samples, int seed)
    {
        var (at, v) = (model.Point(seed), model.Point(seed + 100, direction: true));
        var (prediction, tangent) = model.Jacobian(Engine.Reference, at, v, samples);
        AssertClose(model, model.Forward(Engine.Reference, at, samples), prediction, 1e-11);
        var kinks = Matches(model, "J·v", tangent, prediction, step => model.Forward(Engine.Reference, Moved(at, step, v), samples));
        if (model.Description.IndexLimit is not null) return kinks;

        var random = new Random(seed);
        double[] direction = [.. samples.Inputs.Select(_ => 2 * random.NextDouble() - 1)];
        var (same, moved) = model.InputJacobian(Engine.Reference, at, samples, direction);
        AssertClose(model, prediction, same, 1e-12);
        return Math.Max(kinks, Matches(model, "J·v of the input", moved, prediction, step =>
            model.Forward(Engine.Reference, at, samples with { Inputs = Moved(samples.Inputs, step, direction) })));
    }

    /// <summary>
    /// Forward and reverse mode give the same number: for a mean squared error, v·∇L is 2/n times the errors times J·v. Holds for models
    /// that predict the same in training as elsewhere.
    /// </summary>
    public static void JacobianAgreesWithTheGradient(DerivativeCase model, Samples samples, int seed)
    {
        var (at, v) = (model.Point(seed), model.Point(seed + 100, direction: true));
        var (prediction, tangent) = model.Jacobian(Engine.Reference, at, v, samples);
        var forward = prediction.Select((p, i) => 2.0 / prediction.Length * (p - samples.Labels[i]) * tangent[i]).ToArray();
        var reverse = model.LossAndGradient(Engine.Reference, at, samples).Gradient.Zip(v, (g, d) => g * d).ToArray();
        if (!(Math.Abs(forward.Sum() - reverse.Sum()) <= 1e-12 * (1 + forward.Concat(reverse).Sum(Math.Abs)))) Assert.Fail($"{forward.Sum():R} forwards, {reverse.Sum():R} backwards, in\n{model}");
    }

    /// <summary>The float32 engine agrees with the reference.</summary>
    public static void TheCpuAgreesWithTheReference(DerivativeCase model, Samples samples, int seed)
    {
        static double[] Rounded(double[] values) => Array.ConvertAll(values, v => (double)(float)v);
        samples = samples with { Inputs = Rounded(samples.Inputs), Labels = Rounded(samples.Labels) };
        var (at, v) = (Rounded(model.Point(seed)), Rounded(model.Point(seed + 100, direction: true)));
        var (expected, actual) = (model.Hessian(Engine.Reference, at, v, samples), model.Hessian(Engine.Cpu, at, v, samples));
        AssertClose(model, expected.Gradient, actual.Gradient, 1e-4);
        AssertClose(model, expected.Product, actual.Product, 3e-4);
        AssertClose(model, model.Jacobian(Engine.Reference, at, v, samples).Tangent,
            model.Jacobian(Engine.Cpu, at, v, samples).Tangent, 1e-4);
    }

    /// <summary>Returns the share of numbers on a kink, after it has checked all others.</summary>
    private static double Matches(DerivativeCase model, string what, double[] derived, double[] around, Func<double, double[]> at)
    {
        var (coarse, fine) = (Measured(2e-4), Measured(1e-4));
        var size = derived.Concat(around).Append(1e-2).Max(Math.Abs);
        var kinks = 0;
        for (var i = 0; i < derived.Length; i++)
        {
            if (Math.Abs(coarse[i] - fine[i]) > 1e-7 * size) kinks++;
            else if (!(Math.Abs(fine[i] - derived[i]) <= 1e-7 * size)) Assert.Fail($"{what} [{i}]: {derived[i]:E8}, but measured {fine[i]:E8}, in\n{model}");
        }
        return derived.Length == 0 ? 0 : (double)kinks / derived.Length;

        double[] Measured(double step)
        {
            double[] Difference(double steps) => [.. at(steps * step).Zip(at(-steps * step), (a, b) => a - b)];
            var (one, two, three) = (Difference(1), Difference(2), Difference(3));
            return [.. one.Select((d, i) => (45 * d - 9 * two[i] + three[i]) / (60 * step))];
        }
    }

    private static double[] Moved(double[] at, double step, double[] direction) => [.. at.Zip(direction, (a, d) => a + step * d)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static void AssertClose(DerivativeCase model, double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = expected.Select(Math.Abs).Append(1).Max();
        for (var i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance * size)) Assert.Fail($"[{i}]: expected {expected[i]:R}, but it is {actual[i]:R}, in\n{model}");
    }
}
