using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using YesNoModel = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.YesNo>;

namespace ModelDsl.Tests.IO;

public sealed class ResumeWithinEpochTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("within").FullName;

    private string Checkpoint => Path.Combine(folder, "run.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Fault<T>(Fin<T> result) => ((Error)result.Case!).Message;

    /// <summary>Four steps in an epoch; the last step is smaller.</summary>
    private static FitOptions Options(Optimizer optimizer, params Callback[] callbacks) => new()
    {
        Epochs = 5,
        BatchSize = 16,
        Seed = 3,
        Optimizer = optimizer,
        Metrics = [Metric.Accuracy, Metric.F1],
        Validation = ToyData.Clouds(20, seed: 9),
        Callbacks = callbacks,
    };

    private static Fin<Fitted<Model>> Fit(FitOptions options, int seed = 1) => Model.Initialize(1).Fit(ToyData.Clouds(60, seed), options);

    private static void AssertSame(Fitted<Model> whole, Fitted<Model> resumed)
    {
        Assert.Equal(whole.Model, resumed.Model);
        Assert.Equal(whole.History.Map(ResumeTests.Text).ToArray(), resumed.History.Map(ResumeTests.Text).ToArray());
        Assert.Equal(whole.StopReason, resumed.StopReason);
        Assert.Equal(whole.Cancelled, resumed.Cancelled);
    }

    public static TheoryData<Optimizer> Optimizers => new()
    {
        new Sgd(0.1, Momentum: 0.9) { GradientAccumulationSteps = 3, UseEma = true },
        new Adam(new LearningRate.Exponential(0.02, 5, 0.9), Amsgrad: true) { WeightDecay = 0.01 },
    };

    /// <summary>
    /// The run is broken off after every single step, with checkpoints after every, every third and every seventh step; on another engine
    /// after every third step.
    /// </summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_run_broken_off_after_any_step_ends_with_the_same_bits(Optimizer optimizer)
    {
        foreach (var (engine, distances) in ((ITensorEngine, int[])[])[(Engine.Cpu, [1, 3, 7]), (Engine.Reference, [3])])
        {
            var whole = Fit(Options(optimizer) with { Engine = engine }).ThrowIfFail();
            foreach (var every in distances)
            {
                for (var last = 1; last <= 20; last++)
                {
                    using var source = new CancellationTokenSource();
                    var steps = 0;
                    var stop = new LambdaCallback(onBatchEnd: _ => { if (++steps == last) source.Cancel(); });
                    var options = Options(optimizer, stop, new BackupAndRestore(Checkpoint, everySteps: every)) with { Engine = engine };
                    Fit(options with { Cancellation = source.Token });
                    Assert.Equal(last >= every, File.Exists(Checkpoint));
                    var resumed = Fit(options).ThrowIfFail();
                    Assert.Equal(20 + last % every, steps);
                    AssertSame(whole, resumed);
                    Assert.False(File.Exists(Checkpoint));
                }
            }
        }
    }

    [Fact]
    public void An_epoch_that_was_broken_off_takes_the_time_of_both_its_parts()
    {
        using var source = new CancellationTokenSource();
        var slow = new LambdaCallback(onBatchEnd: c =>
        {
            if (c is not { Epoch: 1, Step: 2 }) return;
            Thread.Sleep(300);
            source.Cancel();
        });
        var options = Options(new Sgd(0.1), slow, new BackupAndRestore(Checkpoint, everySteps: 2));
        Fit(options with { Cancellation = source.Token }).ThrowIfFail();
        Assert.InRange(Fit(options).ThrowIfFail().History[0].Duration.TotalSeconds, 0.3, 30);
    }

    [Fact]
    public void Callbacks_go_on_too()
    {
        Callback[] Callbacks(string name) =>
        [
            new ReduceLearningRateOnPlateau("val_accuracy", patience: 1, minDelta: 0.1),
            new LearningRateScheduler((_, rate) => rate * 0.75),
            new EarlyStopping("val_loss", mode: MonitorMode.Max, patience: 3, restoreBestWeights: true),
            new CsvLogger(Path.Combine(folder, name + ".csv")),
            new ModelCheckpoint(Path.Combine(folder, name, "{epoch}-{batch}"), everySteps: 3, keepLast: 3),
        ];
        var whole = Fit(Options(new Sgd(0.1), Callbacks("whole"))).ThrowIfFail();
        Assert.True(whole.StopReason.IsSome);
        string[] Files(string name) => [.. Directory.GetFiles(Path.Combine(folder, name)).Select(f => Path.GetFileName(f)).Order()];
        for (var last = 1; last < 16; last++)
        {
            using var source = new CancellationTokenSource();
            var steps = 0;
            var stop = new LambdaCallback(onBatchEnd: _ => { if (++steps == last) source.Cancel(); });
            var options = Options(new Sgd(0.1), [.. Callbacks("part" + last), stop, new BackupAndRestore(Checkpoint, everySteps: 2)]);
            Fit(options with { Cancellation = source.Token }).ThrowIfFail();
            AssertSame(whole, Fit(options).ThrowIfFail());
            Assert.Equal(File.ReadAllText(Path.Combine(folder, "whole.csv")), File.ReadAllText(Path.Combine(folder, $"part{last}.csv")));
            Assert.Equal(Files("whole"), Files("part" + last));
        }
    }

    /// <summary>The checkpoint of the step after which a callback asked for a stop: only the epoch's end is left to do.</summary>
    [Fact]
    public void An_epoch_that_was_stopped_is_ended_once()
    {
        var stop = new LambdaCallback(onBatchEnd: c => { if (c is { Epoch: 2, Step: 3 }) c.Stop("enough"); });
        var whole = Fit(Options(new Sgd(0.1), stop)).ThrowIfFail();
        var fail = new LambdaCallback(onEpochEnd: (_, e) => { if (e.Number == 2) throw new IOException("killed"); });
        var backup = new BackupAndRestore(Checkpoint, everySteps: 1);
        Assert.Contains("killed", Fault(Fit(Options(new Sgd(0.1), stop, fail, backup))));
        AssertSame(whole, Fit(Options(new Sgd(0.1), stop, new LambdaCallback(), backup)).ThrowIfFail());
        Assert.Equal(2, whole.History.Count);
    }

    [Fact]
    public void The_last_finite_model_is_found_from_where_the_run_went_on()
    {
        var data = ToyData.Clouds(40);
        var options = Options(new Sgd(1e38, Momentum: 0.9)) with { Epochs = 50, BatchSize = 5, Metrics = [], Validation = null };
        var whole = Assert.IsType<NonFiniteLoss<Model>>(Model.Initialize(1).Fit(data, options).Case);
        Assert.True(whole.Step > 2);
        var backup = new BackupAndRestore(Checkpoint, everySteps: 1);
        Assert.IsType<NonFiniteLoss<Model>>(Model.Initialize(1).Fit(data, options with { Callbacks = [backup] }).Case);
        // No checkpoint of spoilt numbers was written. The run goes on from the last good one, and fails at the same place.
        var resumed = Assert.IsType<NonFiniteLoss<Model>>(Model.Initialize(1).Fit(data, options with { Callbacks = [backup] }).Case);
        Assert.Equal((whole.Epoch, whole.Step, whole.Loss), (resumed.Epoch, resumed.Step, resumed.Loss));
        Assert.Equal(whole.Model, resumed.Model);
    }

    /// <summary>
    /// Update 15 or 16 spoils the numbers: the last but one or the last of the second epoch. The next loss or the epoch's end shows it. The
    /// run goes on from an earlier step of that epoch. Except for every = 9, a checkpoint is due at the very update that spoils the
    /// numbers.
    /// </summary>
    [Theory]
    [InlineData(15, 3), InlineData(15, 5), InlineData(15, 9), InlineData(16, 4), InlineData(16, 9)]
    public void A_run_that_went_on_in_an_epoch_and_diverges_later_in_it_fails_as_the_whole_one_does(long update, int every)
    {
        var data = ToyData.Clouds(40);
        var options = Options(new Sgd(new LearningRate.Piecewise([update - 2], [0.1, 1e39]))) with { BatchSize = 5, Validation = null };
        var whole = Assert.IsType<NonFiniteLoss<Model>>(Model.Initialize(1).Fit(data, options).Case);
        Assert.Equal((2, 8), (whole.Epoch, whole.Step));
        var backup = options with { Callbacks = [new BackupAndRestore(Checkpoint, everySteps: every)] };
        for (var run = 0; run < 2; run++)
        {
            var error = Assert.IsType<NonFiniteLoss<Model>>(Model.Initialize(1).Fit(data, backup).Case);
            Assert.Equal((whole.Epoch, whole.Step, whole.Loss), (error.Epoch, error.Step, error.Loss));
            Assert.Equal(whole.Model, error.Model);
        }
    }

    [Fact]
    public void Figures_of_every_metric_go_on()
    {
        var labels = ToyData.Clouds(60).ToBatch();
        var targets = labels.Labels.ToDoubles().SelectMany(c => Enumerable.Range(0, 3).Select(i => i == (int)c ? 1f : 0f)).ToArray();
        var data = Dataset.Create<float>([2], labels.Inputs.ToArray(), targets, [3]).ThrowIfFail();
        var options = Options(new Sgd(0.1)) with
        {
            Metrics = [Metric.Auc, Metric.Precision, Metric.R2Score, Metric.MeanAbsoluteError,
            Metric.BinaryAccuracy],
            Validation = data
        };
        var whole = YesNoModel.Initialize(1).Fit(data, options).ThrowIfFail();
        using var source = new CancellationTokenSource();
        var stop = new LambdaCallback(onBatchEnd: c => { if (c is { Epoch: 3, Step: 3 }) source.Cancel(); });
        var broken = options with { Callbacks = [stop, new BackupAndRestore(Checkpoint, everySteps: 1)] };
        YesNoModel.Initialize(1).Fit(data, broken with { Cancellation = source.Token }).ThrowIfFail();
        var resumed = YesNoModel.Initialize(1).Fit(data, broken).ThrowIfFail();
        Assert.Equal(whole.History.Map(ResumeTests.Text).ToArray(), resumed.History.Map(ResumeTests.Text).ToArray());
        Assert.Equal(whole.Model, resumed.Model);
    }

    /// <summary>The same number of samples, but one number or one label differs.</summary>
    [Fact]
    public void Data_of_other_content_are_refused()
    {
        var options = Options(new Sgd(0.1), new BackupAndRestore(Checkpoint, deleteCheckpoint: false, everySteps: 3));
        Fit(options).ThrowIfFail();
        Assert.Contains("its samples is 60 (CRC-32C", Fault(Fit(options, seed: 2)));
        Assert.Contains("its validation samples is 20 (CRC-32C", Fault(Fit(options with { Validation = ToyData.Clouds(20, seed: 8) })));
        Assert.True(Fit(options).IsSucc);
    }

    [Fact]
    public void The_check_of_data_knows_samples_labels_their_order_and_their_scale()
    {
        var clouds = ToyData.Clouds(300);
        var batch = clouds.ToBatch();
        uint Check(float[] samples, int[] labels) => Dataset.Create<float>([2], samples, labels).ThrowIfFail().ContentCheck();
        var (samples, labels) = (batch.Inputs.ToArray(), Array.ConvertAll(batch.Labels.ToDoubles(), c => (int)c));
        Assert.Equal(clouds.ContentCheck(), Check(samples, labels));
        var all = new System.Collections.Generic.HashSet<uint> { clouds.ContentCheck() };
        foreach (var at in (int[])[0, 7, 299])
        {
            var (other, classes) = ((float[])samples.Clone(), (int[])labels.Clone());
            other[2 * at] = MathF.BitIncrement(other[2 * at]);
            Assert.True(all.Add(Check(other, labels)));
            classes[at] = (classes[at] + 1) % 3;
            Assert.True(all.Add(Check(samples, classes)));
        }
        Assert.True(all.Add((clouds | Functions.Scale(0.5f)).ContentCheck()));
        Assert.True(all.Add(clouds.View([.. Enumerable.Range(0, 300).Reverse()], "turned").ContentCheck()));
        Assert.True(all.Add(clouds.First(299).ContentCheck()));
        Assert.False(all.Add(clouds.View([.. Enumerable.Range(0, 300)], "same").ContentCheck()));
        // The samples are so wide that few are checked at once.
        var wide = new float[3 * 50_000];
        wide[^1] = 1;
        Assert.NotEqual(
            Dataset.Create<float>([50_000], wide, new[] { 0, 0, 0 }).ThrowIfFail().ContentCheck(),
            Dataset.Create<float>([50_000], new float[wide.Length], new[] { 0, 0, 0 }).ThrowIfFail().ContentCheck());
    }

    private sealed record Stateless() : Metric("stateless", true)
    {
        public override Fin<MetricAccumulator> Start(ModelDescription model) => new Nothing();

        private sealed class Nothing : MetricAccumulator
        {
            public override double Result => 0;

            public override void Reset() { }

            public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels) { }
        }
    }

    [Fact]
    public void A_metric_without_state_is_told_before_the_first_step()
    {
        var options = Options(new Sgd(0.1),
            new BackupAndRestore(Checkpoint, everySteps: 3)) with
        { Metrics = [Metric.Accuracy, new Stateless()] };
        var error = Assert.IsType<CallbackFailed<Model>>(Fit(options).Case);
        Assert.Contains("accuracy, stateless has no MetricAccumulator.State", error.Message);
        Assert.Equal(Model.Initialize(1), error.Model);
        Assert.True(Fit(options with { Callbacks = [new BackupAndRestore(Checkpoint)] }).IsSucc);
    }

    /// <summary>Checkpoints that a tool or a user wrote wrongly.</summary>
    [Theory]
    [InlineData("epoch_step", "-1", "its epoch_step is not a number from 0 to 4")]
    [InlineData("epoch_step", "5", "its epoch_step is not a number from 0 to 4")]
    [InlineData("epoch_step", "many", "its epoch_step is not a number from 0 to 4")]
    [InlineData("epoch", "-1", "its epoch is not a number of 1 or more")]
    [InlineData("step", "0", "its step is not a number of 1 or more")]
    [InlineData("learning_rate", "-1", "its learning_rate is not a finite number of 0 or more")]
    [InlineData("learning_rate", "NaN", "its learning_rate is not a finite number of 0 or more")]
    [InlineData("figures/loss", "", "figures/loss is missing")]
    [InlineData("figures/epoch", "", "figures/epoch is missing")]
    [InlineData("figures/epoch", "1", "figures/epoch is [1], but must be a row of numbers")]
    [InlineData("figures/loss", "1 2 3", "figures/loss has 3 numbers, but must have 2")]
    [InlineData("figures/0/accuracy", "1 NaN", "has NaN where a count must be")]
    [InlineData("figures/0/accuracy", "1", "has 1 numbers, but must have 2")]
    [InlineData("Output.Bias", "1 NaN 2", "numbers that are not finite")]
    public void A_checkpoint_that_can_t_be_is_refused(string what, string value, string said)
    {
        using var source = new CancellationTokenSource();
        var stop = new LambdaCallback(onBatchEnd: c => { if (c is { Epoch: 2, Step: 2 }) source.Cancel(); });
        var options = Options(new Sgd(0.1), stop, new BackupAndRestore(Checkpoint, everySteps: 3),
            new LearningRateScheduler((_, rate) => rate));
        Fit(options with { Cancellation = source.Token }).ThrowIfFail();
        var file = Safetensors.ReadDoubles(Checkpoint).ThrowIfFail();
        var numbers = value.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => double.TryParse(v, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        var tensors = file.Tensors.Filter(t => t.Name != what || value.Length > 0)
            .Map(t => t.Name == what ? new NamedTensor(what, Tensor.Create([numbers.Length], numbers, Engine.Reference)) : t).Strict();
        var metadata = file.Metadata.ContainsKey(what) ? file.Metadata.SetItem(what, value) : file.Metadata;
        Safetensors.WriteExactly(Checkpoint, new SafetensorsFile(tensors, metadata)).ThrowIfFail();
        var before = File.ReadAllBytes(Checkpoint);
        Assert.Contains(said, Fault(Fit(options)));
        Assert.Equal(before, File.ReadAllBytes(Checkpoint));
    }

    [Fact]
    public void All_faults_of_its_options_are_told()
    {
        var faults = new BackupAndRestore("x", everyEpochs: 2, everySteps: 0).Faults(Options(new Sgd())).ToArray();
        Assert.Equal(2, faults.Length);
        Assert.Contains("everySteps is 0, but must be at least 1", faults[0]);
        Assert.Contains("everyEpochs and everySteps: give one of them", faults[1]);
    }
}
