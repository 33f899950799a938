using LanguageExt.Common;

namespace ModelDsl.Tests.Metrics;

public class AccuracyTests
{
    private static ModelDescription Model(LossKind loss, OutputKind output, int classes = 3) => new(
        "Toy", [2], [classes], loss == LossKind.SparseCategoricalCrossentropy ? [] : [classes],
        loss == LossKind.SparseCategoricalCrossentropy ? LabelKind.ClassIndices : LabelKind.Values, output, loss, default, default);

    private static readonly ModelDescription Sparse = Model(LossKind.SparseCategoricalCrossentropy, OutputKind.Probabilities);
    private static readonly ModelDescription OneHot = Model(LossKind.CategoricalCrossentropy, OutputKind.Logits);
    private static readonly ModelDescription YesNo = Model(LossKind.BinaryCrossentropy, OutputKind.IndependentProbabilities);
    private static readonly ModelDescription YesNoLogits = Model(LossKind.BinaryCrossentropy, OutputKind.Logits);
    private static readonly ModelDescription Numbers = Model(LossKind.MeanSquaredError, OutputKind.Values);

    private static double Result(Metric metric, ModelDescription model, float[] outputs, int[]? classes = null, float[]? targets = null)
    {
        var accumulator = metric.Start(model).ThrowIfFail();
        accumulator.Add(outputs, new BatchLabels(classes, targets));
        return accumulator.Result;
    }

    [Fact]
    public void Sparse_accuracy_compares_the_largest_output_with_the_class() =>
        Assert.Equal(2.0 / 3, Result(Metric.Accuracy, Sparse, [.1f, .6f, .3f, .05f, .95f, 0, .2f, .3f, .5f], [2, 1, 2]), 15);

    [Fact]
    public void Categorical_accuracy_compares_largest_with_largest()
    {
        Assert.Equal(.5, Result(Metric.Accuracy, OneHot, [.1f, .9f, .8f, .05f, .95f, 0], targets: [0, 0, 1, 0, 1, 0]));
        Assert.Equal(.5, Result(Metric.CategoricalAccuracy, YesNo, [.1f, .9f, .8f, .05f, .95f, 0], targets: [0, 0, 1, 0, 1, 0]));
    }

    [Fact]
    public void Binary_accuracy_has_its_threshold_at_one_half_and_for_logits_at_zero()
    {
        var targets = new float[] { 1, 1, 0, 0, 0, 1 };
        Assert.Equal(4.0 / 6, Result(Metric.Accuracy, YesNo, [.98f, 1, 0, .6f, .4f, .5f], targets: targets), 15);
        Assert.Equal(4.0 / 6, Result(Metric.BinaryAccuracy, YesNoLogits, [.1f, 9, -.1f, .6f, -4, 0], targets: targets), 15);
    }

    [Fact]
    public void Of_equal_outputs_the_first_counts() =>
        Assert.Equal(.5, Result(Metric.Accuracy, Sparse, [.5f, .5f, 0, .5f, .5f, 0], [0, 1]));

    [Fact]
    public void NaN_is_never_right()
    {
        Assert.Equal(0, Result(Metric.Accuracy, Sparse, [float.NaN, 0, 0, 0, 0, float.NaN], [0, 0]));
        Assert.Equal(0, Result(Metric.Accuracy, OneHot, [float.NaN, 0, 0], targets: [1, 0, 0]));
        Assert.Equal(0, Result(Metric.Accuracy, OneHot, [float.NaN, 0, 0], targets: [float.NaN, 0, 0]));
        Assert.Equal(0, Result(Metric.Accuracy, YesNo, [float.NaN, float.NaN, float.NaN], targets: [0, 1, 0]));
    }

    [Fact]
    public void Batches_add_up_exactly_and_reset_forgets()
    {
        var accumulator = Metric.Accuracy.Start(Sparse).ThrowIfFail();
        Assert.True(double.IsNaN(accumulator.Result));
        accumulator.Add([1, 0, 0, 1, 0, 0, 1, 0, 0], new BatchLabels([0, 0, 0], default));
        accumulator.Add([1, 0, 0], new BatchLabels([1], default));
        Assert.Equal(.75, accumulator.Result);
        accumulator.Reset();
        accumulator.Add([1, 0, 0], new BatchLabels([0], default));
        Assert.Equal(1, accumulator.Result);
    }

    [Fact]
    public void A_metric_that_does_not_fit_the_model_says_what_does()
    {
        static string Why(Metric metric, ModelDescription model) =>
            Assert.IsType<Error>(metric.Start(model).Case, exactMatch: false).Message;
        Assert.Contains("the loss itself", Why(Metric.Accuracy, Numbers));
        Assert.Contains("CategoricalAccuracy", Why(Metric.SparseCategoricalAccuracy, OneHot));
        Assert.Contains("SparseCategoricalAccuracy", Why(Metric.CategoricalAccuracy, Sparse));
        Assert.Contains("Metric.Accuracy", Why(Metric.BinaryAccuracy, OneHot));
        Assert.Contains("the loss itself", Why(Metric.CategoricalAccuracy, Numbers));
    }
}
