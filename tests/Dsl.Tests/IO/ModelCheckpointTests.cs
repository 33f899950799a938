using LanguageExt;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

public sealed class ModelCheckpointTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("models").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string In(string name) => Path.Combine(folder, name);

    private string[] Files => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    private static FitOptions Options(params Callback[] callbacks) => new()
    {
        Epochs = 5,
        BatchSize = 16,
        Seed = 3,
        Optimizer = new Sgd(0.5, Momentum: 0.9),
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(20, seed: 9),
        Callbacks = callbacks,
    };

    private static Fin<Fitted<Model>> Fit(params Callback[] callbacks) => Fit(Options(callbacks));

    private static Fin<Fitted<Model>> Fit(FitOptions options) => Model.Initialize(1).Fit(ToyData.Clouds(60), options);

    /// <summary>Keeps the model of every epoch.</summary>
    private static LambdaCallback Keep(List<Model> models) => new(onEpochEnd: (c, _) => models.Add(c.ReadModel<Model>()));

    [Fact]
    public void Every_epoch_is_a_file_that_Load_reads()
    {
        var models = new List<Model>();
        var fitted = Fit(Keep(models), new ModelCheckpoint(In("deep/w.{epoch:02d}-{val_loss:.3f}.safetensors"))).ThrowIfFail();
        Assert.Equal(5, Files.Length);
        foreach (var (epoch, model) in fitted.History.Zip(models))
        {
            var name = FormattableString.Invariant($"deep/w.{epoch.Number:00}-{epoch.ValidationLoss:F3}.safetensors");
            Assert.Equal(model, Model.Load(In(name)).ThrowIfFail());
        }
    }

    [Theory]
    [InlineData("val_loss", MonitorMode.Auto, null)]
    [InlineData("val_accuracy", MonitorMode.Auto, null)]
    [InlineData("loss", MonitorMode.Max, null)]
    [InlineData("val_accuracy", MonitorMode.Auto, 0.99)]
    [InlineData("val_loss", MonitorMode.Auto, 0.0)]
    public void Only_the_best_is_saved(string monitor, MonitorMode mode, double? threshold)
    {
        var models = new List<Model>();
        var saved = new ModelCheckpoint(In("{epoch}"), monitor, saveBestOnly: true, mode, initialValueThreshold: threshold);
        var fitted = Fit(Keep(models), saved, new ModelCheckpoint(In("best"), monitor, saveBestOnly: true, mode, initialValueThreshold: threshold)).ThrowIfFail();
        var higher = mode == MonitorMode.Max || monitor.EndsWith("accuracy", StringComparison.Ordinal);
        var best = threshold ?? (higher ? double.NegativeInfinity : double.PositiveInfinity);
        var expected = new List<string>();
        foreach (var epoch in fitted.History)
        {
            var figure = epoch.Find(monitor).IfNone(double.NaN);
            if (!(higher ? figure > best : figure < best)) continue;
            best = figure;
            expected.Add(epoch.Number.ToString());
        }
        Assert.Equal(threshold is 0.0, expected.Count == 0);
        Assert.Equal(expected.Count == 0 ? [] : [.. expected, "best"], Files);
        if (expected.Count > 0) Assert.Equal(models[int.Parse(expected[^1]) - 1], Model.Load(In("best")).ThrowIfFail());
    }

    [Theory]
    [InlineData(1, 0, "1 2 3 4 5")]
    [InlineData(2, 0, "2 4")]
    [InlineData(6, 0, "")]
    [InlineData(1, 2, "4 5")]
    [InlineData(2, 1, "4")]
    [InlineData(1, 9, "1 2 3 4 5")]
    public void Every_so_many_epochs_and_the_last_ones_kept(int every, int keep, string files)
    {
        Fit(new ModelCheckpoint(In("{epoch}"), everyEpochs: every, keepLast: keep == 0 ? null : keep)).ThrowIfFail();
        Assert.Equal(files.Split(' ', StringSplitOptions.RemoveEmptyEntries), Files);
    }

    [Theory]
    [InlineData(3, "1-3 2-2 3-1 3-4 4-3 5-2")]
    [InlineData(7, "2-3 4-2")]
    [InlineData(4, "1-4 2-4 3-4 4-4 5-4")]
    public void Steps_are_counted_through_all_epochs(int every, string files)
    {
        Fit(new ModelCheckpoint(In("{epoch}-{batch}"), everySteps: every)).ThrowIfFail();
        Assert.Equal(files.Split(' '), Files);
    }

    [Fact]
    public void The_best_of_steps_is_known_by_the_figures_so_far()
    {
        var losses = new List<double>();
        Fit(new LambdaCallback(onBatchEnd: c => losses.Add(c.Loss)),
            new ModelCheckpoint(In("{epoch}-{batch}"), "loss", saveBestOnly: true, everySteps: 1, keepLast: 1)).ThrowIfFail();
        var best = losses.IndexOf(losses.Min());
        Assert.Equal([$"{best / 4 + 1}-{best % 4 + 1}"], Files);
    }

    [Fact]
    public void Files_of_others_are_never_deleted()
    {
        File.WriteAllText(In("2.old"), "mine");
        Fit(new ModelCheckpoint(In("{epoch}"), keepLast: 1)).ThrowIfFail();
        Assert.Equal(["2.old", "5"], Files);
        // A second run does not know the files of the first one.
        Fit(Options(new ModelCheckpoint(In("b{epoch}"), keepLast: 1)) with { Epochs = 2 }).ThrowIfFail();
        Assert.Equal(["2.old", "5", "b2"], Files);
    }

    [Fact]
    public void A_file_that_can_t_be_deleted_does_not_end_the_run()
    {
        var block = new LambdaCallback(onEpochBegin: c =>
        {
            if (c.Epoch != 2) return;
            File.Delete(In("1"));
            Directory.CreateDirectory(In("1/x"));
        });
        Fit(block, new ModelCheckpoint(In("{epoch}"), keepLast: 1)).ThrowIfFail();
        Assert.Equal(["2", "3", "4", "5"], Files);
    }

    [Theory]
    [InlineData("file/w.{epoch}")]
    [InlineData("folder")]
    [InlineData("a\0b{epoch}")]
    public void A_file_that_can_t_be_written_is_told_before_the_run(string name)
    {
        File.WriteAllText(In("file"), "no folder");
        Directory.CreateDirectory(In("folder/in it"));
        var models = new List<Model>();
        var error = Assert.IsType<InvalidFit>(Fit(Keep(models), new ModelCheckpoint(In(name))).Case);
        Assert.Contains("ModelCheckpoint can't write", Assert.Single(error.Faults));
        Assert.Empty(models);
        Assert.Equal(["file"], Files);
    }

    [Fact]
    public void A_file_that_can_t_be_written_any_more_ends_the_run_with_the_model_so_far()
    {
        var models = new List<Model>();
        var block = new LambdaCallback(onEpochBegin: _ => Directory.CreateDirectory(In("folder/in it")));
        var error = Assert.IsType<CallbackFailed<Model>>(Fit(Keep(models), block, new ModelCheckpoint(In("folder"))).Case);
        Assert.Contains("The callback ModelCheckpoint failed in epoch 1: ", error.Message);
        Assert.Equal(models[0], error.Model);
        Assert.Empty(Files);
    }

    [Fact]
    public void A_run_that_goes_on_keeps_its_best_figure_and_its_files()
    {
        Callback[] Callbacks(string name) =>
        [
            new ModelCheckpoint(In(name + "/{epoch}-{val_accuracy:.2f}"), keepLast: 2),
            new ModelCheckpoint(In(name + "/best-{epoch}"), "val_loss", saveBestOnly: true),
            // The loss falls: the largest is that of the first epoch, so no file is made after it.
            new ModelCheckpoint(In(name + "/best-worst-{epoch}"), "loss", saveBestOnly: true, MonitorMode.Max),
        ];
        Fit(Callbacks("whole")).ThrowIfFail();
        using var source = new CancellationTokenSource();
        var stop = new LambdaCallback(onBatchEnd: c => { if (c is { Epoch: 3, Step: 2 }) source.Cancel(); });
        Callback[] broken = [.. Callbacks("broken"), stop, new BackupAndRestore(In("run"))];
        Fit(Options(broken) with { Cancellation = source.Token }).ThrowIfFail();
        Fit(Options(broken)).ThrowIfFail();
        Assert.Equal(Files.Where(f => f.StartsWith("whole/")).Select(f => f[6..]), Files.Where(f => f.StartsWith("broken/")).Select(f => f[7..]));
        Assert.Equal(2, Files.Count(f => f.StartsWith("whole/") && !f.Contains("best")));
    }

    [Fact]
    public void What_a_strange_checkpoint_names_is_not_deleted()
    {
        File.WriteAllText(In("diary"), "mine");
        var callback = (ModelCheckpoint)new ModelCheckpoint(In("{epoch}"), keepLast: 1).ForRun();
        var names = System.Text.Encoding.UTF8.GetBytes(In("diary") + "\0" + In("7")).Select(b => (float)b).ToArray();
        callback.Restore(Prelude.Seq(
            new NamedTensor("best", Tensor.Create([1], [0f])), new NamedTensor("written", Tensor.Create([names.Length], names))));
        var kept = callback.State[1].Tensor.ToArray().Select(b => (char)b);
        Assert.Equal(In("7"), string.Concat(kept));
    }

    [Fact]
    public void Folds_have_folders_of_their_own()
    {
        var options = Options(new ModelCheckpoint(In("out/{epoch}"), keepLast: 1)) with { Validation = null };
        Model.CrossValidate(ToyData.Clouds(60), options, folds: 3, threads: 3).ThrowIfFail();
        Assert.Equal(["out/fold-1-of-3/5", "out/fold-2-of-3/5", "out/fold-3-of-3/5"], Files);
    }

    [Fact]
    public void A_cancelled_run_leaves_whole_files()
    {
        using var source = new CancellationTokenSource();
        var cancel = new LambdaCallback(onBatchEnd: c => { if (c is { Epoch: 2, Step: 3 }) source.Cancel(); });
        var fitted = Fit(Options(cancel, new ModelCheckpoint(In("{epoch}-{batch}"), everySteps: 1, keepLast: 2)) with { Cancellation = source.Token }).ThrowIfFail();
        Assert.Equal(["2-2", "2-3"], Files);
        Assert.Equal(fitted.Model, Model.Load(In("2-3")).ThrowIfFail());
    }

    [Fact]
    public void All_faults_of_the_options_are_told_together()
    {
        string[] Faults(ModelCheckpoint c, FitOptions? options = null) =>
            [.. c.Faults(options ?? Options(c)), .. c.PlaceFaults(options ?? Options(c))];
        void Said(string[] faults, params string[] parts)
        {
            Assert.Equal(parts.Length, faults.Length);
            foreach (var (part, fault) in parts.Zip(faults)) Assert.Contains(part, fault);
        }
        Said(Faults(new(In("{epoch}"), "precision", true, (MonitorMode)5, 0, null, double.NaN, 0)),
            "everyEpochs is 0, but must be at least 1", "keepLast is 0, but must be at least 1", "initialValueThreshold is NaN",
            "mode is 5, but must be Auto, Min or Max", "precision, which is not measured");
        Said(Faults(new(" ")), "path is empty");
        Said(Faults(new("{epoch")), "can't be understood");
        Said(Faults(new("{batch}-{val_auc:.2f}")), "the field batch, but there are epoch, loss, accuracy, val_loss, val_accuracy", "the field val_auc");
        Said(Faults(new("{val_loss:02d}")), "writes val_loss as a whole number");
        Said(Faults(new("same", keepLast: 3)), "always names the same file");
        Said(Faults(new("{epoch}", everySteps: 0)), "everySteps is 0");
        Said(Faults(new("{epoch}", everyEpochs: 2, everySteps: 2)), "everyEpochs and everySteps: give one");
        Said(Faults(new("{val_loss}", saveBestOnly: true, everySteps: 2)), "the field val_loss", "there is no validation: monitor loss or accuracy");
        Said(Faults(new("x", initialValueThreshold: 1)), "without saveBestOnly");
        Said(Faults(new("{val_loss}", saveBestOnly: true), Options() with { Validation = null }), "the field val_loss", "no validation data");
        var second = new ModelCheckpoint("x");
        Said(Faults(second, Options(new ModelCheckpoint("x"), second)), "writes x twice");
        Said(Faults(new("{epoch}-{batch}-{loss:.2f}-{accuracy}", "accuracy", true, everySteps: 2, keepLast: 3)));
    }
}
