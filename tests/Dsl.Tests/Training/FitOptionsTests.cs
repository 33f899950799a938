using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using Numbers = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;

namespace ModelDsl.Tests.Training;

public class FitOptionsTests
{
    private static InvalidFit Refusal(FitOptions options, Dataset? data = null) =>
        Assert.IsType<InvalidFit>(Model.Initialize(1).Fit(data ?? ToyData.Clouds(20), options).Case);

    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        var options = new FitOptions();
        Assert.Equal((1, 32, true), (options.Epochs, options.BatchSize, options.Shuffle));
        Assert.Equal(new RmsProp(), options.Optimizer);
    }

    [Fact]
    public void All_faults_are_told_together()
    {
        var refusal = Refusal(new FitOptions
        {
            Epochs = 0,
            BatchSize = -5,
            Threads = 0,
            Optimizer = new RmsProp(double.NaN, Rho: 1.5, Momentum: -1, Epsilon: -1),
            Metrics = [Metric.CategoricalAccuracy],
            Validation = ToyData.Line(5),
            Callbacks = [new EarlyStopping(patience: -1), new EarlyStopping("val_nonsense")],
        });
        Assert.Equal(11, refusal.Faults.Count);
        string[] expected =
        [
            "Epochs is 0", "BatchSize is -5", "Threads is 0", "learning rate is NaN", "Rho is 1.5", "Momentum is -1", "Epsilon is -1",
            "categorical_accuracy", "labels", "patience is -1", "val_nonsense",
        ];
        foreach (var said in expected) Assert.Contains(said, refusal.Message);
    }

    [Fact]
    public void A_batch_larger_than_the_training_set_is_all_of_it()
    {
        var (model, data) = (Model.Initialize(1), ToyData.Clouds(20));
        var expected = model.Fit(data, new FitOptions { BatchSize = 20, Epochs = 3 }).ThrowIfFail();
        foreach (var batchSize in new[] { 21, 32, int.MaxValue })
        {
            var actual = model.Fit(data, new FitOptions { BatchSize = batchSize, Epochs = 3 }).ThrowIfFail();
            Assert.Equal(expected.Model, actual.Model);
            Assert.Equal(expected.History.Map(epoch => epoch.Loss), actual.History.Map(epoch => epoch.Loss));
        }
    }

    [Fact]
    public void No_engine_is_a_fault() => Assert.Contains("Engine is null", Refusal(new FitOptions { Engine = null! }).Message);

    [Fact]
    public void Data_of_another_shape_and_labels_of_another_kind_are_faults()
    {
        var options = new FitOptions { BatchSize = 1 };
        Assert.Contains("[3]", Refusal(options, Dataset.Create<float>([3], [1, 2, 3f], [0]).ThrowIfFail()).Message);
        Assert.Contains("label", Refusal(options, Dataset.Create<float>([2], [1, 2f], [3]).ThrowIfFail()).Message);
        Assert.Contains("label", Refusal(options, ToyData.Line(4)).Message);
    }

    [Fact]
    public void Accuracy_of_a_regression_is_an_error_that_says_so()
    {
        var options = new FitOptions { BatchSize = 1, Metrics = [Metric.Accuracy] };
        var refusal = Assert.IsType<InvalidFit>(Numbers.Initialize(1).Fit(ToyData.Line(4), options).Case);
        Assert.Contains("MeanSquaredError", refusal.Message);
    }

    [Fact]
    public void A_model_that_is_not_finite_is_not_trained()
    {
        var model = Model.Initialize(1) with { Bias = Tensor.Create([3], [0, float.NaN, 0]) };
        var refusal = Assert.IsType<InvalidFit>(model.Fit(ToyData.Clouds(40)).Case);
        Assert.Contains("Output.Bias", refusal.Message);
    }

    [Fact]
    public void Asking_for_a_figure_that_was_not_measured_says_what_to_add()
    {
        var epoch = Model.Initialize(1).Fit(ToyData.Clouds(40)).ThrowIfFail().History[0];
        Assert.Contains("Metric.Accuracy", Assert.Throws<InvalidOperationException>(() => epoch.Accuracy).Message);
        Assert.Contains("Validation", Assert.Throws<InvalidOperationException>(() => epoch.ValidationLoss).Message);
        Assert.True(epoch.Find("val_loss").IsNone);
        Assert.Equal(epoch.Loss, epoch.Find("loss").IfNone(double.NaN));
    }
}
