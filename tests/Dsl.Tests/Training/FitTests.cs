using LanguageExt;
using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

public class FitTests
{
    private static readonly FitOptions Options = new() { Epochs = 5, BatchSize = 16, Optimizer = new Sgd(0.5), Metrics = [Metric.Accuracy], Seed = 3 };

    [Fact]
    public void Separable_data_is_learned()
    {
        var fitted = Model.Initialize(seed: 1).Fit(ToyData.Clouds(300), Options).ThrowIfFail();
        Assert.Equal(5, fitted.History.Count);
        Assert.True(fitted.History[4].Loss < 0.1 * fitted.History[0].Loss + 0.05);
        Assert.Equal(1.0, fitted.History[4].Accuracy);
        Assert.Equal(1.0, fitted.Model.Evaluate(ToyData.Clouds(500, seed: 9), Metric.Accuracy).ThrowIfFail().Accuracy);
        Assert.False(fitted.Cancelled);
    }
}
