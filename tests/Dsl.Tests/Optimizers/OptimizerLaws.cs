using ModelDsl.Engines;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Optimizers;

public class OptimizerLaws
{
    private static readonly int[] Sizes = [5, 17, 3];

    /// <summary>Every formula in its forms, with a changing rate and an ε that shows where it is added.</summary>
    private static readonly Optimizer[] Formulas =
    [
        .. Enum.GetValues<Formula>().SelectMany(formula => new Optimizer[]
        {
            new Sgd(Rate, Momentum: 0.9) { Formula = formula },
            new Sgd(Rate, Momentum: 0.9, Nesterov: true) { Formula = formula },
            new RmsProp(Rate, Epsilon: 1e-3) { Formula = formula },
            new RmsProp(Rate, Momentum: 0.8, Epsilon: 1e-3, Centered: true) { Formula = formula },
            new Adagrad(Rate, InitialAccumulator: 0, Epsilon: 1e-4) { Formula = formula },
            new Adagrad(Rate) { Formula = formula },
            new Adam(Rate) { Formula = formula },
            new Adam(Rate, Beta1: 0.5, Beta2: 0.8, Epsilon: 1e-3, Amsgrad: true) { Formula = formula },
            new AdamW(Rate, Epsilon: 1e-4) { Formula = formula },
            new Adamax(Rate, Epsilon: 1e-3) { Formula = formula },
            new Nadam(Rate, Epsilon: 1e-4) { Formula = formula },
        }),
        new Adadelta(1.0), new Adadelta(Rate, Rho: 0.5, Epsilon: 1e-3), new Lion(Rate), new Lion(Rate, Beta1: 0.5, Beta2: 0.7),
        new Ftrl(Rate), new Ftrl(Rate, LearningRatePower: 0), new Ftrl(Rate, LearningRatePower: -0.8), new Ftrl(Rate,
            InitialAccumulator: 0),
        new Ftrl(Rate, L1: 5), new Ftrl(Rate, L2: 100), new Ftrl(Rate, L2Shrinkage: 3), new Ftrl(Rate, Beta: 0.7),
        new Ftrl(Rate, LearningRatePower: -0.3, InitialAccumulator: 0.5, L1: 0.2, L2: 0.1, L2Shrinkage: 0.05, Beta: 1),
    ];

    private static LearningRate Rate => new LearningRate.InverseTime(0.01, 7, 0.5);

    public static TheoryData<Optimizer> All => [.. Formulas];

    public static TheoryData<Optimizer> WithOptions =>
    [
        .. new Optimizer[] { new Adam(Rate), new Sgd(Rate, Momentum: 0.9), new Nadam(Rate) }.SelectMany(o => new[]
        {
            o with { WeightDecay = 0.5 },
            o with { WeightDecay = 0.5, ExcludeFromWeightDecay = ["P1"] },
            o with { ClipValue = 0.1 },
            o with { ClipNorm = 0.5 },
            o with { GlobalClipNorm = 0.5 },
            o with { UseEma = true, EmaMomentum = 0.8 },
            o with { UseEma = true, EmaMomentum = 0.8, EmaOverwriteFrequency = 7 },
            o with { GradientAccumulationSteps = 3 },
            o with
            {
                GradientAccumulationSteps = 3, UseEma = true, EmaMomentum = 0.7, EmaOverwriteFrequency = 4, ClipNorm = 0.3,
                WeightDecay = 0.2, ExcludeFromWeightDecay = ["P0", "P2"],
            },
        }),
    ];

    /// <summary>60 steps with gradients of mixed sign and of all sizes from 1e-6 to 10, against the formulas in double precision.</summary>
    [Theory, MemberData(nameof(All)), MemberData(nameof(WithOptions))]
    public void Optimizers_follow_their_written_formulas(Optimizer optimizer)
    {
        Assert.Empty(optimizer.Faults());
        for (var seed = 0; seed < 3; seed++)
        {
            var (start, gradients) = Draw(new Random(seed), 60);
            foreach (var finish in new[] { false, true })
            {
                var expected = Course.Formula(optimizer, Sizes, start, gradients, finish);
                AssertClose(start, expected, Course.Run(optimizer, Engine.Reference, Sizes, start, gradients, finish), 1e-9);
                AssertClose(start, expected, Course.Run(optimizer, Engine.Cpu, Sizes, start, gradients, finish), 3e-4);
            }
        }
    }

