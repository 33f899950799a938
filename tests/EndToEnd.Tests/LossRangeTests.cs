using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>
/// Losses and gradients of predictions of every size in float32: they are finite and right wherever they are in double precision.
/// </summary>
public class LossRangeTests
{
    private static readonly double[] Sizes = [0, 1, -1, 1e10, 3e38, -3e38];

    [Fact]
    public void Losses_of_numbers_are_right_over_the_whole_range()
    {
        Check<SquaredErrors>(Numbers3());
        Check<AbsoluteErrors>(Numbers3());
        Check<PercentageErrors>(Numbers3());
        Check<LogarithmicErrors>(Numbers3());
        Check<HuberErrors>(Numbers3());
        Check<LogCoshErrors>(Numbers3());
        Check<Counts>(Numbers3());
        Check<Divergence>(Numbers3());
        Check<Directions>(Numbers3().Where(p => p.Any(x => x != 0)));
    }

    [Fact]
    public void Losses_of_scores_and_logits_are_right_over_the_whole_range()
    {
        Check<Margins>(Numbers2());
        Check<SquaredMargins>(Numbers2());
        Check<ClassMargins>(Numbers2());
        Check<SoftmaxDivergence>(Numbers3());
        Check<FocalPairs>(Numbers2());
        Check<FocalLogits>(Numbers3());
        Check<BalancedLogits>(Numbers3());
        Check<RootFocalLogits>(Numbers3());
        Check<FocalClasses>(Numbers3());
        Check<SmoothedFocalClasses>(Numbers3());
        Check<UnfocusedClasses>(Numbers3());
        Check<RootFocalClasses>(Numbers3());
        Check<IgnoringMinusOne>(Numbers3());
        Check<SparseLogits>(Numbers3());
        Check<CategoricalLogits>(Numbers3());
        Check<SmoothedLogits>(Numbers3());
        Check<BinaryLogits>(Numbers3());
        Check<BinarySmoothed>(Numbers3());
    }

    private static IEnumerable<double[]> Numbers3() =>
        from a in Sizes
        from b in Sizes
        from c in new[] { 0.5, -3e38 }
        select new[] { a, b, c };

    private static IEnumerable<double[]> Numbers2() =>
        from a in Sizes
        from b in Sizes
        select new[] { a, b };

    /// <summary>
    /// Checks a model whose first input is 1 and whose other inputs are 0. So the kernel's first row is the prediction, and its gradient is
    /// that of the loss.
    /// </summary>
    private static void Check<T>(IEnumerable<double[]> predictions) where T : class, IModel<T>
    {
        foreach (var prediction in predictions)
        {
            var columns = prediction.Length;
            for (var label = 0; label < columns; label++)
            {
                var inputs = Numbers.Tensor([1, columns], [.. Enumerable.Range(0, columns).Select(i => i == 0 ? 1.0 : 0.0)]);
                var labels = T.Description.Labels == LabelKind.ClassIndices
                    ? Tensor.Create([1], [label])
                    : Numbers.Tensor([1, columns], [.. Enumerable.Range(0, columns).Select(i => i == label ? 1.0 : 0.0)]);
                var batch = new Batch(inputs, labels);
                var kernel = Numbers.Tensor([columns, columns],
                    [.. prediction.Select(x => (double)(float)x), .. Enumerable.Repeat(0.0, columns * (columns - 1))]);
                var (loss, gradient) = At(Engine.Reference);
                var (actualLoss, actualGradient) = At(Engine.Cpu);
                var what = $"{typeof(T).Name} at [{string.Join(", ", prediction)}], label {label}";
                AssertSame(loss, actualLoss, $"The loss of {what}");
                for (var i = 0; i < columns; i++) AssertSame(gradient[i], actualGradient[i], $"The gradient {i} of {what}");

                (double Loss, double[] Gradient) At(ITensorEngine engine)
                {
                    var model = Numbers.With(T.Initialize(0), kernel).To(engine);
                    var (l, g) = ModelCalls.LossAndGradient(model, batch, default);
                    return (l, Numbers.Of(g));
                }
            }
        }
    }

    private static void AssertSame(double wanted, double actual, string what)
    {
        // Outside the range of a loss, for instance at a negative count.
        if (double.IsNaN(wanted)) return;
        var held = (double)(float)wanted;
        var same = double.IsInfinity(held) ? actual.Equals(held) || Math.Abs(actual) > 3e38
            : Math.Abs(held - actual) <= 1e-4 * Math.Abs(held) + 1e-6;
        Assert.True(same, $"{what}: expected {wanted:R}, got {actual:R}.");
    }
}
