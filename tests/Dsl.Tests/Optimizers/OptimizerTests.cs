using FsCheck.Xunit;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Optimizers;

public class OptimizerTests
{
    public static TheoryData<ITensorEngine> Engines => [Engine.Cpu, Engine.Reference];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Golden_values_of_Keras_s_own_tests(ITensorEngine engine)
    {
        double[] first = [.. Enumerable.Repeat(0.01, 10)];
        double[] rest = [.. Enumerable.Range(1, 10).Select(i => 0.1 * i)];
        double[] Last(Optimizer optimizer) => Apply(optimizer, engine, [.. Enumerable.Repeat(1.0, 10)], [first, rest, rest, rest, rest]);

        var sgd = Last(new Sgd());
        Assert.Equal(.9959, sgd[0], 5e-4);
        Assert.Equal(.9599, sgd[9], 5e-4);
        Assert.All(Last(new RmsProp(Centered: true)), w => Assert.Equal(.9864, w, 5e-4));
        var adagrad = Last(new Adagrad(0.2, InitialAccumulator: 0.3, Epsilon: 1e-6));
        Assert.Equal((.856, .4825), (adagrad[0], adagrad[9]), (e, a) => Math.Abs(e.Item1 - a.Item1) + Math.Abs(e.Item2 - a.Item2) < 1e-3);
        var ftrl = Last(new Ftrl(0.05, LearningRatePower: -0.2, InitialAccumulator: 0.4, L1: 0.05, L2: 0.15, L2Shrinkage: 0.01, Beta: 0.3));
        Assert.Equal(-.0164, ftrl[0], 5e-4);
        Assert.Equal(-.0753, ftrl[4], 5e-4);
        Assert.Equal(-.1299, ftrl[9], 5e-4);
        Assert.All(Last(new Adam(Amsgrad: true)), w => Assert.Equal(.9955, w, 5e-4));
        var adamW = Last(new AdamW(1.0, WeightDecay: 0.5, Epsilon: 2));
        Assert.Equal(.0263, adamW[0], 5e-4);
        Assert.Equal(-.0159, adamW[9], 5e-4);
        var nadam = Last(new Nadam(0.5, Beta1: 0.5, Beta2: 0.67, Epsilon: 1e-5));
        Assert.Equal(-1.7492, nadam[0], 5e-4);
        Assert.Equal(-1.7454, nadam[9], 5e-4);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Golden_values_of_a_single_step(ITensorEngine engine)
    {
        double[] One(Optimizer optimizer) => Apply(optimizer, engine, [1, 2, 3, 4], [[1, 6, 7, 2]]);
        AssertClose([.5, -1, -.5, 3], One(new Sgd(0.5)), 1e-4);
        AssertClose([-.5811, .4189, 1.4189, 2.4189], One(new RmsProp(0.5)), 1e-4);
        AssertClose([.5233, 1.5007, 2.5005, 3.5061], One(new Adagrad(0.5)), 1e-4);
        // By hand: z = 1 − (√1.1 − √0.1)/0.5 and w = −z·0.5/√1.1 for the first; Keras gives .2218, 1.3954, 2.3651, 2.8814.
        AssertClose([.221757, 1.395430, 2.365121, 2.881440], One(new Ftrl(0.5)), 1e-5);
        AssertClose([.5, 1.5, 2.5, 3.5], One(new Adam(0.5)), 1e-4);
        AssertClose([.498, 1.496, 2.494, 3.492], One(new AdamW(0.5)), 1e-4);
        AssertClose([.4686, 1.4686, 2.4686, 3.4686], One(new Nadam(0.5)), 1e-4);
    }

    public static TheoryData<Optimizer> All => new()
    {
        new Sgd(0.1),
        new Sgd(0.1, Momentum: 0.9),
        new Sgd(0.1, Momentum: 0.9, Nesterov: true),
        new Sgd(new LearningRate.InverseTime(0.1, 7, 0.5), Momentum: 0.5),
        new RmsProp(),
        new RmsProp(0.01, Rho: 0.5),
        new RmsProp(0.01, Momentum: 0.8),
        new RmsProp(0.01, Centered: true),
        new RmsProp(new LearningRate.InverseTime(0.1, 7, 0.5), Rho: 0.8, Momentum: 0.7, Epsilon: 1e-5, Centered: true),
    };

    /// <summary>
    /// 50 random steps with gradients of mixed sign and of all sizes from 1 down to 1e-6, against the formulas in double precision.
    /// </summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Optimizers_follow_their_written_formulas(Optimizer optimizer)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var random = new Random(seed);
            double[] sizes = [1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
            double[] Gradient() => [.. sizes.Select(s => (double)(float)(s * (2 * random.NextDouble() - 1)))];
            double[][] gradients = [.. Enumerable.Range(0, 50).Select(_ => Gradient())];
            double[] start = [.. sizes.Select(s => (double)(float)(s * random.NextDouble()))];
            var expected = Formula(optimizer, start, gradients);
            AssertClose(expected, Apply(optimizer, Engine.Reference, start, gradients), relative: 1e-12);
            AssertClose(expected, Apply(optimizer, Engine.Cpu, start, gradients), relative: 2e-4);
        }
    }

