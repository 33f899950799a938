using ModelDsl.CompilerServices;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>
/// An author's own optimizers: a built-in optimizer written this way gives the same numbers, with schedules and options. It resumes from
/// checkpoints with the same bits.
/// </summary>
public class OwnOptimizerTests
{
    private static readonly (Optimizer Own, Optimizer BuiltIn)[] All =
    [
        (new HeavyBall { LearningRate = Rate }, new Sgd(Rate, Momentum: 0.9)),
        (new HeavyBall(0.5, Nesterov: true) { LearningRate = Rate }, new Sgd(Rate, Momentum: 0.5, Nesterov: true)),
        (new MeanSquareRoot { LearningRate = Rate }, new RmsProp(Rate)),
        (new MeanSquareRoot(0.7, 1e-3) { LearningRate = Rate }, new RmsProp(Rate, Rho: 0.7, Epsilon: 1e-3)),
        (new OwnAdam { LearningRate = Rate }, new Adam(Rate)),
        (new OwnAdam(0.5, 0.8, 1e-3) { LearningRate = Rate }, new Adam(Rate, Beta1: 0.5, Beta2: 0.8, Epsilon: 1e-3)),
        (new OwnAdagrad { LearningRate = Rate }, new Adagrad(Rate)),
        (new OwnLion { LearningRate = Rate }, new Lion(Rate)),
        // The step counts from 1; the steps of a schedule count from 0.
        (new Downhill(30, 0.2) { LearningRate = 0.03 }, new Sgd(new LearningRate.Piecewise([28, 29], [0.03, 0, 0.006]))),
        (new OwnAdam { LearningRate = Rate, WeightDecay = 0.3, ClipNorm = 0.5, UseEma = true, GradientAccumulationSteps = 3 },
            new Adam(Rate) { WeightDecay = 0.3, ClipNorm = 0.5, UseEma = true, GradientAccumulationSteps = 3 }),
    ];

    private static LearningRate Rate => new LearningRate.InverseTime(0.01, 7, 0.5);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, All.Length)];

    /// <summary>60 steps with gradients of mixed sign and of all sizes from 1e-6 to 10.</summary>
    [Theory, MemberData(nameof(Numbers))]
    public void A_built_in_optimizer_that_is_written_out_gives_its_numbers(int number)
    {
        var (own, builtIn) = All[number];
        Assert.Empty(own.Faults());
        Assert.Equal(builtIn.Slots, own.Slots);
        foreach (var (engine, tolerance) in new[] { (Engine.Reference, 1e-12), (Engine.Cpu, 3e-6) })
        {
            var (mine, theirs) = (Course(own, engine), Course(builtIn, engine));
            for (var i = 0; i < mine.Length; i++) Assert.True(Math.Abs(mine[i] - theirs[i]) <= tolerance * (1 + Math.Abs(theirs[i])), $"{own.GetType().Name} on {engine.Name}, {i}: {mine[i]:R} and {theirs[i]:R}");
        }
    }

    [Theory, MemberData(nameof(Numbers))]
    public void A_step_allocates_nothing(int number)
    {
        var (parameters, gradient) = Arenas(Engine.Cpu);
        var state = new OptimizerState(All[number].Own, parameters);
        var least = long.MaxValue;
        for (var time = 0; time < 8; time++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++) state.Apply(gradient);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    /// <summary>A denormal number costs a hundred times as much as another.</summary>
    [Fact]
    public void What_fades_away_becomes_zero_before_it_is_denormal()
    {
        var (parameters, gradient) = Arenas(Engine.Cpu);
        var state = new OptimizerState(new HeavyBall(), parameters);
        for (var step = 0; step < 900; step++)
        {
            Engine.Cpu.Fill(step == 0 ? 1 : 0, gradient.Trainable);
            state.Apply(gradient);
        }
        var momentum = new double[parameters.Trainable.Count];
        Engine.Cpu.Read(state.Slots[0], momentum);
        Assert.All(momentum, m => Assert.Equal(0, m));
    }

    [Fact]
    public void A_run_that_was_broken_off_ends_with_the_same_bits()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var random = new Random(3);
        float[] x = [.. Enumerable.Range(0, 80).Select(_ => (float)random.NextDouble())], y =
            [.. Enumerable.Range(0, 40).Select(i => (float)Math.Sin(i))];
        var data = Dataset.Create<float>([2], x, y, [1]).ThrowIfFail();
        using var source = new CancellationTokenSource();
        var options = new FitOptions { Epochs = 6, BatchSize = 8, Optimizer = new OwnAdam { LearningRate = Rate } };
        var whole = HiddenRelu.Initialize(1).Fit(data, options).ThrowIfFail();
        var broken = options with
        {
            Callbacks = [new BackupAndRestore(path),
            new LambdaCallback(onEpochEnd: (_, epoch) => { if (epoch.Number == 3) source.Cancel(); })]
        };
        HiddenRelu.Initialize(1).Fit(data, broken with { Cancellation = source.Token });
        Assert.True(File.Exists(path));
        var resumed = HiddenRelu.Initialize(1).Fit(data, broken).ThrowIfFail();
        Assert.Equal(whole.Model, resumed.Model);
        Assert.Equal(whole.History.Map(e => e.Loss), resumed.History.Map(e => e.Loss));
    }

    [Fact]
    public void Hyper_parameters_that_are_no_numbers_are_faults()
    {
        Assert.Contains("Momentum is NaN", Assert.Single(new HeavyBall(double.NaN).Faults()), StringComparison.Ordinal);
        Assert.Contains("Epsilon is Infinity", Assert.Single(new OwnAdam(Epsilon: double.PositiveInfinity).Faults()), StringComparison.Ordinal);
        Assert.Equal("Beta1 must lie in [0, 1)", Assert.Single(new OwnLion(Beta1: 1).Faults()));
    }

    private static (ParameterArena Parameters, ParameterArena Gradient) Arenas(ITensorEngine engine) =>
        (new(engine, HiddenRelu.Description), new(engine, HiddenRelu.Description));

    private static double[] Course(Optimizer optimizer, ITensorEngine engine)
    {
        var (parameters, gradient) = Arenas(engine);
        var (random, count) = (new Random(5), parameters.Trainable.Count);
        engine.Write([.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)], parameters.Trainable);
        var state = new OptimizerState(optimizer, parameters);
        for (var step = 0; step < 60; step++)
        {
            engine.Write([.. Enumerable.Range(0, count).Select(i => (random.Next(2) * 2 - 1) * Math.Pow(10, 7 * random.NextDouble() - 6))],
                gradient.Trainable);
            state.Apply(gradient);
        }
        state.Finish();
        var result = new double[count];
        engine.Read(parameters.Trainable, result);
        return result;
    }
}
