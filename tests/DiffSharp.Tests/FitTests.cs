using ModelDsl.EndToEnd.Tests;
using ModelDsl.Engines;

namespace ModelDsl.DiffSharp.Tests;

/// <summary>A small model with a random layer and a layer with moving statistics.</summary>
[Model(6, 6, 1), SparseCategoricalCrossentropy]
public sealed partial record SmallNetwork(
    [Conv2D(4, 3, Activation.Relu)] Conv2D Convolution,
    [BatchNormalization] BatchNormalization Normalization,
    [MaxPooling2D(2)] MaxPooling2D Pool,
    [Flatten] Flatten Features,
    [Dropout(0.3)] Dropout Regularize,
    [Dense(3, Activation.Softmax)] Dense Output);

public sealed class FitTests
{
    private static readonly FitOptions Options = new() { BatchSize = 12, Seed = 8 };

    /// <summary>Ten steps with dropout from the same first weights, in an order that only the same seed gives.</summary>
    [Fact]
    public void The_same_seed_draws_the_same_numbers_on_both_engines()
    {
        var first = SmallNetwork.Initialize(seed: 3);
        var options = Options with { Epochs = 2, Optimizer = new Sgd(0.05) };
        var expected = first.Fit(SmallData.Of(60), options).ThrowIfFail().Model;
        var actual = first.Fit(SmallData.Of(60), options with { Engine = DiffSharpEngine.Reference }).ThrowIfFail().Model;
        Numbers.Close(Numbers.Of(expected), Numbers.Of(actual), 1e-4);
        Assert.All(actual.Parameters, p => Assert.Same(Engine.Cpu, p.Engine));
        var other = first.Fit(SmallData.Of(60), options with { Engine = DiffSharpEngine.Reference, Seed = 9 }).ThrowIfFail().Model;
        Assert.Contains(Numbers.Of(expected).Zip(Numbers.Of(other)), pair => Math.Abs(pair.Item1 - pair.Item2) > 1e-2);
    }

    [Fact]
    public void A_model_that_was_moved_predicts_and_is_evaluated_alike()
    {
        var (data, model) = (SmallData.Of(50), SmallNetwork.Initialize(seed: 3));
        var moved = model.To(DiffSharpEngine.Reference);
        Assert.All(moved.Parameters, p => Assert.Same(DiffSharpEngine.Reference, p.Engine));
        Assert.Equal(Numbers.Of(model), Numbers.Of(moved));
        var predicted = moved.Predict(data, batchSize: 16).ThrowIfFail();
        Assert.Same(Engine.Cpu, predicted.Engine);
        Numbers.Close(model.Predict(data).ThrowIfFail().ToDoubles(), predicted.ToDoubles(), 1e-5);
        var (expected, actual) = (model.Evaluate(data, Metric.Accuracy).ThrowIfFail(), moved.Evaluate(data, Metric.Accuracy).ThrowIfFail());
        Assert.Equal(expected.Loss, actual.Loss, 1e-5);
        Assert.Equal(expected.Accuracy, actual.Accuracy);
        // The region of each call has ended, but the model's own tensors are still valid.
        Assert.Equal(Numbers.Of(model), Numbers.Of(moved));
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
            var options = Options with { Optimizer = optimizer };
            var first = SmallNetwork.Initialize(seed: 3);
            var expected = first.Fit(SmallData.Of(60), options).ThrowIfFail().History[0].Loss;
            Assert.Equal(expected, first.Fit(SmallData.Of(60),
                options with { Engine = DiffSharpEngine.Reference }).ThrowIfFail().History[0].Loss, 1e-3);
        }
    }
}

/// <summary>Data for <see cref="SmallNetwork"/>.</summary>
internal static class SmallData
{
    /// <summary>Makes samples whose brightest corner tells their class.</summary>
    public static Dataset Of(int count)
    {
        var (samples, classes) = (new float[count * 36], new int[count]);
        Philox.Fill(samples, new RandomKey(5), 1, 0);
        for (var i = 0; i < count; i++)
        {
            classes[i] = i % 3;
            samples[i * 36 + new[] { 0, 5, 30 }[i % 3]] += 1f;
        }
        return Dataset.Create([6, 6, 1], samples, classes).ThrowIfFail();
    }
}
