using ModelDsl.CompilerServices;
using ModelDsl.Descriptions;
using ModelDsl.Engines;
using ModelDsl.Tests.Training;
using static ModelDsl.Functions;
using Classes = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using OneHotClasses = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.OneHotClassifier>;
using OneNumber = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;

namespace ModelDsl.Tests.Data;

/// <summary>Axes of length 1 do not matter when labels meet a model: the same numbers in the same order are the same labels.</summary>
public class LabelShapeTests
{
    private static readonly Batch Clouds = ToyData.Clouds(20).ToBatch();
    private static readonly Batch Line = ToyData.Line(20).ToBatch();

    [Fact]
    public void A_batch_takes_class_indices_with_an_axis_of_one()
    {
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            var model = Classes.Initialize(1).To(engine);
            foreach (var shape in new Shape[] { [20, 1], [20, 1, 1] })
                Assert.Equal(ModelCalls.LossAndGradient(model, Clouds, default),
                    ModelCalls.LossAndGradient(model, Clouds with { Labels = Tensor.Create(shape, Clouds.Labels.ToClasses()) }, default));
        }
    }

    [Fact]
    public void A_batch_takes_targets_of_one_number_without_an_axis()
    {
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            var model = OneNumber.Initialize(1).To(engine);
            foreach (var shape in new Shape[] { [20], [20, 1, 1] })
                Assert.Equal(ModelCalls.LossAndGradient(model, Line, default),
                    ModelCalls.LossAndGradient(model, Line with { Labels = Tensor.Create(shape, Line.Labels.ToArray()) }, default));
        }
    }

    [Fact]
    public void A_data_set_of_class_indices_with_an_axis_of_one_trains_to_the_same_bits()
    {
        var data = Dataset.Create<float>([2], Clouds.Inputs.ToArray(), Clouds.Labels.ToClasses(), labelShape: [1]).ThrowIfFail();
        var options = new FitOptions { Epochs = 3, Metrics = [Metric.Accuracy], Validation = data };
        var (expected, actual) = (Classes.Initialize(1).Fit(ToyData.Clouds(20), options).ThrowIfFail(),
            Classes.Initialize(1).Fit(data, options).ThrowIfFail());
        Assert.Equal(expected.Model, actual.Model);
        Assert.Equal(expected.Model.Evaluate(ToyData.Clouds(20), Metric.Accuracy).ThrowIfFail(),
            expected.Model.Evaluate(data, Metric.Accuracy).ThrowIfFail());
        Assert.Equal(ModelCalls.Loss(expected.Model, Clouds), ModelCalls.Loss(expected.Model, data.ToBatch()));
        var rows = (data | OneHot(3)).ThrowIfFail();
        Assert.Equal<Shape>([1, 3], rows.LabelShape);
        var (wide, flat) = (OneHotClasses.Initialize(1).Evaluate(rows).ThrowIfFail(),
            OneHotClasses.Initialize(1).Evaluate((ToyData.Clouds(20) | OneHot(3)).ThrowIfFail()).ThrowIfFail());
        Assert.Equal(flat.Loss, wide.Loss);
    }

    [Fact]
    public void A_data_set_of_targets_without_an_axis_trains_to_the_same_bits()
    {
        var data = Dataset.Create<float>([2], Line.Inputs.ToArray(), Line.Labels.ToArray(), []).ThrowIfFail();
        var options = new FitOptions { Epochs = 3, Optimizer = new Sgd(0.1), Metrics = [Metric.MeanAbsoluteError] };
        Assert.Equal(OneNumber.Initialize(1).Fit(ToyData.Line(20), options).ThrowIfFail().Model,
            OneNumber.Initialize(1).Fit(data, options).ThrowIfFail().Model);
    }

    [Fact]
    public void Other_shapes_are_refused_as_before()
    {
        string Why(Batch batch) => Assert.Throws<ArgumentException>(() => ModelCalls.Loss(Classes.Initialize(1), batch)).Message;
        Assert.Contains("takes labels [20] for these 20 samples, but they are [1, 20]", Why(Clouds with { Labels = Tensor.Create([1, 20], Clouds.Labels.ToClasses()) }));
        Assert.Contains("but they are [10, 2]", Why(Clouds with { Labels = Tensor.Create([10, 2], Clouds.Labels.ToClasses()) }));
        Assert.Contains("but they are []", Why(Clouds with { Labels = Tensor.Create([], new[] { 1 }) }));
        var two = Dataset.Create<float>([2], [1, 2], [0, 1], labelShape: [2]).ThrowIfFail();
        Assert.Contains("labels have the shape [2]", two.Check(Classes.Description).Match(_ => "", e => e.Message));
    }

    [Fact]
    public void Only_axes_of_one_number_are_left_out()
    {
        Assert.All(new (Shape, Shape)[] { ([1], []), ([], [1]), ([2, 1, 3], [2, 3]), ([1, 2], [2, 1]) },
            same => Assert.True(SampleRules.AreLabels(same.Item1, same.Item2)));
        Assert.All(new (Shape, Shape)[] { ([2], []), ([3, 2], [2, 3]), ([6], [2, 3]), ([1, 4], [2, 2]) },
            other => Assert.False(SampleRules.AreLabels(other.Item1, other.Item2)));
    }

    /// <summary>Each of three columns of one number sums to 1, but the model's row does not.</summary>
    [Fact]
    public void Probabilities_are_summed_over_the_model_s_rows()
    {
        string Fault(Shape shape, params float[] targets) => Dataset.Create<float>([2], [1, 2], targets, shape).ThrowIfFail().Check(OneHotClasses.Description).Match(_ => "", e => e.Message);
        Assert.Contains("sum to 3", Fault([3, 1], 1, 1, 1));
        Assert.Equal("", Fault([3, 1], 0.5f, 0.25f, 0.25f));
        Assert.Equal("", Fault([1, 3], 0.5f, 0.25f, 0.25f));
    }
}
