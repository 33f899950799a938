using FsCheck.Xunit;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

public class EvaluateTests
{
    private static readonly Model Trained =
        Model.Initialize(1).Fit(ToyData.Clouds(100), new FitOptions { Optimizer = new Sgd(0.2) }).ThrowIfFail().Model;

    [Property(MaxTest = 20)]
    public bool The_batch_size_changes_no_figure(byte size, byte batch)
    {
        var data = ToyData.Clouds(size % 60 + 1, seed: size);
        var whole = Trained.Evaluate(data, Metric.Accuracy).ThrowIfFail();
        var cut = Trained.Evaluate(data, batch % 70 + 1, Metric.Accuracy).ThrowIfFail();
        return Math.Abs(whole.Loss - cut.Loss) < 1e-6 && whole.Accuracy == cut.Accuracy;
    }

    [Theory, InlineData(int.MaxValue), InlineData(int.MaxValue / 2 + 1)]
    public void A_batch_may_have_room_for_any_number_of_samples(int batch)
    {
        var data = ToyData.Clouds(40, seed: 3);
        Assert.Equal(Trained.Evaluate(data, 40, Metric.Accuracy).ThrowIfFail(),
            Trained.Evaluate(data, batch, Metric.Accuracy).ThrowIfFail());
        Assert.Equal(Trained.Predict(data).ThrowIfFail(), Trained.Predict(data, batch).ThrowIfFail());
    }

    [Property(MaxTest = 20)]
    public bool Predictions_of_data_of_tensors_and_of_any_batch_size_are_the_same(byte size, byte batch)
    {
        var data = ToyData.Clouds(size % 60 + 1, seed: size);
        var whole = ModelCalls.Forward(Trained, data.ToTensor());
        return whole.Shape == [data.Count, 3] && whole.Equals(Trained.Predict(data, batch % 70 + 1).ThrowIfFail()) &&
               whole.Equals(Trained.Predict(data.ToTensor(), batch % 70 + 1).ThrowIfFail());
    }

    [Fact]
    public void Predicted_classes_are_those_that_accuracy_counts()
    {
        var data = ToyData.Clouds(200, seed: 4);
        var classes = (Trained.Predict(data) | Functions.Argmax).ThrowIfFail();
        var labels = data.ToBatch().Labels.ToClasses();
        var matrix = ConfusionMatrix.Create(labels, classes, 3).ThrowIfFail();
        Assert.Equal(Trained.Evaluate(data, Metric.Accuracy).ThrowIfFail().Accuracy, matrix.Accuracy);
    }

    [Fact]
    public void Prediction_runs_where_the_parameters_are_in_their_precision()
    {
        var predicted = Trained.To(Engine.Reference).Predict(ToyData.Clouds(10).ToTensor()).ThrowIfFail();
        Assert.Same(Engine.Reference, predicted.Engine);
        Assert.All(predicted.ToDoubles().Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-15));
    }

    [Fact]
    public void What_does_not_fit_is_an_error_with_all_faults()
    {
        var wrong = Assert.IsType<InvalidFit>(Trained.Evaluate(ToyData.Line(4), 0, Metric.BinaryAccuracy).Case);
        Assert.Equal(3, wrong.Faults.Count);
        Assert.Contains("[4, 5]", Assert.IsType<Error>(Trained.Predict(Tensor.Zeros([4, 5])).Case, exactMatch: false).Message);
        Assert.True(Trained.Predict(ToyData.Clouds(3), 0).IsFail);
        Assert.True(Trained.Predict(Dataset.Create<float>([3], [1, 2, 3f], [0]).ThrowIfFail()).IsFail);
    }
}
