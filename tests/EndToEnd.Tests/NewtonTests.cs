using ModelDsl.EndToEnd.Tests.Models;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Newton's method on whole data sets.</summary>
public class NewtonTests
{
    private static readonly Dataset Classes = ClassesOf(60);

    /// <summary>Makes points of three clouds that overlap. No planes separate them, so the minimum is near.</summary>
    private static Dataset ClassesOf(int count)
    {
        var random = new Random(5);
        var labels = Enumerable.Range(0, count).Select(i => i % 3).ToArray();
        float[] samples = [.. labels.SelectMany(
            label => Enumerable.Range(0, 3).Select(f => (f == label ? 0.7f : 0f) + random.NextSingle()))];
        return Dataset.Create<float>([3], samples, labels).ThrowIfFail();
    }

    [Fact]
    public void A_model_that_is_at_its_minimum_learns_no_names_from_it()
    {
        Dataset Named(params string[] names) =>
            Dataset.Create<float>([3], [.. Enumerable.Range(0, 18).Select(i => i % 5f)], [0, 1, 2, 0, 1, 2], names).ThrowIfFail();
        var model = Softmax3.Initialize(1);
        var minimum = model.Minimize(Named("a", "b", "c"), new NewtonCg { GradientTolerance = 1e9 }).ThrowIfFail();
        Assert.Equal((model, 0.0), (minimum.Model, minimum.Iterations.Count - 1.0));
        Assert.True(minimum.Model.Evaluate(Named("x", "y", "z")).IsFail);
        Assert.True(model.Evaluate(Named("x", "y", "z")).IsSucc);
    }

    [Fact]
    public void It_reaches_the_minimum_of_a_convex_loss_from_anywhere()
    {
        Minimum<Softmax3>[] minima = [.. Enumerable.Range(0, 4).Select(seed =>
            (2.0 * Numbers.Point<Softmax3>(seed, Engine.Reference)).Minimize(Classes,
                new NewtonCg { GradientTolerance = 1e-10 }).ThrowIfFail())];
        foreach (var minimum in minima)
        {
            Assert.Equal(MinimumEnd.Converged, minimum.End);
            Assert.InRange(minimum.GradientNorm, 0, 1e-10);
            Assert.Equal(minima[0].Loss, minimum.Loss, 1e-12);
            // The kernels are unique; the biases are unique up to a common addend.
            Numbers.Close(minima[0].Model.Output.Kernel.ToDoubles(), minimum.Model.Output.Kernel.ToDoubles(), 1e-6);
            Assert.Equal(minimum.Iterations.Map(i => i.Number), LanguageExt.Prelude.toSeq(Enumerable.Range(0, minimum.Iterations.Count)));
            Assert.All(minimum.Iterations.Tail, i => Assert.True(i.Products > 0 && i.Step > 0));
            // Near the minimum, each iteration more than halves the number of missing digits.
            Assert.InRange(minimum.Iterations.Count, 3, 14);
        }
    }

    [Fact]
    public void Float32_reaches_the_same_minimum()
    {
        var exact = Numbers.Point<Softmax3>(1, Engine.Reference).Minimize(Classes,
            new NewtonCg { GradientTolerance = 1e-10 }).ThrowIfFail();
        var minimum = Numbers.Point<Softmax3>(1, Engine.Cpu).Minimize(Classes).ThrowIfFail();
        Assert.Equal(MinimumEnd.Converged, minimum.End);
        Assert.Equal(exact.Loss, minimum.Loss, 1e-6);
        Assert.Same(Engine.Cpu, minimum.Model.Output.Kernel.Engine);
    }

