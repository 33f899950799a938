using ModelDsl.EndToEnd.Tests.Models;

namespace ModelDsl.EndToEnd.Tests;

public class Smoke
{
    [Fact]
    public void GradientStepLowersLoss()
    {
        var model = FashionMlp.Initialize(42);
        var batch = new Batch(Tensor.Create([2, 28, 28], new float[2 * 784].Select((_, i) => (i % 17) / 17f).ToArray()), Tensor.Create([2], [3, 5]));
        var (loss, gradient) = model.LossAndGradient(batch);
        var better = model - 0.01f * gradient;
        Assert.True(better.LossAndGradient(batch).Loss < loss);
    }
}
