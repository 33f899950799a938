using LanguageExt;
using ModelDsl.Tests.Data;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

/// <summary>
/// A callback's state survives every change that keeps its meaning; otherwise the run does not go on. There is no third case.
/// </summary>
public sealed class CallbackStateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string In(string name) => folder[name];

    private FitOptions Options(params Callback[] callbacks) => new()
    {
        Epochs = 5,
        BatchSize = 16,
        Seed = 3,
        Optimizer = new AdamW(0.02),
        Validation = ToyData.Clouds(20, seed: 9),
        Callbacks = [.. callbacks, new BackupAndRestore(In("run"), everySteps: 1, deleteCheckpoint: false)],
    };

    private static Fin<Fitted<Model>> Fit(FitOptions options) => Model.Initialize(1).Fit(ToyData.Clouds(60), options);

    /// <summary>Trains up to a step of an epoch, and leaves the checkpoint.</summary>
    private Fin<Fitted<Model>> FitUntil(int epoch, int step, params Callback[] callbacks)
    {
        using var source = new CancellationTokenSource();
        var options = Options(callbacks);
        var stop = new Watch(c => { if (c.Epoch == epoch && c.Step == step) source.Cancel(); });
        return Fit(options with { Callbacks = [stop, .. options.Callbacks], Cancellation = source.Token });
    }

    private sealed record Watch(Action<TrainingContext> Look) : Callback
    {
        public override bool OnlyLooksOn => true;

        public override void OnBatchEnd(TrainingContext context) => Look(context);
    }

    /// <summary>A user's own callback, which counts epochs.</summary>
    private sealed record Counting(int Every, string Label = "a") : Callback
    {
        private int seen;

        public override bool OnlyLooksOn => true;

        public override void OnEpochEnd(TrainingContext context, Epoch epoch) => seen += Every;

        public override Seq<NamedTensor> State => Prelude.Seq1(new NamedTensor("seen", Tensor.Create([1], [(float)seen])));

        public override void Restore(Seq<NamedTensor> state) => seen = (int)state[0].Tensor.ToArray()[0];
    }

    /// <summary>The states in the checkpoint, by type and name.</summary>
    private string[] States() =>
    [
        .. Safetensors.ReadDoubles(In("run")).ThrowIfFail().Tensors.Filter(t => t.Name.StartsWith("callback/", StringComparison.Ordinal))
            .Select(t => $"{t.Name.Split('/')[1].Split(' ')[0]}/{t.Name.Split('/')[2]}: {string.Join(' ', t.Tensor.ToDoubles())}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Every callback that has a state, with each of its options changed alone: whether a run goes on, or its error message.
    /// </summary>
    public static TheoryData<string, Func<Func<string, string>, (Callback, Callback)>, string?> Changes()
    {
        var data = new TheoryData<string, Func<Func<string, string>, (Callback, Callback)>, string?>();
        void Best(string option, Func<ModelCheckpoint, ModelCheckpoint> change, string? said) => data.Add($"best {option}", place =>
        {
            var before = new ModelCheckpoint(place("best"), "loss", saveBestOnly: true, MonitorMode.Max);
            return (before, change(before));
        }, said);
        Best("KeepLast", c => c with { KeepLast = 1 }, null);
        Best("EveryEpochs", c => c with { EveryEpochs = 2 }, null);
        Best("Path, in other words", c => c with { Path = c.Path.Replace("best", "./x/../best") }, null);
        Best("Path", c => c with { Path = c.Path + "2" }, "best\", but this run's is \"");
        Best("Monitor", c => c with { Monitor = "val_loss" }, "its ModelCheckpoint.Monitor is \"loss\", but this run's is \"val_loss\"");
        Best("Mode", c => c with { Mode = MonitorMode.Min }, "its ModelCheckpoint.Mode is Max, but this run's is Min");
        Best("EverySteps", c => c with { EverySteps = 3 }, "its ModelCheckpoint.EverySteps is none, but this run's is 1");
        Best("InitialValueThreshold", c => c with { InitialValueThreshold = 0 }, "its ModelCheckpoint.InitialValueThreshold is none, but this run's is 0");
        Best("SaveBestOnly", c => new ModelCheckpoint(c.Path, keepLast: 1), "its ModelCheckpoint.SaveBestOnly is yes, but this run's is no");
        void All(string option, Func<ModelCheckpoint, ModelCheckpoint> change, string? said) => data.Add($"all {option}", place =>
        {
            var before = new ModelCheckpoint(place("{epoch}"), keepLast: 2);
            return (before, change(before));
        }, said);
        All("KeepLast", c => c with { KeepLast = 1 }, null);
        All("EverySteps", c => c with { EverySteps = 100 }, null);
        All("Monitor and Mode", c => c with { Monitor = "loss", Mode = MonitorMode.Min }, null);
        All("Path, in other words", c => c with { Path = c.Path.Replace("{epoch}", "y/../{epoch}") }, null);
        All("Path", c => c with { Path = c.Path + "-{loss:.2f}" }, "its ModelCheckpoint.Path is");
        All("SaveBestOnly", c => c with { SaveBestOnly = true }, "its ModelCheckpoint.SaveBestOnly is no, but this run's is yes");
        void Log(string option, bool append, Func<CsvLogger, CsvLogger> change, string? said) => data.Add($"log {option}", place =>
        {
            var before = new CsvLogger(place("log.csv"), append: append);
            return (before, change(before));
        }, said);
        Log("Path, in other words", true, c => c with { Path = c.Path.Replace("log.csv", "./log.csv") }, null);
        Log("Path", true, c => c with { Path = c.Path.Replace("log.csv", "other.csv") }, "its CsvLogger.Path is");
        Log("Append", false, c => c with { Append = true }, null);
        Log("Separator", false, c => c with { Separator = ";" }, null);
        Log("Separator of lines that are there", true, c => c with { Separator = ";" }, "has the columns epoch,loss,val_loss, but this run's are epoch;loss;val_loss");
        data.Add("own", _ => (new Counting(1), new Counting(2)), "its Counting.Every is 1, but this run's is 2");
        data.Add("own text", _ => (new Counting(1), new Counting(1, "b")), "its Counting.Label is \"a\", but this run's is \"b\"");
        data.Add("EarlyStopping", _ => (new EarlyStopping(patience: 9), new EarlyStopping(patience: 8)), "its callback 1.Patience is 9");
        data.Add("ReduceLearningRateOnPlateau", _ => (new ReduceLearningRateOnPlateau(cooldown: 1), new ReduceLearningRateOnPlateau(cooldown: 2)), "its callback 1.Cooldown is 1");
        data.Add("LearningRateScheduler", _ => (new LearningRateScheduler((_, rate) => rate), new LearningRateScheduler((_, rate) => rate / 2)), "its LearningRateScheduler made 0.02");
        return data;
    }

    [Theory, MemberData(nameof(Changes))]
    public void What_was_learned_survives_or_the_run_is_refused(
        string change, Func<Func<string, string>, (Callback, Callback)> pair, string? said)
    {
        Assert.NotEmpty(change);
        var (before, after) = pair(In);
        FitUntil(3, 1, before).ThrowIfFail();
        var (states, bytes) = (States(), File.ReadAllBytes(In("run")));
        Assert.NotEmpty(states);
        var result = FitUntil(3, 2, after);
        if (said is null)
        {
            result.ThrowIfFail();
            Assert.Equal(states, States());
            return;
        }
        Assert.Contains(said, Assert.IsType<CallbackFailed<Model>>(result.Case).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(In("run")));
    }

    [Fact]
    public void Every_callback_with_a_state_is_tried() => Assert.Equal(
        typeof(Callback).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Callback)) && t.GetProperty("State")!.DeclaringType == t).Select(t => t.Name).Order(StringComparer.Ordinal),
        Changes().Select(row => ((Func<Func<string, string>, (Callback, Callback)>)row[1])(name => name).Item1.GetType())
            .Where(t => t.Assembly == typeof(Callback).Assembly).Select(t => t.Name).Distinct().Order(StringComparer.Ordinal));

    /// <summary>A worse model never replaces the best one.</summary>
    [Theory]
    [InlineData("best", 1), InlineData("./best", null), InlineData("x/../best", 1), InlineData("link/best", null)]
    public void A_checkpoint_of_the_best_stays_the_best(string path, int? keepLast)
    {
        Directory.CreateSymbolicLink(In("link"), In("."));
        // The largest loss is that of the first epoch. A callback that forgot it would write the file again.
        FitUntil(3, 1, new ModelCheckpoint(In("best"), "loss", saveBestOnly: true, MonitorMode.Max)).ThrowIfFail();
        var first = File.ReadAllBytes(In("best"));
        Fit(Options(new ModelCheckpoint(Path.Combine(In("."), path), "loss", saveBestOnly: true, MonitorMode.Max, keepLast: keepLast))).ThrowIfFail();
        Assert.Equal(first, File.ReadAllBytes(In("best")));
    }

    [Fact]
    public void Old_files_are_deleted_and_new_ones_are_not_however_their_path_is_written()
    {
        FitUntil(3, 1, new ModelCheckpoint(In("w{epoch}")), new ModelCheckpoint(In("same"), everyEpochs: 2)).ThrowIfFail();
        Assert.True(File.Exists(In("w1")));
        Fit(Options(new ModelCheckpoint(In("./w{epoch}"), keepLast: 2), new ModelCheckpoint(In("x/../same"), keepLast: 1))).ThrowIfFail();
        Assert.Equal((false, false, false, true, true), (File.Exists(In("w1")), File.Exists(In("w2")), File.Exists(In("w3")), File.Exists(In("w4")), File.Exists(In("w5"))));
        Assert.True(File.Exists(In("same")));
    }

    [Theory]
    [InlineData(false, "log.csv"), InlineData(true, "./log.csv"), InlineData(true, "log.csv")]
    public void A_log_that_appends_has_every_epoch_once(bool appends, string path)
    {
        if (appends) File.WriteAllText(In("log.csv"), "epoch,loss,val_loss\n0,1,2\n");
        FitUntil(3, 1, new CsvLogger(In("log.csv"), append: appends)).ThrowIfFail();
        Fit(Options(new CsvLogger(In(path), append: true))).ThrowIfFail();
        string[] before = appends ? ["epoch", "0"] : ["epoch"];
        Assert.Equal([.. before, "0", "1", "2", "3", "4"], File.ReadAllLines(In("log.csv")).Select(line => line.Split(',')[0]));
    }

    [Fact]
    public void A_log_does_not_delete_what_it_was_added_to()
    {
        File.WriteAllText(In("log.csv"), "epoch,loss,val_loss\n0,1,2\n");
        FitUntil(3, 1, new CsvLogger(In("log.csv"), append: true)).ThrowIfFail();
        var before = File.ReadAllText(In("log.csv"));
        var error = Assert.IsType<CallbackFailed<Model>>(Fit(Options(new CsvLogger(In("log.csv")))).Case);
        Assert.Contains("but this run's would delete them: let it append", error.Message);
        Assert.Equal(before, File.ReadAllText(In("log.csv")));
    }

    [Fact]
    public void A_callback_that_was_away_finds_what_it_had_learned()
    {
        var best = new ModelCheckpoint(In("best"), "loss", saveBestOnly: true, MonitorMode.Max);
        FitUntil(2, 1, best).ThrowIfFail();
        var first = File.ReadAllBytes(In("best"));
        FitUntil(3, 1).ThrowIfFail();
        FitUntil(4, 1, new Counting(1)).ThrowIfFail();
        Fit(Options(best)).ThrowIfFail();
        Assert.Equal(first, File.ReadAllBytes(In("best")));
    }

    [Fact]
    public void A_callback_that_comes_beside_another_begins_anew()
    {
        FitUntil(3, 1, new Counting(1)).ThrowIfFail();
        FitUntil(5, 1, new Counting(2), new Counting(1), new ModelCheckpoint(In("best"), "loss", saveBestOnly: true)).ThrowIfFail();
        Assert.Equal(["Counting/seen: 4", "Counting/seen: 4"], States()[..2]);
        Assert.True(File.Exists(In("best")));
    }

    /// <summary>The callback writes to the same relative path; its folder was only moved to another place.</summary>
    [Fact]
    public void A_folder_may_be_moved()
    {
        Directory.CreateDirectory(In("one"));
        Directory.CreateSymbolicLink(In("link"), In("one"));
        var best = new ModelCheckpoint(In("link/best"), "loss", saveBestOnly: true, MonitorMode.Max);
        FitUntil(3, 1, best).ThrowIfFail();
        Directory.Move(In("one"), In("two"));
        File.Delete(In("link"));
        Directory.CreateSymbolicLink(In("link"), In("two"));
        var first = File.ReadAllBytes(In("two/best"));
        Fit(Options(best)).ThrowIfFail();
        Assert.Equal(first, File.ReadAllBytes(In("two/best")));
    }
}
