using ModelDsl.Engines;

namespace ModelDsl.Torch.Tests;

public sealed class FitTests
{
    private static readonly Lazy<Parts> Fashion = new(() =>
        (FashionMnist.Load().ThrowIfFail().Train | Scale(1 / 255f) | Split(validation: 0.2, seed: 42)).ThrowIfFail());

    /// <summary>Ten steps with dropout from the same first weights, in an order that only the same seed gives.</summary>
    [Fact]
    public void The_same_seed_draws_the_same_numbers_on_both_engines()
    {
        var first = SmallNetwork.Initialize(seed: 3);
        var options = new FitOptions { Epochs = 2, BatchSize = 12, Seed = 8, Optimizer = new Sgd(0.05) };
        var expected = first.Fit(SmallData.Of(60), options).ThrowIfFail();
        var actual = first.Fit(SmallData.Of(60), options with { Engine = TorchEngine.Cpu }).ThrowIfFail();
        foreach (var (e, a) in Numbers(expected.Model).Zip(Numbers(actual.Model))) Assert.Equal(e, a, 1e-4);
        var other = first.Fit(SmallData.Of(60), options with { Engine = TorchEngine.Cpu, Seed = 9 }).ThrowIfFail();
        Assert.Contains(Numbers(expected.Model).Zip(Numbers(other.Model)), pair => Math.Abs(pair.Item1 - pair.Item2) > 1e-2);
    }

    [Fact]
    public void A_fitted_model_lies_on_the_CPU_engine()
    {
        var fitted = SmallNetwork.Initialize(seed: 3).Fit(SmallData.Of(60), new FitOptions { Engine = TorchEngine.Cpu }).ThrowIfFail();
        Assert.All(fitted.Model.Parameters, p => Assert.Same(Engine.Cpu, p.Engine));
    }

    [Fact]
    public void A_model_that_was_moved_predicts_and_is_evaluated_alike()
    {
        var data = SmallData.Of(50);
        var model = SmallNetwork.Initialize(seed: 3);
        var moved = model.To(TorchEngine.Cpu);
        Assert.All(moved.Parameters, p => Assert.Same(TorchEngine.Cpu, p.Engine));
        Assert.Equal(Numbers(model), Numbers(moved));

        var predicted = moved.Predict(data, batchSize: 16).ThrowIfFail();
        Assert.Same(Engine.Cpu, predicted.Engine);
        AssertClose(model.Predict(data).ThrowIfFail().ToDoubles(), predicted.ToDoubles());
        var (expected, actual) = (model.Evaluate(data, Metric.Accuracy).ThrowIfFail(), moved.Evaluate(data, Metric.Accuracy).ThrowIfFail());
        Assert.Equal(expected.Loss, actual.Loss, 1e-5);
        Assert.Equal(expected.Accuracy, actual.Accuracy);

        var samples = Tensor.Create([50, 6, 6, 1], SamplesOf(data));
        AssertClose(model.Predict(samples).ThrowIfFail().ToDoubles(), moved.Predict(samples, batchSize: 20).ThrowIfFail().ToDoubles());
        using var predictor = moved.Predictor(batchSize: 2).ThrowIfFail();
        var output = new float[6];
        predictor.Predict(SamplesOf(data).AsSpan(0, 72), output);
        AssertClose(predicted.ToDoubles()[..6], Array.ConvertAll(output, v => (double)v));
    }

    [Fact]
    public void Five_epochs_of_the_chapter_end_where_the_CPU_engine_ends()
    {
        var options = new FitOptions { Epochs = 5, Seed = 42, Metrics = [Metric.Accuracy], Validation = Fashion.Value.Validation };
        double Accuracy(ITensorEngine engine) => Softmax28.Initialize(seed: 42).Fit(Fashion.Value.Train, options with { Engine = engine })
            .ThrowIfFail().History[^1].Validation.Map(v => v.Accuracy).IfNone(double.NaN);
        var (expected, actual) = (Accuracy(Engine.Cpu), Accuracy(TorchEngine.Cpu));
        Assert.InRange(expected, 0.8, 0.9);
        Assert.Equal(expected, actual, 0.003);
    }

    [Fact]
    public void Every_optimizer_trains_on_it_as_on_the_CPU_engine()
    {
        Optimizer[] optimizers =
        [
            new Sgd(0.05) { Momentum = 0.9 }, new RmsProp(), new Adam { UseEma = true }, new AdamW(), new Nadam(),
            new Adamax(), new Adagrad(), new Adadelta(), new Ftrl(), new Lion(1e-3), new Adam { GradientAccumulationSteps = 2,
                GlobalClipNorm = 0.5 },
        ];
        foreach (var optimizer in optimizers)
        {
            var options = new FitOptions { BatchSize = 12, Seed = 8, Optimizer = optimizer };
            var first = SmallNetwork.Initialize(seed: 3);
            var expected = first.Fit(SmallData.Of(60), options).ThrowIfFail().History[0].Loss;
            Assert.Equal(expected, first.Fit(SmallData.Of(60), options with { Engine = TorchEngine.Cpu }).ThrowIfFail().History[0].Loss,
                1e-3);
        }
    }

    private static float[] SamplesOf(Dataset data)
    {
        var samples = new float[data.Count * 36];
        data.CopySamples([.. Enumerable.Range(0, data.Count)], samples);
        return samples;
    }

    private static double[] Numbers<T>(T model) where T : class, IModel<T> => [.. model.Parameters.SelectMany(p => p.ToDoubles())];

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual)) Assert.Equal(e, a, 1e-5);
    }
}
