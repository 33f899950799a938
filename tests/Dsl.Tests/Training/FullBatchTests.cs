using ModelDsl.Engines;
using ModelDsl.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

public class FullBatchTests
{
    /// <summary>A plain float32 sum of so many terms would lose the last three or four digits.</summary>
    [Fact]
    public void The_mean_of_many_batches_is_as_exact_as_that_of_two()
    {
        var (model, data) = (Model.Initialize(1), ToyData.Clouds(60_000));
        var (expectedLoss, expected) = Mean(Engine.Reference);
        var (loss, gradient) = Mean(Engine.Cpu);
        Assert.Equal(expectedLoss, loss, 1e-6 * expectedLoss);
        foreach (var (e, a) in expected.Parameters.Zip(gradient.Parameters))
        {
            var (wanted, given) = (e.ToArray(), a.ToArray());
            var largest = wanted.Max(MathF.Abs);
            for (var i = 0; i < wanted.Length; i++) Assert.Equal(wanted[i], given[i], 3e-7f * largest);
        }

        (double Loss, Model Gradient) Mean(ITensorEngine engine)
        {
            using var full = new FullBatch<Model>(engine, data, batchSize: 1, seed: 0);
            return full.At(model);
        }
    }
}
