using FsCheck.Xunit;
using ModelDsl.Training;
using static ModelDsl.Functions;

namespace ModelDsl.Tests.Data;

public class SampleWeightTests
{
    /// <summary>Sample i is the number i with weight i/2, so the weight must stay half of the number everywhere.</summary>
    [Property(MaxTest = 50)]
    public void WeightsStayWithTheirSamples(int seed)
    {
        var data = Weighted(24);
        Dataset[] views =
        [
            data, data | Shuffle(seed), data | Take(7), data | Shuffle(seed) | Take(9) | Shuffle(seed + 1), data | Scale(1), data.Named("other"),
            .. (data | Split(0.25, seed)).Value() is var parts ? new[] { parts.Train, parts.Validation } : [],
            .. (data | Split(0.25, seed, stratified: true)).Value() is var even ? new[] { even.Train, even.Validation } : [],
            .. (data | KFold(4, seed: seed)).Value().SelectMany(fold => new[] { fold.Train, fold.Held }),
            (data | OneHot(3)).Value(), (data | OfClasses(2, 0)).Value(), (data | IsClass(1)).Value(),
        ];
        foreach (var view in views)
        {
            Assert.True(view.HasWeights);
            Assert.Equal(view.Numbers().Select(x => x / 2), Weights(view));
            Assert.Equal(Weights(view).Select(w => (double)w), view.ToBatch().Weights!.ToDoubles());
        }
        Assert.Equal([2f, 1f, 2f], Weights(data, 4, 2, 4));
    }

    [Fact]
    public void AViewGetsWeightsOfItsOwn()
    {
        var view = Samples.Numbered(10) | Shuffle(3) | Take(4);
        var weighted = (view | WithSampleWeights(1, 2, 3, 4)).Value();
        Assert.Equal(view.Numbers(), weighted.Numbers());
        Assert.Equal([1f, 2f, 3f, 4f], Weights(weighted));
        Assert.False(view.HasWeights);
        Assert.Equal([5f, 6f], Weights((weighted | Take(2) | WithSampleWeights(5, 6)).Value()));
    }

    [Fact]
    public void WithoutWeightsEachSampleWeighsOne()
    {
        Assert.Equal([1f, 1f, 1f], Weights(Samples.Numbered(3)));
        Assert.Null(Samples.Numbered(3).ToBatch().Weights);
    }

    [Fact]
    public void WeightsAreCopied()
    {
        float[] weights = [1, 2, 3];
        var data = (Samples.Numbered(3) | WithSampleWeights(weights)).Value();
        weights[0] = 9;
        Assert.Equal([1f, 2f, 3f], Weights(data));
    }

    [Theory]
    [InlineData(new float[] { 1, 2 }, "the data set: there are 3 samples but 2 weights.")]
    [InlineData(new float[] { 1, 2, -0.5f }, "the data set: the weight of sample 2 is -0.5, but a weight must be finite and 0 or more.")]
    [InlineData(new[] { 1, float.NaN, 1 }, "the data set: the weight of sample 1 is NaN, but a weight must be finite and 0 or more.")]
    [InlineData(new[] { float.PositiveInfinity, 1, 1 }, "the data set: the weight of sample 0 is Infinity, but a weight must be finite and 0 or more.")]
    public void WeightsThatCannotBeAreAnError(float[] weights, string message) =>
        Assert.Equal(message, (Samples.Numbered(3) | WithSampleWeights(weights)).Message());

    [Fact]
    public void ARunThatWeighsOtherwiseIsAnotherRun()
    {
        var model = Training.LinearModel<Training.Classifier>.Initialize(1);
        var (plain, data) = (Samples.Numbered(24, i => i % 3), Weighted(24));
        var options = new FitOptions();
        var classes = options with { ClassWeights = new Dictionary<int, double> { [2] = 0.5, [0] = 2 } };
        var prints = new[]
        {
            RunFingerprint.Of(model, plain, options), RunFingerprint.Of(model, data, options), RunFingerprint.Of(model,
                data | Shuffle(1), options),
            RunFingerprint.Of(model, plain, classes), RunFingerprint.Of(model, plain, options with { Validation = data }),
            RunFingerprint.Of(model, plain, options with { Validation = plain }),
        };
        Assert.Equal(prints.Length, prints.Distinct().Count());
        var reordered = options with { ClassWeights = new Dictionary<int, double> { [0] = 2, [2] = 0.5 } };
        Assert.Equal(prints[3], RunFingerprint.Of(model, plain, reordered));
        Assert.Equal("class 0: 2, class 2: 0.5", prints[3]["class weights"]);
    }

    [Fact]
    public void SamplesOfNoClassAreLeftOutWhereClassesAreCounted()
    {
        var data = Samples.Numbered(6, i => i % 2 == 0 ? Dataset.NoClass : 1);
        Assert.Equal([0, 3], data.Counts());
        Assert.Contains("sample 0 has none", (data | Split(0.5, 1, stratified: true)).Message());
        Assert.Contains("sample 0 is -1", (data | OneHot(2)).Message());
        Assert.Equal([1f, 3f, 5f], (data | OfClasses(1)).Value().Numbers());
        Assert.Contains("no sample is of class -1", (data | OfClasses(-1)).Message());
    }

    private static Dataset Weighted(int count) =>
        (Samples.Numbered(count, i => i % 3) | WithSampleWeights([.. Enumerable.Range(0, count).Select(i => i / 2f)])).Value();

    private static float[] Weights(Dataset data, params int[] rows)
    {
        if (rows.Length == 0) rows = [.. Enumerable.Range(0, data.Count)];
        var weights = new float[rows.Length];
        data.CopyWeights(rows, weights);
        return weights;
    }
}
