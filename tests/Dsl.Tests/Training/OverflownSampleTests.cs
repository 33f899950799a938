using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Tests.Data;
using static ModelDsl.Functions;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

/// <summary>
/// If scaling makes numbers too large for float32, giving them to a model is an error; some layers would turn them into finite answers.
/// </summary>
public sealed class OverflownSampleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Dataset Floats(params float[] numbers) => Dataset.Create<float>([2], numbers, new int[numbers.Length / 2]).ThrowIfFail();

    private static IEnumerable<string> Errors(Dataset data)
    {
        var (model, options) = (Model.Initialize(1), new FitOptions { Epochs = 1, BatchSize = 2 });
        var good = ToyData.Clouds(8);
        return new object?[]
        {
            model.Fit(data, options).Case, model.Fit(good, options with { Validation = data }).Case, model.Evaluate(data).Case,
            model.Predict(data).Case,
        }.Select(result => Assert.IsAssignableFrom<Error>(result).Message);
    }

    [Fact]
    public void Every_use_of_the_data_names_sample_and_feature()
    {
        var data = Floats(1, 2, 3, -2e9f, 5, 6, 7, 8);
        Assert.All(Errors(data | Scale(1e30f)), message => Assert.Contains(
            "sample 1 is -Infinity at [1] after Scale and Standardize, too large for float32: scale by less", message));
        Assert.All(Errors((data | Shuffle(3)) | Scale(1e30f)), message => Assert.Contains(" at [1] after Scale and Standardize", message));
        Assert.All(
            Errors(Dataset.Create<byte>([2], [1, 2, 3, 255, 5, 6, 7, 8], new int[4]).ThrowIfFail() | Scale(2e36f)),
            message => Assert.Contains("sample 1 is Infinity at [1]", message));
    }

    [Fact]
    public void A_fold_tells_like_any_training_data() => Assert.Contains(
        "sample 0 is -Infinity at [1]",
        Model.CrossValidate(Floats(1, 2, 5, 6, 3, -2e9f, 7, 8) | Scale(1e30f),
            new FitOptions { Metrics = [Metric.Accuracy] }, 2).Message());

    [Fact]
    public void A_part_of_joined_samples_is_found_by_its_place_in_the_row()
    {
        var (left, right) = (Floats(1, 2, 3, 4, 5, 6), Floats(1, 2, 3e9f, 4, 5, 6) | Scale(1e30f));
        var joined = Dataset.Join(left, right).ThrowIfFail();
        var model = Samples.Model([4], [3], LossKind.SparseCategoricalCrossentropy);
        Assert.Contains("sample 1 is Infinity at [2]", joined.Check(model).Message());
        Assert.Contains("sample 1 is Infinity at [2]", joined.CheckInputs(model).Message());
        var scaled = joined | Scale(1e-3f);
        Assert.True(scaled.CheckInputs(model).IsSucc);
        Assert.Equal((float)(3e9f * (double)1e30f * 1e-3f), scaled.ToTensor().ToArray()[4 + 2]);
    }

    [Fact]
    public void Samples_on_disk_are_found_when_they_are_read()
    {
        var data = MappedClouds.Map(folder, 20) | Scale(3e38f);
        Assert.All(Errors(data), message => Assert.Contains("Infinity at [", message));
    }

    [Fact]
    public void Numbers_that_stay_within_float32_are_welcome()
    {
        var largest = Floats(float.MaxValue, -float.MaxValue, 1, 2);
        Assert.True(largest.CheckInputs(Model.Description).IsSucc);
        Assert.True((largest | Scale(1) | Scale(-1)).CheckInputs(Model.Description).IsSucc);
        Assert.True((largest | Scale(1e30f) | Standardize(Standardization.Fit(largest | Scale(1e30f)))).ThrowIfFail()
            .CheckInputs(Model.Description).IsSucc);
        Assert.True((largest | Scale(1.01f) | Take(1)).CheckInputs(Model.Description).IsFail);
    }
}
