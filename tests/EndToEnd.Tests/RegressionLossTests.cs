using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Losses of numbers, on predictions that an identity kernel passes on. The samples are those of Keras's own tests.</summary>
public class RegressionLossTests
{
    private static readonly double[] Targets = [1, 9, 2, -5, -2, 6];
    private static readonly double[] Predictions = [4, 8, 12, 8, 1, 3];
    private static readonly double[] Errors = [3, -1, 10, 13, 3, -3];

    [Fact]
    public void Errors_of_Kerass_own_tests()
    {
        Check<SquaredErrors>([110.0 / 3, 187.0 / 3], 49.5);
        Check<AbsoluteErrors>([14.0 / 3, 19.0 / 3], 5.5);
        Check<PercentageErrors>([270.37037, 153.33333], 211.8518);
        Check<LogarithmicErrors>([Of(0, 3), Of(3, 6)], 1.4370);
        Check<LogCoshErrors>([.. Errors.Chunk(3).Select(row => row.Average(e => Math.Log(Math.Cosh(e))))],
            Errors.Average(e => Math.Log(Math.Cosh(e))));
        Check<Directions>([-100 / Math.Sqrt(86 * 224), 24 / Math.Sqrt(65 * 74)], -0.18722);

        static double Of(int from, int to) => Enumerable.Range(from, to - from)
            .Average(i => Math.Pow(Math.Log(1 + Predictions[i]) - Math.Log(1 + Math.Max(Targets[i], 1e-7)), 2));

        static void Check<T>(double[] rows, double mean) where T : class, IModel<T>
        {
            foreach (var engine in Numbers.Engines)
            {
                var losses = Losses<T>(engine, 3, Predictions, Targets);
                Numbers.Close(rows, losses, 1e-5);
                Assert.Equal(mean, losses.Average(), 1e-4 * Math.Max(1, Math.Abs(mean)));
            }
        }
    }

    [Fact]
    public void Short_vectors_have_a_direction_as_long_ones_have()
    {
        foreach (var engine in Numbers.Engines)
            Numbers.Close([-1, 1, -0.96],
                Losses<Directions>(engine, 3, [3e-5, 4e-5, 0, 6, 0, 0, 0, 3e-6, 4e-6], [3, 4, 0, -1e-5, 0, 0, 0, 4e-5, 3e-5]), 1e-5);
    }

    /// <summary>Keras's ε at its place in each formula. The test uses double precision, because ε vanishes beside 1 in float32.</summary>
    [Fact]
    public void Epsilon_keeps_logarithms_and_quotients_finite()
    {
        const double e = 1e-7;
        Check<Counts>([0, 2, 3], [1, 0, 2], (2 + 3 - Math.Log(e) - 2 * Math.Log(3 + e)) / 3);
        Check<Divergence>([.5, .25, 0], [0, .5, .5], e * Math.Log(e / .5) + .5 * Math.Log(2) + .5 * Math.Log(.5 / e));
        Check<LogarithmicErrors>([-1, 0, 2], [1, 0, 2], Math.Pow(Math.Log(2) - Math.Log(1 + e), 2) / 3);
        Check<PercentageErrors>([.5, 1, 2], [0, 1, 2], 100 * .5 / e / 3);

        static void Check<T>(double[] predictions, double[] targets, double loss) where T : class, IModel<T> =>
            Assert.Equal(1, Losses<T>(Engine.Reference, 3, predictions, targets)[0] / loss, 1e-10);
    }

    [Fact]
    public void Hubers_loss_of_Kerass_own_tests_and_of_a_narrower_one()
    {
        double[] predictions = [.9, .2, .2, .8, .4, .6];
        double[] targets = [1, 0, 1, 1, 0, 0];
        foreach (var engine in Numbers.Engines)
        {
            Assert.Equal(0.625 / 6, Losses<HuberErrors>(engine, 3, predictions, targets).Average(), 1e-6);
            Assert.Equal(0.575 / 6, Losses<NarrowHuberErrors>(engine, 3, predictions, targets).Average(), 1e-6);
            Numbers.Close(Errors.Chunk(3).Select(row => row.Average(e => Math.Abs(e) - 0.5)),
                Losses<HuberErrors>(engine, 3, Predictions, Targets), 1e-6);
        }
    }

    [Fact]
    public void Divergence_and_counts_of_Kerass_own_tests()
    {
        foreach (var engine in Numbers.Engines)
        {
            Assert.Equal(0.59608, Losses<Divergence>(engine, 3, [.4, .9, .12, .36, .3, .4], [.5, .8, .12, .7, .43, .8]).Average(), 1e-4);
            Assert.Equal(-3.3065819, Losses<Counts>(engine, 3, [1, 9, 2, 5, 2, 6], [4, 8, 12, 8, 1, 3]).Average(), 1e-5);
        }
    }

    [Fact]
    public void A_divergence_on_logits_is_that_of_their_softmax()
    {
        foreach (var engine in Numbers.Engines)
        {
            var (model, targets) = (Numbers.Point<SoftmaxDivergence>(1, engine), Numbers.Tensor([2, 3], .2, .5, .3, 0, 1, 0));
            var batch = new Batch(Numbers.Tensor([2, 3], 1, 2, -1, .5, .25, 3), targets);
            var p = model.Forward(batch.Inputs).ToDoubles();
            var expected = targets.ToDoubles().Zip(p, (y, q) => y == 0 ? 0 : y * Math.Log(y / q)).Chunk(3).Select(row => row.Sum());
            Numbers.Close(expected, Numbers.Run(model, ProgramKind.Loss, batch).Losses, 1e-6);
        }
    }

