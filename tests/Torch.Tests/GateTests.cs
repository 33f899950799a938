using LanguageExt.Common;
using ModelDsl.Laws;

namespace ModelDsl.Torch.Tests;

/// <summary>Inputs from outside are compared with the model on libtorch as on the managed engines.</summary>
public sealed class WrongTensorLawsOfLibtorch() : WrongTensorLaws(TorchEngine.Cpu);

public class GateTests
{
    /// <summary>Labels are copied into a program's memory, whose shape is different but holds the same numbers.</summary>
    [Fact]
    public void Labels_may_have_an_axis_of_one()
    {
        var model = Softmax28.Initialize(1).To(TorchEngine.Cpu);
        var x = Tensor.Zeros([3, 28, 28]);
        Assert.Equal(model.Loss(new Batch(x, Tensor.Create([3], [0, 5, 9]))), model.Loss(new Batch(x, Tensor.Create([3, 1], [0, 5, 9]))));
        var line = Line.Initialize(1).To(TorchEngine.Cpu);
        var (samples, targets) = (Tensor.Create([3, 2], [1, 2, 3, 4, 5, 6f]), new float[] { 1, 2, 3 });
        Assert.Equal(line.LossAndGradient(new Batch(samples, Tensor.Create([3, 1], targets))),
            line.LossAndGradient(new Batch(samples, Tensor.Create([3], targets))));
    }

    [Fact]
    public void A_number_that_is_not_finite_is_told_from_the_device()
    {
        var model = Line.Initialize(1);
        var wrong = (model with { Output = model.Output with { Bias = Tensor.Create([1], [float.NaN]) } }).To(TorchEngine.Cpu);
        foreach (var error in new[] { (Error)wrong.Predictor().Case!, (Error)wrong.Predict(Tensor.Zeros([1, 2])).Case!, (Error)wrong.Save("nowhere.safetensors").Case! })
            Assert.Contains("the parameter Output.Bias holds a number that is not finite, NaN at [0]", error.Message);
    }

    [Fact]
    public void Tensors_on_two_engines_are_told()
    {
        var model = Line.Initialize(1);
        var mixed = model with { Output = model.Output with { Bias = model.Output.Bias!.To(TorchEngine.Cpu) } };
        Assert.Contains("bring them to one by model.To(engine)", ((Error)mixed.Predict(Tensor.Zeros([1, 2])).Case!).Message);
        Assert.Equal(model, mixed.To(Engine.Cpu));
    }
}

/// <summary>Maps two numbers to one.</summary>
[Model(2), MeanSquaredError]
public sealed partial record Line([Dense(1)] Dense Output);