    [Fact]
    public void Every_optimizer_is_among_the_formulas() => Assert.Equal(
        typeof(Optimizer).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Optimizer)) && !t.IsAbstract).Select(t => t.Name).Order(),
        Formulas.Select(o => o.GetType().Name).Distinct().Order());

    [Theory, MemberData(nameof(All))]
    public void Zero_gradients_move_nothing(Optimizer optimizer)
    {
        if (optimizer is Ftrl) return;
        double[] start = [.. Enumerable.Range(1, 25).Select(i => (double)i)];
        var still = optimizer with { WeightDecay = 0 };
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
            Assert.Equal(start, Course.Run(still, engine, Sizes, start, [.. Enumerable.Repeat(new double[25], 5)]));
    }

    /// <summary>
    /// The weights come from the gradients alone, and the gradients must exceed L1. A learning rate of 0 changes nothing.
    /// </summary>
    [Fact]
    public void Ftrl_makes_weights_of_their_gradients()
    {
        double[] start = [.. Enumerable.Range(1, 25).Select(i => (double)i)], small = [.. Enumerable.Repeat(0.25, 25)];
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
        {
            Assert.All(Course.Run(new Ftrl(), engine, Sizes, start, [new double[25]]), w => Assert.Equal(0, w));
            Assert.All(Course.Run(new Ftrl(L1: 0.6), engine, Sizes, new double[25], [small, small]), w => Assert.Equal(0, w));
            Assert.All(Course.Run(new Ftrl(L1: 0.6), engine, Sizes, new double[25], [small, small, small]), w => Assert.True(w < 0));
            Assert.Equal(start, Course.Run(new Ftrl(new LearningRate.Cosine(0, 10)), engine, Sizes, start, [small, small]));
        }
    }

    /// <summary>The ε is 0 in float32. A weight that never had a gradient has 0/0, which makes no step.</summary>
    [Theory, MemberData(nameof(All))]
    public void Neither_does_an_epsilon_that_vanishes_spoil_them(Optimizer optimizer)
    {
        Optimizer bare = optimizer switch
        {
            AdaptiveMoments o => o with { Epsilon = 1e-300 },
            RmsProp o => o with { Epsilon = 1e-300 },
            Adagrad o => o with { Epsilon = 1e-300, InitialAccumulator = 0 },
            Adadelta o => o with { Epsilon = 1e-300 },
            Ftrl o => o with { InitialAccumulator = 0, Beta = 0, L2 = 0 },
            _ => optimizer,
        };
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
            Assert.All(Course.Run(bare, engine, Sizes, new double[25], [new double[25], new double[25]]), w => Assert.Equal(0, w));
    }

    /// <summary>The squares lie near the end of float32's range, but their roots are far above ε.</summary>
    [Fact]
    public void Small_gradients_above_a_smaller_epsilon_are_divided_by_their_size()
    {
        var (start, torch) = (new double[25], new RmsProp(0.1, Epsilon: 1e-20) { Formula = Formula.PyTorch });
        foreach (var (optimizer, size) in new (Optimizer, double)[] { (torch, 2e-18), (new Adam(0.1, Epsilon: 1e-20), 1e-17) })
        {
            double[][] gradients = [.. Enumerable.Repeat(Enumerable.Repeat((double)(float)size, 25).ToArray(), 2)];
            AssertClose(start, Course.Formula(optimizer, Sizes, start, gradients),
                Course.Run(optimizer, Engine.Cpu, Sizes, start, gradients), 1e-4);
        }
    }

    [Fact]
    public void The_average_of_no_step_is_no_model()
    {
        double[] start = [.. Enumerable.Range(1, 25).Select(i => (double)i)];
        foreach (var engine in new[] { Engine.Cpu, Engine.Reference })
            Assert.Equal(start, Course.Run(new Sgd { UseEma = true }, engine, Sizes, start, [], finish: true));
    }

    /// <summary>If squares overflow float32, the step is zero or finite, never NaN.</summary>
    [Theory, MemberData(nameof(All))]
    public void Huge_gradients_never_make_NaN(Optimizer optimizer)
    {
        double[] huge = [.. Enumerable.Range(0, 25).Select(i => (i % 2 == 0 ? 1 : -1) * 1e25)];
        if (optimizer is RmsProp { Centered: true }) return;
        var once = Course.Run(optimizer, Engine.Cpu, Sizes, new double[25], [huge]);
        Assert.All(once, w => Assert.False(double.IsNaN(w)));
    }

    [Fact]
    public void A_norm_whose_squares_overflow_or_vanish_is_right()
    {
        foreach (var size in new[] { 1e25, 1e-22, 1e-25 })
        {
            var x = Engine.Cpu.Allocate(ElementType.Float, [2]);
            Engine.Cpu.Write([3 * size, -4 * size], x);
            Engine.Cpu.ClipNorm(x, size);
            var values = new double[2];
            Engine.Cpu.Read(x, values);
            Assert.Equal(0.6, values[0] / size, 1e-6);
            Assert.Equal(-0.8, values[1] / size, 1e-6);
        }
    }

    [Fact]
    public void All_faults_are_told_together()
    {
        Optimizer[] wrong =
        [
            new Adagrad(-1, InitialAccumulator: -1, Epsilon: 0) { Formula = (Formula)7 },
            new Adam(double.NaN, Beta1: 1, Beta2: -1, Epsilon: double.PositiveInfinity),
            new Adadelta(Rho: 2, Epsilon: 0) { ClipValue = 0, ClipNorm = -1 },
            new Lion(Beta1: 1, Beta2: double.NaN) { UseEma = false, EmaOverwriteFrequency = 0, EmaMomentum = 1.1 },
            new Sgd { WeightDecay = -1, GradientAccumulationSteps = 0, GlobalClipNorm = double.NaN },
            new Ftrl(-1, LearningRatePower: 0.5, InitialAccumulator: -1, L1: -1, L2: double.NaN,
                L2Shrinkage: double.PositiveInfinity, Beta: -1),
            new Ftrl(LearningRatePower: double.NegativeInfinity),
        ];
        Assert.Equal([4, 4, 5, 5, 3, 7, 1], wrong.Select(o => o.Faults().Count()));
        Assert.Contains("ClipValue and ClipNorm are given, but only one", string.Join("; ", wrong[2].Faults()));
        Assert.Contains("LearningRatePower is 0.5, but must be a finite number that is not positive", string.Join("; ", wrong[5].Faults()));
        Assert.Contains("EmaMomentum is 1.1, but must be at least 0 and at most 1", string.Join("; ", wrong[3].Faults()));
        var refusal = Assert.IsType<InvalidFit>(
            Model.Initialize(1).Fit(ToyData.Clouds(40), new() { Optimizer = new Sgd { ExcludeFromWeightDecay = ["Beta", ""] } }).Case);
        Assert.Equal(2, refusal.Faults.Count);
        Assert.Contains("\"Beta\", but the parameters are Output.Kernel, Output.Bias", refusal.Message);
    }

    [Fact]
    public void All_that_is_remembered_is_named()
    {
        static string Names(Optimizer o) => string.Join(" ", o.Slots.Map(s => s.Name));
        Assert.Equal("accumulator", Names(new Adagrad()));
        Assert.Equal(0.1, new Adagrad().Slots[0].Initial);
        Assert.Equal("accumulator linear", Names(new Ftrl()));
        Assert.Equal(0.1, new Ftrl().Slots[0].Initial);
        Assert.Equal("accumulated_grad accumulated_delta_var", Names(new Adadelta()));
        Assert.Equal("momentum velocity", Names(new Adam()));
        Assert.Equal("momentum velocity velocity_hat", Names(new AdamW(Amsgrad: true)));
        Assert.Equal("momentum norm", Names(new Adamax()));
        Assert.Equal("momentum gradient_accumulator average", Names(new Lion { UseEma = true, GradientAccumulationSteps = 2 }));
    }

    [Fact]
    public void Fit_with_Adam_learns()
    {
        var options = new FitOptions
        {
            Optimizer = new Adam(0.05) { UseEma = true, EmaMomentum = 0.9 },
            Epochs = 10,
            Metrics = [Metric.Accuracy]
        };
        var fitted = Model.Initialize(1).Fit(ToyData.Clouds(300), options).ThrowIfFail();
        Assert.True(fitted.History[^1].Accuracy > 0.98);
        var plain = Model.Initialize(1).Fit(ToyData.Clouds(300), options with { Optimizer = new Adam(0.05) }).ThrowIfFail();
        Assert.NotEqual(plain.Model.Bias.ToArray(), fitted.Model.Bias.ToArray());
        Assert.Equal(plain.History.Map(e => e.Loss), fitted.History.Map(e => e.Loss));
    }

    private static (double[] Start, double[][] Gradients) Draw(Random random, int steps)
    {
        double Gradient() => (float)((random.Next(2) * 2 - 1) * Math.Pow(10, 7 * random.NextDouble() - 6));
        return ([.. Enumerable.Range(0, 25).Select(_ => (double)(float)(random.NextDouble() - 0.5))],
            [.. Enumerable.Range(0, steps).Select(_ => Enumerable.Range(0, 25).Select(_ => Gradient()).ToArray())]);
    }

    private static void AssertClose(double[] start, double[] expected, double[] actual, double relative)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= relative * (Math.Abs(expected[i]) + Math.Abs(expected[i] - start[i])),
                $"Element {i}: expected {expected[i]:R}, got {actual[i]:R}.");
    }
}