    /// <summary>Keras clips probabilities: its divergence stops at 16.1, where its gradient is 0.</summary>
    [Fact]
    public void A_divergence_on_huge_logits_is_finite_and_right()
    {
        foreach (var engine in Numbers.Engines)
        {
            var model = Numbers.With(SoftmaxDivergence.Initialize(0), Numbers.Identity(3)).To(engine);
            var (loss, gradient) = model.LossAndGradient(new Batch(Numbers.Tensor([1, 3], 1e4, -1e4, 0), Numbers.Tensor([1, 3], 0, 1, 0)));
            Assert.Equal(2e4, loss, 1e-2);
            Numbers.Close([1e4, -1e4, 0, -1e4, 1e4, 0, 0, 0, 0], gradient.Output.Kernel.ToDoubles(), 1e-6);
        }
    }

    /// <summary>
    /// Checks the (sub)gradients that the reference page names, for one prediction in three. The kernel's gradient is the subgradient times
    /// the input.
    /// </summary>
    [Fact]
    public void Derivatives_at_kinks()
    {
        Check<AbsoluteErrors>(2, 2, 0);
        Check<AbsoluteErrors>(2, 1, 1.0 / 3);
        Check<PercentageErrors>(2, 2, 0);
        Check<PercentageErrors>(1, 2, -50.0 / 3);
        Check<HuberErrors>(2, 1, 1.0 / 3);
        Check<NarrowHuberErrors>(2, 1.5, 0.5 / 3);
        Check<NarrowHuberErrors>(2, 4, -0.5 / 3);
        Check<LogarithmicErrors>(-1, 1, 0);
        Check<Directions>(0, 0, 0);
        Check<LogCoshErrors>(2, 2, 0);

        static void Check<T>(double prediction, double target, double slope) where T : class, IModel<T>
        {
            foreach (var engine in Numbers.Engines)
            {
                var model = Numbers.With(T.Initialize(0), Numbers.Identity(3)).To(engine);
                var batch = new Batch(Numbers.Tensor([1, 3], prediction, 0, 0), Numbers.Tensor([1, 3], target, 0, 0));
                var gradient = Numbers.Of(ModelCalls.LossAndGradient(model, batch, default).Gradient);
                Assert.Equal(slope * prediction, gradient[0], 1e-5 * Math.Max(1, Math.Abs(slope)));
            }
        }
    }

    [Fact]
    public void Huge_numbers_give_a_finite_loss_and_gradient()
    {
        Check<AbsoluteErrors>();
        Check<PercentageErrors>();
        Check<LogarithmicErrors>();
        Check<HuberErrors>();
        Check<LogCoshErrors>();
        Check<Directions>();

        static void Check<T>() where T : class, IModel<T>
        {
            foreach (var engine in Numbers.Engines)
            {
                var model = Numbers.With(T.Initialize(0), Numbers.Identity(3)).To(engine);
                var batch = new Batch(Numbers.Tensor([2, 3], 1e4, -1e4, 0, 0, 0, 0), Numbers.Tensor([2, 3], 1, 2, 3, 1, 1, 1));
                var (loss, gradient) = ModelCalls.LossAndGradient(model, batch, default);
                Assert.True(double.IsFinite(loss) && Numbers.Of(gradient).All(double.IsFinite), typeof(T).Name);
            }
        }
    }

    [Fact]
    public void Targets_for_which_a_loss_means_nothing_are_refused()
    {
        var inputs = Numbers.Tensor([2, 3], 1, 1, 1, 1, 1, 1);
        void Refused<T>(string message, params double[] targets) where T : class, IModel<T> => Assert.Equal(
            message, Assert.Throws<ArgumentException>(
                () => ModelCalls.Loss(T.Initialize(1), new Batch(inputs, Numbers.Tensor([2, 3], targets)))).Message);
        Refused<Counts>("Counts takes targets of 0 or more (Poisson), but sample 1 has the label -2.", 1, 2, 3, 0, -2, 1);
        Refused<LogarithmicErrors>(
            "LogarithmicErrors takes targets of 0 or more (MeanSquaredLogarithmicError), but sample 0 has the label -0.5.", 1, -0.5, 3, 0, 2, 1);
        Refused<Divergence>("Divergence takes targets in [0, 1] (KLDivergence), but sample 1 has the label 1.5.", 0, 1, 0, 1.5, 0, 0);
        Refused<AbsoluteErrors>("AbsoluteErrors takes finite targets (MeanAbsoluteError), but sample 0 has the label NaN.", double.NaN, 1, 0, 1, 0, 0);
    }

    /// <summary>Returns the loss of each row for a model that passes its input on; targets are not checked.</summary>
    internal static double[] Losses<T>(ITensorEngine engine, int columns, double[] predictions, double[] targets) where T : class, IModel<T>
    {
        Shape shape = [predictions.Length / columns, columns];
        var model = Numbers.With(T.Initialize(0), Numbers.Identity(columns)).To(engine);
        return Numbers.Run(model, ProgramKind.Loss, new Batch(Numbers.Tensor(shape, predictions), Numbers.Tensor(shape, targets))).Losses;
    }
}
