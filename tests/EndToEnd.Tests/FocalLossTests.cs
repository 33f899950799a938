using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Focal losses on logits that an identity kernel passes on.</summary>
public class FocalLossTests
{
    private static readonly double[] Eye = Numbers.Identity(3).ToDoubles();

    [Fact]
    public void Binary_focal_losses_of_Kerass_own_tests()
    {
        double[] probabilities = [.9, .8, .7, .2];
        foreach (var engine in Numbers.Engines)
        {
            double[] logits = [.. probabilities.Select(p => Math.Log(p / (1 - p)))];
            Numbers.Close([0.515547, 0.020513], RegressionLossTests.Losses<FocalPairs>(engine, 2, logits, [1, 0, 1, 0]), 1e-6);
            var three = RegressionLossTests.Losses<FocalLogits>(engine, 3, [1.5, -2.7, 2.9, -3.8, 1.2, -4.5], [1, 1, 0, 0, 1, 0]);
            Assert.Equal(0.799, three.Average(), 1e-3);
            Assert.Equal(0.95977, (1.2 * three[0] + 3.4 * three[1]) / 2, 1e-3);
        }
    }

    [Fact]
    public void Categorical_focal_losses_of_Kerass_own_tests()
    {
        foreach (var engine in Numbers.Engines)
        {
            var losses = RegressionLossTests.Losses<FocalClasses>(engine, 3, [8, 1, 1, 0, 9, 1, 2, 3, 5], Eye);
            double[] expected = [1.5096224e-09, 2.4136547e-11, 1.0360638e-03];
            for (var i = 0; i < 3; i++) Assert.Equal(expected[i], losses[i], 1e-3 * expected[i]);
            double[] probabilities = [.9, .05, .05, .5, .89, .6, .05, .01, .94];
            Assert.Equal(0.02059, RegressionLossTests.Losses<FocalClasses>(engine, 3, [.. probabilities.Select(p => Math.Log(p))],
                Eye).Average(), 1e-5);
            Assert.Equal(0.06685, RegressionLossTests.Losses<SmoothedFocalClasses>(engine, 3, [4.9, -0.5, 2.05], [1, 0, 0])[0], 1e-5);
        }
    }

    [Fact]
    public void Without_focus_they_are_the_cross_entropies()
    {
        foreach (var engine in Numbers.Engines)
        {
            var batch = Numbers.OneHot(Numbers.Random<SparseLogits>(6, 1), 3);
            var (plain, unfocused) = (Numbers.Point<CategoricalLogits>(1, engine).LossAndGradient(batch),
                Numbers.Point<UnfocusedClasses>(1, engine).LossAndGradient(batch));
            Assert.Equal(plain.Loss, unfocused.Loss, 1e-6);
            Numbers.Close(Numbers.Of(plain.Gradient), Numbers.Of(unfocused.Gradient), 1e-6);

            double[] logits = [1.5, -2.7, 2.9];
            double[] y = [0.95, 0.95, 0.05];
            var expected = logits.Zip(y,
                (z, t) => (0.3 * t + 0.7 * (1 - t)) * (t * Math.Log(1 + Math.Exp(-z)) + (1 - t) * Math.Log(1 + Math.Exp(z)))).Average();
            Assert.Equal(expected, RegressionLossTests.Losses<BalancedLogits>(engine, 3, logits, [1, 1, 0])[0], 1e-6);
        }
    }

    /// <summary>The loss (1 − p)³·(−log p) at a logit of 10 is far below one, and right in its digits.</summary>
    [Fact]
    public void Small_losses_of_sure_predictions_keep_their_digits()
    {
        var (wrong, entropy) = (1 / (1 + Math.Exp(10)), Math.Log(1 + Math.Exp(-10)));
        foreach (var engine in Numbers.Engines)
        {
            var loss = RegressionLossTests.Losses<FocalLogits>(engine, 3, [10, -10, 10], [1, 0, 1])[0];
            Assert.Equal(1, loss / (Math.Pow(wrong, 3) * entropy), 1e-4);
        }
    }

    [Fact]
    public void Huge_logits_give_a_finite_right_loss_and_gradient()
    {
        Check<FocalLogits>([1, 1, 0], 2e4 / 3 * 0.5);
        Check<RootFocalLogits>([1, 1, 0], 1e4 / 3);
        Check<FocalClasses>([0, 1, 0], 0.25 * 2e4);
        Check<FocalClasses>([1, 0, 0], 0);
        Check<RootFocalClasses>([0, 1, 0], 0.25 * 2e4);
        Check<RootFocalClasses>([1, 0, 0], 0);

        static void Check<T>(double[] labels, double expected) where T : class, IModel<T>
        {
            foreach (var engine in Numbers.Engines)
            {
                var model = Numbers.With(T.Initialize(0), Numbers.Identity(3)).To(engine);
                var batch = new Batch(Numbers.Tensor([1, 3], 1e4, -1e4, 0), Numbers.Tensor([1, 3], labels));
                var (loss, gradient) = ModelCalls.LossAndGradient(model, batch, default);
                Assert.Equal(expected, loss, 1e-3 * Math.Max(1, expected));
                Assert.All(Numbers.Of(gradient), d => Assert.True(double.IsFinite(d), $"{typeof(T).Name}: {d}"));
            }
        }
    }

    [Fact]
    public void They_predict_probabilities_and_decide_as_the_cross_entropies_do()
    {
        Assert.Equal((OutputKind.Probabilities, OutputKind.IndependentProbabilities),
            (FocalClasses.Description.Output, FocalPairs.Description.Output));
        Assert.Equal((OutputKind.Logits, OutputKind.Logits), (SmoothedFocalClasses.Description.Output, FocalLogits.Description.Output));
        var data = Dataset.Create<float>([3], [3, 1, 1, 0, 2, 1, 0, 3, 1], [0, 2, 1]).ThrowIfFail();
        var rows = (data | Functions.OneHot(3)).ThrowIfFail();
        var model = Numbers.With(FocalClasses.Initialize(0), Numbers.Identity(3).To(Engine.Cpu));
        Assert.Equal(2.0 / 3, model.Evaluate(rows, Metric.Accuracy).ThrowIfFail().Accuracy, 1e-12);
        Assert.Equal(1, model.Forward(data.ToTensor()).ToDoubles()[..3].Sum(), 1e-6);
    }
}
