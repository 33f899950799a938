using LanguageExt;
using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

public sealed class LearningRateCallbackTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rates").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static readonly FitOptions Options = new()
    {
        Epochs = 6,
        BatchSize = 16,
        Seed = 3,
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(20, seed: 9),
        Optimizer = new Sgd(0.1, Momentum: 0.9),
    };

    private static Fin<Fitted<Model>> Fit(FitOptions options, params Callback[] callbacks) =>
        Model.Initialize(1).Fit(ToyData.Clouds(60), options with { Callbacks = callbacks });

    /// <summary>Returns the rate after every epoch.</summary>
    private static double[] Rates(ReduceLearningRateOnPlateau callback, params double[] figures)
    {
        var rates = new List<double>();
        var run = new FakeRun(new FitOptions { Optimizer = new Sgd(0.1), Metrics = [Metric.Accuracy] });
        run.Tell(new Chain(callback.ForRun(), rates), figures);
        return [.. rates.Select(r => Math.Round(r, 12))];
    }

    private sealed record Chain(Callback Inner, List<double> Rates) : Callback
    {
        public override void OnTrainBegin(TrainingContext context) => Inner.OnTrainBegin(context);

        public override void OnEpochEnd(TrainingContext context, Epoch epoch)
        {
            Inner.OnEpochEnd(context, epoch);
            Rates.Add(context.LearningRate);
        }
    }

    public static TheoryData<ReduceLearningRateOnPlateau, double[], double[]> Plateaus => new()
    {
        // The cases of reduce_lr_on_plateau_test.py, written as figures.
        { new(patience: 1, minDelta: 100), [1, 1], [0.1, 0.01] },
        { new(patience: 1, minDelta: 10, minLearningRate: 0.005), [1, 1, 1, 1], [0.1, 0.01, 0.005, 0.005] },
        { new(patience: 1, minDelta: 100, cooldown: 2), [1, 1, 1, 1], [0.1, 0.01, 0.01, 0.001] },
        // Keras's text about each option.
        { new(patience: 2), [1, 1, 1, 1, 1], [0.1, 0.1, 0.01, 0.01, 0.001] },
        { new(patience: 0), [1, 1, 1], [0.1, 0.01, 0.001] },
        { new(patience: 2, factor: 0.5), [3, 2, 2, 1, 1, 1], [0.1, 0.1, 0.1, 0.1, 0.1, 0.05] },
        { new(patience: 1, minDelta: 0.5), [3, 2.6, 2.1, 2], [0.1, 0.01, 0.01, 0.001] },
        { new(patience: 1, minDelta: -0.5), [3, 2.6, 2.1, 2], [0.1, 0.01, 0.01, 0.001] },
        { new(patience: 1), [1, 0.99995, 0.9998], [0.1, 0.01, 0.01] },
        { new("val_accuracy", patience: 1), [0.5, 0.6, 0.6, 0.7], [0.1, 0.1, 0.01, 0.01] },
        { new("val_accuracy", patience: 1, mode: MonitorMode.Min), [0.5, 0.6, 0.4], [0.1, 0.01, 0.01] },
        { new("loss", patience: 1, mode: MonitorMode.Max), [0.5, 0.6, 0.4], [0.1, 0.1, 0.01] },
        { new("loss", patience: 1), [double.NaN, 1, double.NaN], [0.01, 0.01, 0.001] },
        // An improvement in the cooldown sets the best figure, and does not shorten the cooldown.
        { new(patience: 1, cooldown: 3), [1, 1, 0.5, 0.5, 0.5, 0.5], [0.1, 0.01, 0.01, 0.01, 0.001, 0.001] },
    };

    [Theory]
    [MemberData(nameof(Plateaus))]
    public void The_rate_is_reduced_as_in_Keras(ReduceLearningRateOnPlateau callback, double[] figures, double[] rates) =>
        Assert.Equal(rates, Rates(callback, figures));

    [Fact]
    public void A_scheduler_gets_epochs_from_0_and_the_rate_so_far()
    {
        // The example of Keras's own text, with other numbers.
        var fitted = Fit(Options, new LearningRateScheduler((epoch, rate) => epoch < 2 ? rate : rate / 2)).ThrowIfFail();
        Assert.Equal((double[])[0.1, 0.1, 0.05, 0.025, 0.0125, 0.00625], fitted.History.Map(e => e.LearningRate));
    }

    public static TheoryData<Optimizer> Optimizers =>
        [new Sgd(0.1), new Sgd(0.1, Momentum: 0.9) { WeightDecay = 0.01 }, new Adam(0.01), new RmsProp(0.01)];

    /// <summary>Setting a rate gives the bits of a schedule with the same rate at the same steps.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_rate_that_was_set_gives_the_bits_of_a_schedule(Optimizer optimizer)
    {
        var first = optimizer.LearningRate.At(0);
        var set = Fit(Options with { Optimizer = optimizer }, new LearningRateScheduler((epoch, _) => first / (1 + epoch))).ThrowIfFail();
        // Four steps in an epoch.
        var schedule = optimizer with { LearningRate = new LearningRate.InverseTime(first, 4, 1, Staircase: true) };
        var scheduled = Fit(Options with { Optimizer = schedule }).ThrowIfFail();
        Assert.Equal(scheduled.Model, set.Model);
        Assert.NotEqual(Fit(Options with { Optimizer = optimizer }).ThrowIfFail().Model, set.Model);
    }

    [Fact]
    public void Options_used_twice_begin_with_the_optimizer_s_rate()
    {
        var options = Options with { Callbacks = [new ReduceLearningRateOnPlateau(patience: 1, minDelta: 100)] };
        var runs = Enumerable.Range(0, 2).Select(_ => Model.Initialize(1).Fit(ToyData.Clouds(60), options).ThrowIfFail()).ToArray();
        Assert.Equal((double[])[0.1, 0.1, 0.1 * 0.1, 0.1 * 0.1 * 0.1], runs[0].History.Take(4).Map(e => e.LearningRate));
        Assert.Equal(runs[0].Model, runs[1].Model);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    [InlineData(5, 3)]
    public void A_run_that_was_broken_off_goes_on_with_its_rate(int epoch, int step)
    {
        Callback[] rates =
        [
            new ReduceLearningRateOnPlateau("val_accuracy", patience: 1, minDelta: 100, cooldown: 2),
            new LearningRateScheduler((_, rate) => rate * 0.75),
        ];
        var whole = Fit(Options, rates).ThrowIfFail();
        using var source = new CancellationTokenSource();
        var breakOff = new LambdaCallback(onBatchEnd: c => { if (c.Epoch == epoch && c.Step == step) source.Cancel(); });
        Callback[] callbacks = [.. rates, breakOff, new BackupAndRestore(Path.Combine(folder, "run"))];
        Assert.True(Fit(Options with { Cancellation = source.Token }, callbacks).ThrowIfFail().Cancelled);
        var resumed = Fit(Options, callbacks).ThrowIfFail();
        Assert.Equal(whole.Model, resumed.Model);
        Assert.Equal(whole.History.Map(e => e.LearningRate), resumed.History.Map(e => e.LearningRate));
        Assert.True(whole.History.Map(e => e.LearningRate).Distinct().Count > 3);
    }

    public static TheoryData<Callback> Setters =>
        [new ReduceLearningRateOnPlateau("loss"), new LearningRateScheduler((_, rate) => rate)];

    [Theory]
    [MemberData(nameof(Setters))]
    public void An_optimizer_with_a_schedule_is_refused_before_the_run(Callback callback)
    {
        var options = Options with { Optimizer = new Adam(2 * new LearningRate.Cosine(0.1, 10)) };
        var fault = Assert.Single(Assert.IsType<InvalidFit>(Fit(options, callback).Case).Faults);
        Assert.Contains($"{callback.GetType().Name} sets the learning rate, but that of Adam is the schedule Scaled", fault);
        Assert.True(Fit(Options with { Optimizer = new Adam(2 * (LearningRate)0.01) }, callback).IsSucc);
    }

    public static TheoryData<LambdaCallback, string> WrongSettings => new()
    {
        { new(onBatchEnd: c => c.SetLearningRate(0.1)), "only between epochs" },
        { new(onEpochBegin: c => c.SetLearningRate(double.NaN)), "finite number that is not negative" },
        { new(onEpochEnd: (c, _) => c.SetLearningRate(-1)), "finite number that is not negative" },
        { new(onTrainBegin: c => c.SetLearningRate(double.PositiveInfinity)), "finite number that is not negative" },
    };

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void A_rate_that_can_t_be_set_fails_the_run_with_the_model_so_far(LambdaCallback callback, string said) =>
        Assert.Contains(said, Assert.IsType<CallbackFailed<Model>>(Fit(Options, callback).Case).Message);

    [Fact]
    public void A_schedule_can_t_be_set_by_a_callback_of_one_s_own() =>
        Assert.Contains("is a schedule", ((Error)Fit(
            Options with { Optimizer = new Sgd(new LearningRate.Cosine(0.1, 10)) },
            new LambdaCallback(onTrainBegin: c => c.SetLearningRate(0.1))).Case!).Message);

    [Fact]
    public void All_faults_of_the_options_are_told_together()
    {
        var wrong = new ReduceLearningRateOnPlateau("precision", 1, -1, (MonitorMode)7, double.NaN, -2, double.PositiveInfinity);
        var faults = wrong.Faults(Options with { Optimizer = new Sgd(new LearningRate.Cosine(0.1, 10)) }).ToArray();
        string[] said =
        [
            "factor is 1, but must be above 0 and below 1", "patience is -1, but must not be negative", "cooldown is -2, but must not be negative",
            "minLearningRate is Infinity", "mode is 7, but must be Auto, Min or Max", "minDelta is NaN", "precision, which is not measured",
            "is the schedule Cosine",
        ];
        Assert.Equal(said.Length, faults.Length);
        foreach (var (part, fault) in said.Zip(faults)) Assert.Contains(part, fault);
        Assert.Contains("schedule is null", Assert.Single(new LearningRateScheduler(null!).Faults(Options)));
    }

    /// <summary>The steps of an epoch are repeated from its start, with the rate that was set there.</summary>
    [Fact]
    public void The_last_finite_model_is_found_under_a_rate_that_was_set()
    {
        Seq<Tensor> last = default;
        var result = Model.Initialize(1).Fit(ToyData.Clouds(40), Options with
        {
            Epochs = 50,
            BatchSize = 5,
            Optimizer = new Sgd(1e-3, Momentum: 0.9),
            Callbacks =
            [
                new LearningRateScheduler((epoch, rate) => epoch < 2 ? rate : 1e38),
                new LambdaCallback(onBatchEnd: c =>
                {
                    if (c.ReadParameters() is var now && now.ForAll(p => p.ToDoubles().All(double.IsFinite))) last = now;
                }),
            ],
        });
        var error = Assert.IsType<NonFiniteLoss<Model>>(result.Case);
        Assert.True(error.Epoch > 2);
        Assert.Equal(last, error.Model.Parameters);
        Assert.Contains("learning rate was 1E+38", error.Message);
    }
}