    [Property]
    public bool Nesterov_s_first_step_is_one_plus_momentum_times_the_plain_one(byte seed)
    {
        var g = seed / 100.0 + 0.1;
        var step = Apply(new Sgd(0.1, Momentum: 0.5, Nesterov: true), Engine.Reference, [0], [[g]])[0];
        return Math.Abs(step - -0.1 * g * 1.5) < 1e-12;
    }

    [Fact]
    public void A_state_serves_one_run_and_the_optimizer_any_number()
    {
        var optimizer = new RmsProp(0.1, Momentum: 0.9);
        double[][] gradients = [[1, -2], [0.5, 3]];
        Assert.Equal(Apply(optimizer, Engine.Cpu, [0, 0], gradients), Apply(optimizer, Engine.Cpu, [0, 0], gradients));
    }

    [Fact]
    public void Slots_are_named_as_in_Keras()
    {
        Assert.Empty(new Sgd().Slots);
        Assert.Equal(["momentum"], new Sgd(Momentum: 0.9).Slots.Map(s => s.Name).ToArray());
        Assert.Equal(["velocity"], new RmsProp().Slots.Map(s => s.Name).ToArray());
        var all = new RmsProp(Momentum: 0.9, Centered: true).Slots;
        Assert.Equal(["velocity", "momentum", "average_gradient"], all.Map(s => s.Name).ToArray());
    }

    [Fact]
    public void Defaults_are_those_of_Keras()
    {
        Assert.Equal((0.01, 0.0, false), (new Sgd().LearningRate.At(0), new Sgd().Momentum, new Sgd().Nesterov));
        var rms = new RmsProp();
        Assert.Equal((0.001, 0.9, 0.0, 1e-7, false), (rms.LearningRate.At(0), rms.Rho, rms.Momentum, rms.Epsilon, rms.Centered));
    }

    [Fact]
    public void All_faults_are_told_together()
    {
        Assert.Equal(2, new Sgd(-1, Momentum: 1).Faults().Count());
        Assert.Equal(4, new RmsProp(double.NaN, Rho: 1, Momentum: -0.1, Epsilon: 0).Faults().Count());
        Assert.Empty(new Sgd(0.1, Momentum: 0.9, Nesterov: true).Faults());
        Assert.Empty(new RmsProp(Rho: 0).Faults());
    }

    /// <summary>The formulas of Keras's documentation, for one optimizer, parameter by parameter.</summary>
    private static double[] Formula(Optimizer optimizer, double[] start, double[][] gradients) => [.. start.Select((w, i) =>
    {
        var (velocity, momentum, average) = (0.0, 0.0, 0.0);
        for (var t = 0; t < gradients.Length; t++)
        {
            var (g, lr) = (gradients[t][i], optimizer.LearningRate.At(t));
            if (optimizer is Sgd sgd)
            {
                velocity = sgd.Momentum * velocity - lr * g;
                w = sgd.Momentum == 0 ? w - lr * g : sgd.Nesterov ? w + sgd.Momentum * velocity - lr * g : w + velocity;
            }
            else if (optimizer is RmsProp rms)
            {
                velocity = rms.Rho * velocity + (1 - rms.Rho) * Math.Pow(g, 2);
                average = rms.Rho * average + (1 - rms.Rho) * g;
                var step = lr * g / Math.Sqrt((rms.Centered ? velocity - Math.Pow(average, 2) : velocity) + rms.Epsilon);
                momentum = rms.Momentum * momentum + step;
                w -= rms.Momentum > 0 ? momentum : step;
            }
        }
        return w;
    })];

    private static double[] Apply(Optimizer optimizer, ITensorEngine engine, double[] start, double[][] gradients) =>
        Course.Run(optimizer, engine, [start.Length], start, gradients);

    private static void AssertClose(double[] expected, double[] actual, double relative)
    {
        Assert.Equal(expected, actual, (e, a) => Math.Abs(e - a) <= relative * Math.Abs(e) + 1e-15);
    }
}
