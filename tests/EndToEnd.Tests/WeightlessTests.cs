using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Models without weights for an optimizer: they are trained like all others, and stay unchanged.</summary>
public partial class WeightlessTests
{
    [Model(3), MeanSquaredError]
    internal sealed partial record AllFrozen([Frozen, Dense(2)] Dense Output);

    [Fact]
    public void They_are_trained_and_stay_as_they_are()
    {
        Check(AllFrozen.Initialize(1));
        Check(TwiceDropped.Initialize(1));
    }

    private static void Check<T>(T model) where T : class, IModel<T>
    {
        foreach (var engine in Numbers.Engines)
        {
            var batch = Numbers.Random<T>(10, 1);
            var data = Dataset.Create<float>(T.Description.InputShape, batch.Inputs.ToArray(), batch.Labels.ToArray(),
                T.Description.LabelShape).ThrowIfFail();
            var fitted = model.Fit(data, new FitOptions { Epochs = 2, BatchSize = 4, Engine = engine, Optimizer = new Adam(0.1) })
                .ThrowIfFail();
            Assert.Equal(2, fitted.History.Count);
            Assert.Equal(model.To(engine).Parameters, fitted.Model.To(engine).Parameters);
        }
    }
}
