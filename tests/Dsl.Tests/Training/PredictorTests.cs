using ModelDsl.Engines;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

public class PredictorTests
{
    private static readonly Model Trained = Model.Initialize(3);
    private static readonly float[] Samples = ToyData.Clouds(12).ToTensor().ToArray();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    public void It_gives_the_bits_that_Predict_gives(int batchSize)
    {
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            var model = Trained.To(engine);
            var expected = model.Predict(Tensor.Create([12, 2], Samples).To(engine)).ThrowIfFail().ToArray();
            var predictor = model.Predictor(batchSize).ThrowIfFail();
            var actual = new float[expected.Length];
            for (var i = 0; i < 12; i += batchSize)
                predictor.Predict(Samples.AsSpan(2 * i, 2 * batchSize), actual.AsSpan(3 * i, 3 * batchSize));
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        var predictor = Trained.Predictor().ThrowIfFail();
        var probabilities = new float[3];
        for (var i = 0; i < 100; i++) predictor.Predict(Samples.AsSpan(0, 2), probabilities);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) predictor.Predict(Samples.AsSpan(0, 2), probabilities);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void It_tells_its_shapes_and_refuses_what_does_not_fit()
    {
        var predictor = Trained.Predictor(4).ThrowIfFail();
        Assert.Equal(("[4, 2]", "[4, 3]", 4), ($"{predictor.InputShape}", $"{predictor.OutputShape}", predictor.BatchSize));
        var few = Assert.Throws<ArgumentException>(() => predictor.Predict(new float[7], new float[12]));
        Assert.Contains("samples [4, 2], 8 numbers, in this call, but was given 7", few.Message);
        var narrow = Assert.Throws<ArgumentException>(() => predictor.Predict(new float[8], new float[13]));
        Assert.Contains("predictions [4, 3], 12 numbers, in this call, but was given 13", narrow.Message);
        Assert.Contains("The batch size is 0", Trained.Predictor(0).Match(_ => "", error => error.Message));
    }
}
