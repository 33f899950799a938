using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Torch.Tests;

namespace ModelDsl.Gpu.Tests;

public sealed class FitTests
{
    /// <summary>Ten steps with dropout from the same first weights, in an order that only the same seed gives.</summary>
    [Fact]
    public void The_same_seed_draws_the_same_numbers_on_both_engines()
    {
        var first = SmallNetwork.Initialize(seed: 3);
        var options = new FitOptions { Epochs = 2, BatchSize = 12, Seed = 8, Optimizer = new Adam(0.01) };
        var expected = first.Fit(SmallData.Of(60), options).ThrowIfFail();
        var actual = first.Fit(SmallData.Of(60), options with { Engine = TestDevice.Engine }).ThrowIfFail();
        foreach (var (e, a) in Numbers(expected.Model).Zip(Numbers(actual.Model))) Assert.Equal(e, a, 1e-4);
        Assert.All(actual.Model.Parameters, p => Assert.Same(Engine.Cpu, p.Engine));
        var again = first.Fit(SmallData.Of(60), options with { Engine = TestDevice.Engine }).ThrowIfFail();
        Assert.Equal(Numbers(actual.Model), Numbers(again.Model));
    }

    [Fact]
    public void A_model_that_was_moved_predicts_and_is_evaluated_alike()
    {
        var data = SmallData.Of(50);
        var model = SmallNetwork.Initialize(seed: 3);
        var moved = model.To(TestDevice.Engine);
        Assert.Equal(Numbers(model), Numbers(moved));
        var (here, there) = (model.Predict(data).ThrowIfFail(), moved.Predict(data, batchSize: 16).ThrowIfFail());
        foreach (var (e, a) in here.ToDoubles().Zip(there.ToDoubles())) Assert.Equal(e, a, 1e-5);
        var (expected, actual) = (model.Evaluate(data, Metric.Accuracy).ThrowIfFail(), moved.Evaluate(data, Metric.Accuracy).ThrowIfFail());
        Assert.Equal(expected.Loss, actual.Loss, 1e-5);
        Assert.Equal(expected.Accuracy, actual.Accuracy);
    }

    [Fact]
    public void Memory_of_a_region_that_has_ended_is_not_read()
    {
        var region = TestDevice.Engine.NewRegion();
        TensorBuffer buffer;
        using (region.Enter()) buffer = TestDevice.Engine.Allocate(ElementType.Float, [3]);
        TestDevice.Engine.Write([1f, 2f, 3f], buffer);
        region.Dispose();
        Assert.ThrowsAny<ObjectDisposedException>(() => TestDevice.Engine.Read(buffer, new float[3]));
    }

    private static double[] Numbers(SmallNetwork model) => [.. model.Parameters.SelectMany(p => p.ToDoubles())];
}
