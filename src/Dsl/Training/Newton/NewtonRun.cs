using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Training;

/// <summary>One minimisation: from point to point of the model's vector space.</summary>
internal sealed class NewtonRun<T>(
    FullBatch<T> loss, FullBatchHessian<T> hessian, NewtonCg options) where T : class, IHessianVectorProduct<T>
{
    /// <summary>The share of the decrease predicted by the slope that a step must reach. Nocedal and Wright, 3.1.</summary>
    private const double Armijo = 1e-4;

    /// <summary>Below this share of the loss, differences of the loss are rounding of float32, and the slope decides.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Number of halvings after which there is no descent.</summary>
    private const int MostHalvings = 30;

    /// <summary>A point with its loss and gradient.</summary>
    private sealed record Point(T Model, double Loss, T Gradient)
    {
        public double Norm { get; } = Math.Sqrt(Dot(Gradient, Gradient));
    }

    public Fin<Minimum<T>> Run(T start)
    {
        var (point, iterations) = (At(start), Seq<NewtonIteration>.Empty);
        if (Tell(0, 0, 0) is { } atOnce) return atOnce;
        for (var number = 1; ; number++)
        {
            if (point.Norm <= options.GradientTolerance) return Ended(MinimumEnd.Converged);
            if (number > options.MaxIterations) return Ended(MinimumEnd.OutOfIterations);
            var (direction, products) = Solve(point);
            if (options.Cancellation.IsCancellationRequested) return Ended(MinimumEnd.Cancelled);
            if (Search(point, direction) is not var (next, step)) return Ended(MinimumEnd.NoDescent);
            point = next;
            if (Tell(number, products, step) is { } failure) return failure;
        }

        Error? Tell(int number, int products, double step)
        {
            var iteration = new NewtonIteration(number, point.Loss, point.Norm, products, step);
            iterations = iterations.Add(iteration);
            try
            {
                options.OnIteration?.Invoke(iteration);
                return null;
            }
            catch (Exception thrown)
            {
                var when = FormattableString.Invariant($"in iteration {number}");
                return OptionFault.OfFunction(nameof(options.OnIteration), thrown).Error(when, 0, default, point.Model);
            }
        }

        Minimum<T> Ended(MinimumEnd end) => new(point.Model, end, iterations);
    }

    /// <summary>
    /// Returns a direction p with <c>H·p ≈ −g</c>, by conjugate gradients from 0. It is more exact near the minimum, so that the steps
    /// become Newton's steps. If the loss curves downwards, it ends with the direction found so far.
    /// </summary>
    private (T Direction, int Products) Solve(Point point)
    {
        var (p, residual) = (0 * point.Gradient, point.Gradient);
        var (d, square) = (-1 * residual, point.Norm * point.Norm);
        var target = Math.Min(0.5, Math.Sqrt(point.Norm)) * point.Norm;
        for (var products = 1; ; products++)
        {
            var product = hessian.Times(point.Model, d);
            var curvature = Dot(d, product);
            if (!(curvature > 0)) return (products == 1 ? d : p, products);
            var alpha = square / curvature;
            (p, residual) = (p + alpha * d, residual + alpha * product);
            var before = square;
            square = Dot(residual, residual);
            if (Math.Sqrt(square) <= target || products == options.MaxProducts || options.Cancellation.IsCancellationRequested)
                return (p, products);
            d = square / before * d - residual;
        }
    }

    /// <summary>
    /// Halves the step until the loss has fallen by a share of the decrease that the slope predicts. If rounding hides that share, the
    /// slope decides. At the end of the step it must not rise more steeply than it fell at the start. This is the approximate Wolfe
    /// condition (Hager and Zhang, 2005). Returns null if no step passes.
    /// </summary>
    private (Point Next, double Step)? Search(Point point, T direction)
    {
        var slope = Dot(point.Gradient, direction);
        if (!(slope < 0)) return null;
        var step = 1.0;
        for (var halving = 0; halving < MostHalvings; halving++, step /= 2)
        {
            var next = At(point.Model + step * direction);
            if (next.Loss <= point.Loss + Armijo * step * slope && double.IsFinite(next.Norm)) return (next, step);
            var isRounding = next.Loss <= point.Loss + Rounding * Math.Abs(point.Loss);
            if (isRounding && next.Norm < point.Norm && Dot(next.Gradient, direction) <= (2 * Armijo - 1) * slope) return (next, step);
        }
        return null;
    }

    private Point At(T model)
    {
        var (value, gradient) = loss.At(model);
        return new Point(model, value, gradient);
    }

    /// <summary>
    /// Returns the inner product of two points over the trainable parameters, in double precision: gradients are zero elsewhere.
    /// </summary>
    private static double Dot(T a, T b)
    {
        var sum = 0.0;
        foreach (var (x, y) in a.Parameters.Zip(b.Parameters))
        {
            var (left, right) = (x.ToDoubles(), y.ToDoubles());
            for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        }
        return sum;
    }
}
