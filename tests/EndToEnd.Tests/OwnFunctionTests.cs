using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>An author's own functions and losses in training.</summary>
public class OwnFunctionTests
{
    [Fact]
    public void A_built_in_activation_that_is_written_out_trains_to_the_same_model()
    {
        var random = new Random(1);
        float[] x = [.. Enumerable.Range(0, 4 * 200).Select(_ => (float)(2 * random.NextDouble() - 1))];
        float[] y = [.. Enumerable.Range(0, 200).Select(i => MathF.Sin(3 * x[4 * i]) * x[4 * i + 1] + x[4 * i + 2] * x[4 * i + 3])];
        var data = Dataset.Create<float>([4], x, y, [1]).ThrowIfFail();
        foreach (var (engine, tolerance) in new[] { (Engine.Cpu, 2e-3), (Engine.Reference, 1e-9) })
        {
            var options = new FitOptions { Epochs = 30, BatchSize = 20, Optimizer = new Adam(0.01), Engine = engine };
            var own = OwnMishNetwork.Initialize(3).Fit(data, options).ThrowIfFail();
            var builtIn = MishNetwork.Initialize(3).Fit(data, options).ThrowIfFail();
            Assert.True(builtIn.History[29].Loss < 0.2 * builtIn.History[0].Loss, "It has not learnt.");
            Assert.All(own.History.Zip(builtIn.History), pair => Assert.Equal(pair.Item2.Loss, pair.Item1.Loss, tolerance));
        }
    }

    [Fact]
    public void A_step_with_functions_of_ones_own_allocates_nothing()
    {
        Assert.Equal(0, StepAllocations.Of<OwnMishNetwork>(33));
        Assert.Equal(0, StepAllocations.Of<UpperLine>(33));
    }

    [Fact]
    public void A_loss_of_ones_own_learns_the_quantile_that_it_asks_for()
    {
        var random = new Random(2);
        float[] y = [.. Enumerable.Range(0, 1000).Select(_ => (float)random.NextDouble())];
        var data = Dataset.Create<float>([1], [.. Enumerable.Repeat(0f, 1000)], y, [1]).ThrowIfFail();
        var fitted = UpperLine.Initialize(1).Fit(data, new FitOptions
        {
            Epochs = 40,
            BatchSize = 50,
            Optimizer = new HeavyBall(0.5) { LearningRate = new LearningRate.InverseTime(0.1, 100, 1) }
        }).ThrowIfFail();
        var quantile = fitted.Model.Forward(Tensor.Zeros([1, 1])).ToArray()[0];
        Assert.InRange(y.Count(v => v < quantile), 870, 930);
        Assert.Equal(fitted.Model.Evaluate(data).ThrowIfFail().Loss,
            y.Average(v => Math.Max(0.9 * (v - quantile), 0.1 * (quantile - v))), 1e-5);
    }
}
