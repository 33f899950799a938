using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Losses that ask for a margin, on scores that an identity kernel passes on.</summary>
public class HingeLossTests
{
    private static readonly double[] Scores = [.6, .4, .4, .6];
    private static readonly double[] ZeroOne = [0, 1, 0, 0];

    [Fact]
    public void Hinge_losses_of_Kerass_own_tests()
    {
        foreach (var engine in Numbers.Engines)
        {
            Numbers.Close([1.1, 1.5], RegressionLossTests.Losses<Margins>(engine, 2, Scores, ZeroOne), 1e-6);
            Numbers.Close([1.46, 2.26], RegressionLossTests.Losses<SquaredMargins>(engine, 2, Scores, ZeroOne), 1e-6);
            Numbers.Close([1.2, 1.6], RegressionLossTests.Losses<ClassMargins>(engine, 2, Scores, ZeroOne), 1e-6);
        }
    }

    [Fact]
    public void The_right_class_is_no_rival_of_itself()
    {
        foreach (var engine in Numbers.Engines)
            Numbers.Close([0, 0.5, 3],
                RegressionLossTests.Losses<ClassMargins>(engine, 2, [3, 1, 1.5, 1, -2, -4], [1, 0, 1, 0, 1, 0]), 1e-6);
    }

    [Fact]
    public void Zero_and_minus_one_are_the_same_no()
    {
        double[] signs = [.. ZeroOne.Select(y => 2 * y - 1)];
        foreach (var engine in Numbers.Engines)
        {
            Assert.Equal(RegressionLossTests.Losses<Margins>(engine, 2, Scores, ZeroOne),
                RegressionLossTests.Losses<Margins>(engine, 2, Scores, signs));
            Assert.Equal(
                RegressionLossTests.Losses<SquaredMargins>(engine, 2, Scores, ZeroOne), RegressionLossTests.Losses<SquaredMargins>(engine,
                    2, Scores, signs));
        }
    }

    [Fact]
    public void At_the_margin_the_derivative_is_0_and_within_it_pulls()
    {
        foreach (var engine in Numbers.Engines)
        {
            Check<Margins>([1, -2], [1, 0], [0, 0, 0, 0]);
            Check<Margins>([.5, -2], [1, 1], [-.25, -.25, 1, 1]);
            Check<SquaredMargins>([.5, -2], [1, 0], [-.25, 0, 1, 0]);
            // At equal scores, the wrong one is pushed down and the right one up.
            Check<ClassMargins>([2, 1], [1, 0], [0, 0, 0, 0]);
            Check<ClassMargins>([1, 1], [0, 1], [1, -1, 1, -1]);

            void Check<T>(double[] scores, double[] labels, double[] expected) where T : class, IModel<T>
            {
                var model = Numbers.With(T.Initialize(0), Numbers.Identity(2)).To(engine);
                var batch = new Batch(Numbers.Tensor([1, 2], scores), Numbers.Tensor([1, 2], labels));
                Numbers.Close(expected, Numbers.Of(ModelCalls.LossAndGradient(model, batch, default).Gradient), 1e-6);
            }
        }
    }

    [Fact]
    public void Of_wrong_classes_with_the_same_score_the_first_gets_the_gradient()
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.With(ClassMarginsOfRows.Initialize(0), Numbers.Identity(3)).To(engine);
            var batch = new Batch(
                Numbers.Tensor([1, 4, 3], 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0), Numbers.Tensor([1, 4, 3], 0, 0, 1, 1, 0, 0, 1,
                    0, 0, 1, 0, 0));
            var (loss, gradient) = model.LossAndGradient(batch);
            Assert.Equal(1, loss, 1e-6);
            Numbers.Close([.25, 0, -.25, .25, 0, -.25, .25, 0, -.25], Numbers.Of(gradient), 1e-6);
        }
    }

    [Fact]
    public void Scores_decide_at_0_whatever_a_no_is_called()
    {
        var inputs = new float[] { 2, -1, -3, 0.2f, 0.4f, -0.4f };
        foreach (var no in new[] { 0f, -1f })
        {
            var data = Dataset.Create<float>([2], inputs, [1, no, 1, no, 1, no], [2]).ThrowIfFail();
            var model = Numbers.With(Margins.Initialize(0), Numbers.Identity(2).To(Engine.Cpu)).To(Engine.Cpu);
            Assert.Equal(4.0 / 6, model.Evaluate(data, Metric.Accuracy).ThrowIfFail().Accuracy, 1e-12);
            Assert.Equal(4.0 / 6, model.Evaluate(data, Metric.BinaryAccuracy).ThrowIfFail().Metrics[0].Value, 1e-12);
        }
    }

    [Fact]
    public void Other_targets_than_yes_and_no_are_refused()
    {
        string Fault(params float[] targets) =>
            Dataset.Create<float>([2], [1, 2, 3, 4], targets, [2]).ThrowIfFail().Check(Margins.Description).Match(_ => "", e => e.Message);
        Assert.Equal("", Fault(1, 0, 0, 1));
        Assert.Equal("", Fault(1, -1, -1, 1));
        Assert.Equal("the data set: the target of sample 1 at [0] is 0.5, but Hinge takes targets −1 and 1, or 0 and 1.", Fault(1, 0, 0.5f, 1));
        Assert.Equal("the data set: the target of sample 0 at [1] is 2, but Hinge takes targets −1 and 1, or 0 and 1.", Fault(1, 2, 0, 1));
        Assert.Equal("the data set: sample 1 has a target −1 and sample 0 a target 0, but Hinge takes targets −1 and 1, or 0 and 1.", Fault(1, 0, -1, 1));
        var mixed = new Batch(Numbers.Tensor([2, 2], 1, 1, 1, 1), Numbers.Tensor([2, 2], 1, 0, -1, 1));
        Assert.Contains("targets −1 and 0", Assert.Throws<ArgumentException>(() => Margins.Initialize(1).Loss(mixed)).Message);
    }
}
