using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using Numbers = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;
using YesNoModel = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.YesNo>;

namespace ModelDsl.Tests.Training;

public class ModelCallsTests
{
    private static readonly Batch Clouds = ToyData.Clouds(20).ToBatch();

    [Fact]
    public void The_gradient_is_that_of_the_loss()
    {
        var model = Model.Initialize(1).To(Engine.Reference);
        var (loss, gradient) = ModelCalls.LossAndGradient(model, Clouds, default);
        Assert.Equal(ModelCalls.Loss(model, Clouds), loss, 1e-12);
        var direction = Model.Initialize(2).To(Engine.Reference);
        const double h = 1e-5;
        var slope = (ModelCalls.Loss(model + h * direction, Clouds) - ModelCalls.Loss(model - h * direction, Clouds)) / (2 * h);
        static double Dot(Tensor a, Tensor b) => a.ToDoubles().Zip(b.ToDoubles(), (x, y) => x * y).Sum();
        var along = Dot(gradient.Kernel, direction.Kernel) + Dot(gradient.Bias, direction.Bias);
        Assert.Equal(slope, along, 1e-8);
    }

    [Fact]
    public void Calls_run_where_the_parameters_are()
    {
        var model = Model.Initialize(1);
        Assert.Same(Engine.Cpu, ModelCalls.Forward(model, Clouds.Inputs).Engine);
        var reference = model.To(Engine.Reference);
        Assert.Same(Engine.Reference, ModelCalls.Forward(reference, Clouds.Inputs).Engine);
        Assert.Same(Engine.Reference, ModelCalls.LossAndGradient(reference, Clouds, default).Gradient.Kernel.Engine);
        Assert.Equal(model, reference.To(Engine.Cpu));
    }

    [Fact]
    public void Every_parameter_that_does_not_fit_is_named()
    {
        var description = Model.Description;
        string Fault(params Tensor[] tensors) => ModelCalls.CheckParameters(description, tensors.ToSeq()).Match(_ => "", e => e.Message);
        Assert.Equal("", Fault(Tensor.Zeros([2, 3]), Tensor.Zeros([3])));
        Assert.Contains("Output.Kernel [2, 3] is missing; Output.Bias [3] is missing", Fault());
        var both = Fault(Tensor.Zeros([3, 2]), Tensor.Create([3], [1, 2, 3]), Tensor.Zeros([4]));
        Assert.Contains("Output.Kernel is [3, 2], but must be [2, 3]", both);
        Assert.Contains("Output.Bias holds class indices", both);
        Assert.Contains("tensor 3 [4] is extra", both);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused_in_words()
    {
        var model = Model.Initialize(1);
        string Why(Tensor input) => Assert.Throws<ArgumentException>(() => ModelCalls.Forward(model, input)).Message;
        Assert.Contains("samples of shape [2], that is [N, 2], but the input is [4, 3]", Why(Tensor.Zeros([4, 3])));
        Assert.Contains("give it the shape [1, 2]", Why(Tensor.Zeros([2])));
        Assert.Contains("no sample", Why(Tensor.Zeros([0, 2])));
        Assert.Contains("class indices", Why(Tensor.Create([1, 2], [1, 2])));
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused_in_words()
    {
        var x = Tensor.Zeros([3, 2]);
        string Why<T>(T model, Tensor labels) where T : class, IModel<T> =>
            Assert.Throws<ArgumentException>(() => ModelCalls.Loss(model, new Batch(x, labels))).Message;
        string Sparse(Tensor labels) => Why(Model.Initialize(1), labels);
        string Binary(Tensor labels) => Why(YesNoModel.Initialize(1), labels);
        Assert.Contains("label of sample 2 is 3", Sparse(Tensor.Create([3], [0, 2, 3])));
        Assert.Contains("label of sample 0 is -1", Sparse(Tensor.Create([3], [-1, 2, 2])));
        Assert.Contains("real numbers", Sparse(Tensor.Zeros([3])));
        Assert.Contains("takes labels [3] for these 3 samples, but they are [2]", Sparse(Tensor.Create([2], [0, 1])));
        Assert.Contains("OneHot", Binary(Tensor.Create([3], [0, 1, 2])));
        Assert.Contains("sample 1 has the label 1.5", Binary(Tensor.Create([3, 3], [0, 0, 1, 0, 1.5f, 0, 1, 1, 1])));
        Assert.Contains("finite", Why(Numbers.Initialize(1), Tensor.Create([3, 1], [0, float.NaN, 0])));
    }
}
