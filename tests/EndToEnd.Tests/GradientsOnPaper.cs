using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Gradients worked out by hand.</summary>
public class GradientsOnPaper
{
    /// <summary>
    /// Logits x·K with K = [[ln 3, 0], [0, 0]]. Sample (1, 2) of class 1: logits (ln 3, 0), p = (3/4, 1/4), loss ln 4, p − y = (3/4, −3/4).
    /// Sample (0, 1) of class 0: logits (0, 0), p = (1/2, 1/2), loss ln 2, p − y = (−1/2, 1/2). The kernel's gradient is the mean of x ⊗ (p
    /// − y).
    /// </summary>
    [Fact]
    public void Two_classes()
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.With(TwoClasses.Initialize(0), Numbers.Tensor([2, 2], Math.Log(3), 0, 0, 0),
                Numbers.Tensor([2], 0, 0)).To(engine);
            var (loss, gradient) = model.LossAndGradient(Numbers.Batch(Numbers.Tensor([2, 2], 1, 2, 0, 1), 1, 0));
            Assert.Equal((Math.Log(4) + Math.Log(2)) / 2, loss, 1e-6);
            Numbers.Close([0.375, -0.375, 0.5, -0.5], gradient.Output.Kernel.ToDoubles(), 1e-6);
            Numbers.Close([0.125, -0.125], gradient.Output.Bias!.ToDoubles(), 1e-6);
            Numbers.Close([0.75, 0.25, 0.5, 0.5], model.Forward(Numbers.Tensor([2, 2], 1, 2, 0, 1)).ToDoubles(), 1e-6);
        }
    }

    /// <summary>
    /// 2·3 + 1 = 7 for a target 5: error 2, loss 4, slopes 2·2·3 = 12 and 2·2 = 4; the penalty ½·2² adds 2 and ½·2·2 = 2.
    /// </summary>
    [Fact]
    public void A_line_and_its_penalty()
    {
        foreach (var engine in Numbers.Engines)
        {
            var (kernel, bias) = (Numbers.Tensor([1, 1], 2), Numbers.Tensor([1], 1));
            var batch = new Batch(Numbers.Tensor([1, 1], 3), Numbers.Tensor([1, 1], 5));
            var (loss, gradient) = Numbers.With(Line.Initialize(0), kernel, bias).To(engine).LossAndGradient(batch);
            Assert.Equal((4, 12, 4), (loss, gradient.Output.Kernel.ToDoubles()[0], gradient.Output.Bias!.ToDoubles()[0]));
            var (penalized, slopes) = Numbers.With(PenalizedLine.Initialize(0), kernel, bias).To(engine).LossAndGradient(batch);
            Assert.Equal((6, 14, 4), (penalized, slopes.Output.Kernel.ToDoubles()[0], slopes.Output.Bias!.ToDoubles()[0]));
        }
    }

    /// <summary>
    /// x = (1, −1), K₁ = [[1, 2], [3, 1]]: (−2, 1), after ReLU (0, 1); K₂ = [5, −1], bias ½: −½ for a target ½, so the error is −1 and dy =
    /// −2.
    /// dK₂ = (0, −2); through ReLU only the second unit passes 2, so dK₁ = [[0, 2], [0, −2]].
    /// </summary>
    [Fact]
    public void A_hidden_layer()
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.With(
                HiddenRelu.Initialize(0), Numbers.Tensor([2, 2], 1, 2, 3, 1), Numbers.Tensor([2], 0, 0), Numbers.Tensor([2, 1], 5, -1),
                Numbers.Tensor([1], 0.5));
            var (loss, gradient) = model.To(engine).LossAndGradient(new Batch(Numbers.Tensor([1, 2], 1, -1), Numbers.Tensor([1, 1], 0.5)));
            Assert.Equal(1, loss);
            Assert.Equal([0, 2, 0, -2, 0, 2, 0, -2, -2], Numbers.Of(gradient));
        }
    }
}