    /// <summary>The loss no longer falls visibly, so the slope decides.</summary>
    [Theory, InlineData(1e-5), InlineData(1e-6)]
    public void Float32_converges_below_the_rounding_of_the_loss(double tolerance)
    {
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var minimum = (2.0 * Numbers.Point<Softmax3>(seed, Engine.Cpu)).Minimize(Classes,
                new NewtonCg { GradientTolerance = tolerance }).ThrowIfFail();
            Assert.Equal(MinimumEnd.Converged, minimum.End);
        }
    }

    [Fact]
    public void Where_rounding_is_all_that_is_left_it_says_so()
    {
        var norms = Enumerable.Range(1, 9).Select(seed =>
        {
            var minimum = Numbers.Point<Softmax3>(seed, Engine.Cpu).Minimize(Classes,
                new NewtonCg { GradientTolerance = 1e-30 }).ThrowIfFail();
            Assert.True(minimum.End is MinimumEnd.NoDescent or MinimumEnd.OutOfIterations);
            return minimum.GradientNorm;
        }).Order().ToArray();
        Assert.InRange(norms[norms.Length / 2], 0, 1e-6);
        // Steps go on where only rounding is left. A loss that is rounded to 6e-8 of itself does not show slopes smaller than the square
        // root of that.
        Assert.InRange(norms[^1], 0, 2.5e-4);
    }

    [Theory]
    [InlineData(1), InlineData(7), InlineData(60), InlineData(1000)]
    public void Batches_are_summed_to_the_whole(int batchSize)
    {
        var model = Numbers.Point<Softmax3>(3, Engine.Reference);
        var (loss, gradient) = model.LossAndGradient(Classes, batchSize).ThrowIfFail();
        var x = new float[180];
        Classes.CopySamples([.. Enumerable.Range(0, 60)], x);
        var labels = new int[60];
        Classes.CopyClasses([.. Enumerable.Range(0, 60)], labels);
        var (expected, whole) = model.LossAndGradient(new Batch(Tensor.Create([60, 3], x), Tensor.Create([60], labels)));
        Assert.Equal(expected, loss, 1e-12);
        Numbers.Close(Numbers.Of(whole), Numbers.Of(gradient), 1e-12);

        var minimum = model.Minimize(Classes, new NewtonCg { BatchSize = batchSize, GradientTolerance = 1e-9 }).ThrowIfFail();
        Assert.Equal(model.Minimize(Classes, new NewtonCg { GradientTolerance = 1e-9 }).ThrowIfFail().Loss, minimum.Loss, 1e-12);
    }

    [Fact]
    public void Sample_weights_count()
    {
        var weighted = Classes | WithSampleWeights([.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? 2f : 0.5f)]);
        var data = weighted.ThrowIfFail();
        var options = new NewtonCg { GradientTolerance = 1e-9 };
        var minimum = Numbers.Point<Softmax3>(1, Engine.Reference).Minimize(data, options).ThrowIfFail();
        Assert.InRange(minimum.Model.LossAndGradient(data).ThrowIfFail().Gradient.Parameters.Sum(p => p.ToDoubles().Sum(Math.Abs)), 0,
            1e-8);
        Assert.True(minimum.Model.LossAndGradient(Classes).ThrowIfFail().Gradient.Parameters.Sum(p => p.ToDoubles().Sum(Math.Abs)) > 1e-3);
    }

    /// <summary>The loss is not convex, with dropout and batch statistics. It still falls, and two runs are the same.</summary>
    [Fact]
    public void It_descends_where_the_loss_is_not_convex_and_the_same_seed_gives_the_same_bits()
    {
        var random = new Random(2);
        var data = Dataset.Create<float>(
            [3], [.. Enumerable.Range(0, 120).Select(_ => 2 * random.NextSingle() - 1)],
            [.. Enumerable.Range(0, 40).Select(_ => random.NextSingle())], [1]).ThrowIfFail();
        var start = Bowl.Initialize(3);
        var options = new NewtonCg { MaxIterations = 8, Seed = 9, BatchSize = 16 };
        var (first, second) = (start.Minimize(data, options).ThrowIfFail(), start.Minimize(data, options).ThrowIfFail());
        Assert.Equal(Numbers.Of(first.Model), Numbers.Of(second.Model));
        Assert.NotEqual(Numbers.Of(first.Model), Numbers.Of(start.Minimize(data, options with { Seed = 10 }).ThrowIfFail().Model));
        Assert.True(first.Loss < 0.7 * first.Iterations.Head.Loss, $"{first.Loss} after {first.Iterations.Head.Loss}");
        Assert.Equal(start.Norm.MovingMean.ToDoubles(), first.Model.Norm.MovingMean.ToDoubles());
    }

    [Fact]
    public void It_ends_when_it_is_asked_to()
    {
        using var source = new CancellationTokenSource();
        var model = Numbers.Point<Softmax3>(1, Engine.Reference);
        var minimum = model.Minimize(Classes, new NewtonCg
        {
            GradientTolerance = 1e-12,
            Cancellation = source.Token,
            OnIteration = iteration =>
            {
                if (iteration.Number == 1) source.Cancel();
            },
        }).ThrowIfFail();
        Assert.Equal(MinimumEnd.Cancelled, minimum.End);
        Assert.Equal(2, minimum.Iterations.Count);
        Assert.Equal(MinimumEnd.OutOfIterations,
            model.Minimize(Classes, new NewtonCg { GradientTolerance = 1e-12, MaxIterations = 1 }).ThrowIfFail().End);
        Assert.All(
            model.Minimize(Classes, new NewtonCg { MaxIterations = 4, MaxProducts = 1 }).ThrowIfFail().Iterations.Tail, iteration =>
                Assert.Equal(1, iteration.Products));
    }

    [Theory, InlineData(1e-1), InlineData(1e-2), InlineData(1e-4), InlineData(1e-7)]
    public void It_ends_at_the_first_point_that_is_near_enough(double tolerance)
    {
        foreach (var seed in Enumerable.Range(0, 4))
        {
            var minimum = (2.0 * Numbers.Point<Softmax3>(seed, Engine.Reference)).Minimize(Classes,
                new NewtonCg { GradientTolerance = tolerance }).ThrowIfFail();
            Assert.Equal(MinimumEnd.Converged, minimum.End);
            Assert.InRange(minimum.GradientNorm, 0, tolerance);
            Assert.All(minimum.Iterations.Take(minimum.Iterations.Count - 1), before => Assert.True(before.GradientNorm > tolerance));
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void It_takes_as_many_iterations_as_it_may(int most)
    {
        var minimum = Numbers.Point<Softmax3>(1, Engine.Reference).Minimize(Classes,
            new NewtonCg { GradientTolerance = 1e-30, MaxIterations = most }).ThrowIfFail();
        Assert.Equal((MinimumEnd.OutOfIterations, most), (minimum.End, minimum.Iterations.Last.Number));
    }

    /// <summary>The directions are conjugate: a quadratic needs at most one for each parameter, at any accuracy.</summary>
    [Fact]
    public void A_quadratic_takes_a_product_for_each_parameter()
    {
        var random = new Random(4);
        // Features of different sizes: along the slope alone, it would take many more steps.
        float[] samples = [.. Enumerable.Range(0,
            40).SelectMany(_ => new[] { 4 * random.NextSingle(), random.NextSingle(), 0.2f * random.NextSingle() })];
        var data = Dataset.Create<float>([3], samples, [.. Enumerable.Range(0, 80).Select(_ => random.NextSingle())], [2]).ThrowIfFail();
        foreach (var seed in Enumerable.Range(0, 4))
        {
            var minimum = Numbers.Point<Plane>(seed, Engine.Reference).Minimize(data,
                new NewtonCg { GradientTolerance = 1e-11 }).ThrowIfFail();
            Assert.Equal(MinimumEnd.Converged, minimum.End);
            Assert.All(minimum.Iterations.Tail, iteration => Assert.InRange(iteration.Products, 1, 8));
        }
    }

    /// <summary>Newton's step would increase the loss there.</summary>
    [Fact]
    public void Where_the_loss_curves_downwards_it_goes_along_the_slope()
    {
        // Targets far from a small model's predictions: there the loss has the curvature of the products of its weights.
        var inputs = Numbers.Random<Saddle>(16, 1).Inputs;
        float[] targets = [.. Enumerable.Range(0, 16).Select(i => 30f + i)];
        var batch = new Batch(inputs, Tensor.Create([16, 1], targets));
        var data = Dataset.Create<float>([3], inputs.ToArray(), targets, [1]).ThrowIfFail();
        var found = 0;
        foreach (var seed in Enumerable.Range(0, 60))
        {
            var model = Numbers.Point<Saddle>(seed, Engine.Reference);
            var gradient = model.LossAndGradient(batch).Gradient;
            var product = model.HessianVectorProduct(batch, gradient).Product;
            if (Numbers.Of(gradient).Zip(Numbers.Of(product), (g, h) => g * h).Sum() > -1e-6) continue;
            found++;
            var minimum = model.Minimize(data, new NewtonCg { MaxIterations = 1 }).ThrowIfFail();
            var step = minimum.Iterations.Last;
            Assert.Equal((1, 1), (step.Number, step.Products));
            Numbers.Close(Numbers.Of(model - step.Step * gradient), Numbers.Of(minimum.Model), 1e-10);
        }
        Assert.InRange(found, 3, 57);
    }

    /// <summary>
    /// Where sigmoids are saturated, the loss is nearly a plane, and Newton's step is millions of times too long. It is halved until the
    /// loss falls by a ten-thousandth of what the slope predicts for that part of the step, and no further.
    /// </summary>
    [Fact]
    public void Where_the_loss_is_nearly_a_plane_the_step_is_the_largest_half_that_descends()
    {
        var random = new Random(6);
        float[] samples = [.. Enumerable.Range(0, 120).Select(_ => random.NextSingle())];
        float[] labels = [.. Enumerable.Range(0, 80).Select(_ => random.Next(4) == 0 ? 1f : 0f)];
        var data = Dataset.Create<float>([3], samples, labels, [2]).ThrowIfFail();
        var flat = 0.0 * Numbers.Point<Logistic2>(1, Engine.Reference);
        foreach (var depth in Enumerable.Range(0, 16).Select(i => 12 + 0.5 * i))
        {
            var start = flat with { Output = flat.Output with { Bias = flat.Output.Bias! - depth } };
            var (loss, gradient) = start.LossAndGradient(data).ThrowIfFail();
            var minimum = start.Minimize(data, new NewtonCg { MaxIterations = 1 }).ThrowIfFail();
            var step = minimum.Iterations.Last.Step;
            var direction = 1 / step * (minimum.Model - start);
            var slope = Numbers.Of(gradient).Zip(Numbers.Of(direction), (g, d) => g * d).Sum();
            Assert.InRange(step, 0, 1e-3);
            Assert.True(Descends(step), $"From {-depth} the loss does not fall enough with {step}.");
            Assert.False(Descends(2 * step), $"From {-depth} the loss falls enough with {2 * step}, too.");

            bool Descends(double part) =>
                (start + part * direction).LossAndGradient(data).ThrowIfFail().Loss <= loss + 1e-4 * part * slope;
        }
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var wrong = new NewtonCg { GradientTolerance = 0, MaxIterations = 0, MaxProducts = -1, BatchSize = 0 };
        var error = Plane.Initialize(1).Minimize(Classes, wrong).Match(_ => "", e => e.Message);
        Assert.Contains("Plane can't be minimised like this, for 5 reasons: GradientTolerance is 0, but must be a finite number above 0", error);
        foreach (var option in new[] { "MaxIterations is 0", "MaxProducts is -1", "BatchSize is 0", "Plane" }) Assert.Contains(option, error);
    }

    [Fact]
    public void A_loss_that_is_no_number_at_the_start_is_an_error()
    {
        var model = double.MaxValue * Numbers.Point<Softmax3>(1, Engine.Reference);
        Assert.Contains("at the start", model.Minimize(Classes).Match(_ => "", e => e.Message));
        Assert.Contains("the parameter Output.Kernel holds a number that is not finite", (double.MaxValue * model).Minimize(Classes).Match(_ => "", e => e.Message));
    }
}
