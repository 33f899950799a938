using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Tests.Data;
using ModelDsl.Tests.Training;
using ModelDsl.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

/// <summary>A checkpoint of another run is refused with a reason. An option that changes no bit may differ.</summary>
public sealed class FingerprintTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder["run"];

    public void Dispose() => folder.Dispose();

    private static readonly FitOptions Plain = new()
    {
        Epochs = 4,
        BatchSize = 16,
        Seed = 3,
        Optimizer = new AdamW(0.02),
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(20, seed: 9),
    };

    private FitOptions Backed(FitOptions options) => options with { Callbacks = [.. options.Callbacks, new BackupAndRestore(Path)] };

    private static Fin<Fitted<Model>> Fit(FitOptions options, int seed = 1) => Model.Initialize(seed).Fit(ToyData.Clouds(60), options);

    /// <summary>Trains two of the epochs, and leaves the checkpoint.</summary>
    private void Begin(FitOptions options)
    {
        File.Delete(Path);
        using var source = new CancellationTokenSource();
        var stop = new Watch(c => { if (c is { Epoch: 3, Step: 1 }) source.Cancel(); });
        Fit(Backed(options) with { Callbacks = [stop, .. Backed(options).Callbacks], Cancellation = source.Token }).ThrowIfFail();
        Assert.True(File.Exists(Path));
    }

    private sealed record Watch(Action<TrainingContext> Look) : Callback
    {
        public override bool OnlyLooksOn => true;

        public override void OnBatchEnd(TrainingContext context) => Look(context);
    }

    private void AssertRefused(FitOptions first, FitOptions second, string said, int seed = 1)
    {
        Begin(first);
        var before = File.ReadAllBytes(Path);
        var error = Assert.IsType<CallbackFailed<Model>>(Fit(Backed(second), seed).Case);
        Assert.Contains(said, error.Message);
        Assert.Equal(before, File.ReadAllBytes(Path));
        Assert.Equal(Model.Initialize(seed), error.Model);
    }

    private void AssertResumed(FitOptions first, FitOptions second)
    {
        Begin(first);
        var epochs = 0;
        var resumed = Fit(Backed(second) with { Callbacks = [new Watch(c => epochs += c.Step == 1 ? 1 : 0), .. Backed(second).Callbacks] })
            .ThrowIfFail();
        Assert.Equal(second.Epochs - 2, epochs);
        var whole = Fit(second).ThrowIfFail();
        Assert.Equal(whole.Model, resumed.Model);
        Assert.Equal(whole.History.Map(ResumeTests.Text).ToArray(), resumed.History.Map(ResumeTests.Text).ToArray());
    }

    /// <summary>A user's own optimizer, with options of every kind.</summary>
    private sealed record OwnDescent(LearningRate Rate, Settings Settings, params double[] Factors) : Optimizer(Rate)
    {
        public IReadOnlyDictionary<string, int[]> Groups { get; init; } = ImmutableDictionary<string, int[]>.Empty;

        protected internal override Seq<OptimizerSlot> Memory => default;

        protected override IEnumerable<string> FormulaFaults() => [];

        public override void Update(ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory,
            double learningRate, long step) =>
            engine.AddScaled(parameters, gradient, -learningRate * Factors[step % Factors.Length] * Settings.Strength, parameters);
    }

    private sealed record Settings(double Strength, System.Collections.Generic.HashSet<string> Words, (int, string) Pair);

    /// <summary>A schedule that hides its numbers, and one that is a function.</summary>
    private sealed record Table(double First) : LearningRate
    {
        private readonly double[] rates = [First, First / 2];

        public Func<long, double>? Function { get; init; }

        public override double At(long step) => Function?.Invoke(step) ?? rates[Math.Min(step / 40, 1)];

        public override IEnumerable<string> Faults() => [];
    }

    private sealed record OwnRates(double Peak, string Shape = "line") : Callback
    {
        private int seen;

        public List<int> Epochs { get; } = [];

        public override void OnEpochBegin(TrainingContext context)
        {
            Epochs.Add(++seen);
            context.SetLearningRate(Peak / context.Epoch);
        }
    }

    private static Settings Words(params string[] words) => new(0.5, [.. words], (1, "a"));

    public static TheoryData<string, FitOptions, FitOptions, string> Others()
    {
        FitOptions With(Optimizer optimizer) => Plain with { Optimizer = optimizer };
        FitOptions Called(params Callback[] callbacks) => Plain with { Callbacks = callbacks };
        var own = new OwnDescent(0.1, Words("a"), 1, 0.5);
        return new()
        {
            { "words", With(new AdamW { WeightDecay = 0.1, ExcludeFromWeightDecay = ["Bias"] }), With(new AdamW { WeightDecay = 0.1, ExcludeFromWeightDecay = ["Kernel"] }),
                "its optimizer.ExcludeFromWeightDecay is [\"Bias\"], but this run's is [\"Kernel\"]" },
            { "no words", With(new AdamW { WeightDecay = 0.1 }), With(new AdamW { WeightDecay = 0.1, ExcludeFromWeightDecay = ["Kernel"] }),
                "its optimizer.ExcludeFromWeightDecay is none, but this run's is [\"Kernel\"]" },
            { "optimizer", Plain, With(new Adam(0.02)), "its optimizer is AdamW, but this run's is Adam" },
            { "metric", Plain with { Metrics = [Metric.TopK(2)] }, Plain with { Metrics = [Metric.TopK(1) with { Name = Metric.TopK(2).Name }] }, "its metric 1.K is 2, but this run's is 1" },
            { "factors", With(own), With(own with { Factors = [1, 0.25] }), "its optimizer.Factors is [1, 0.5], but this run's is [1, 0.25]" },
            { "settings", With(own), With(own with { Settings = Words("b") }), "its optimizer.Settings.Words is [\"a\"], but this run's is [\"b\"]" },
            { "groups", With(own), With(own with { Groups = new Dictionary<string, int[]> { ["x"] = [1, 2] } }), "its optimizer.Groups[\"x\"] is none, but this run's is [1, 2]" },
            { "hidden numbers", With(new Sgd(new Table(0.1))), With(new Sgd(new Table(0.2))), "its optimizer.LearningRate.First is 0.1, but this run's is 0.2" },
            { "function", With(new Sgd(new Table(0.1) { Function = step => 0.1 })), With(new Sgd(new Table(0.1) { Function = step => step < 7 ? 0.1 : 0.2 })), "its learning rates is" },
            { "schedule", With(new Sgd(new LearningRate.Piecewise([50], [0.1, 0.01]))), With(new Sgd(new LearningRate.Piecewise([60], [0.1, 0.01]))), "Boundaries is [50], but this run's is [60]" },
            { "patience", Called(new ReduceLearningRateOnPlateau(factor: 0.5)), Called(new ReduceLearningRateOnPlateau(factor: 0.1)), "its callback 1.Factor is 0.5, but this run's is 0.1" },
            { "restored weights", Called(new EarlyStopping(patience: 9)), Called(new EarlyStopping(patience: 9, restoreBestWeights: true)),
                "its callback 1.RestoreBestWeights is no, but this run's is yes" },
            { "callback more", Plain, Called(new EarlyStopping(patience: 9)), "its callback 1 is none, but this run's is EarlyStopping" },
            { "callback less", Called(new EarlyStopping(patience: 9)), Plain, "its callback 1 is EarlyStopping, but this run's is none" },
            { "own callback", Called(new OwnRates(0.1)), Called(new OwnRates(0.2)), "its callback 1.Peak is 0.1, but this run's is 0.2" },
            { "own callback's text", Called(new OwnRates(0.1)), Called(new OwnRates(0.1, "curve")), "its callback 1.Shape is \"line\", but this run's is \"curve\"" },
            { "function of epochs", Called(new LearningRateScheduler((_, rate) => rate * 0.9)), Called(new LearningRateScheduler((_, rate) => rate * 0.8)),
                "its LearningRateScheduler made 0.018000000000000002 of 0.02 in epoch 0, counted from 0, but this run's makes 0.016" },
            { "epochs", Plain, Plain with { Epochs = 1 }, "it has made 2 epochs, but this run's Epochs is 1" },
            { "engine", Plain, Plain with { Engine = Engine.Reference }, "its engine is cpu, but this run's is reference" },
            { "trained layers", Plain, Plain with { Train = ["Output.Kernel"] }, "its trained layers is all, but this run's is Output.Kernel" },
        };
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_run_is_refused_and_told_why(string what, FitOptions first, FitOptions second, string said)
    {
        Assert.NotEmpty(what);
        AssertRefused(first, second, said);
    }

    [Fact]
    public void Both_texts_can_be_read()
    {
        HashMap<string, string> Of(FitOptions options) => RunFingerprint.Of(Model.Initialize(1), ToyData.Clouds(60), options);
        var weighted = Plain with { ClassWeights = new Dictionary<int, double> { [2] = 0.5, [0] = 2 } };
        Assert.Equal(["its class weights is none, but this run's is class 0: 2, class 2: 0.5"], RunFingerprint.Differences(Of(Plain), Of(weighted)));
        Assert.Equal(["its optimizer is AdamW, but this run's is Sgd", "its learning rates is 0.02, but this run's is 0.01"],
            RunFingerprint.Differences(Of(Plain), Of(Plain with { Optimizer = new Sgd() })).OrderBy(text => text.Length));
        Assert.Equal("ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>", Of(Plain)["model"]);
    }

    private record Base(double Number)
    {
        private readonly double hidden = Number;

        public double Twice => 2 * hidden;
    }

    private sealed record Hiding(double Number, double Other) : Base(Other)
    {
        private readonly double hidden = Number;

        public IEnumerable<int> Endless { get; } = Numbers();

        public double Sum => hidden + Twice;

        private static IEnumerable<int> Numbers()
        {
            for (var number = 0; ; number++) yield return number % 7;
        }
    }

    private sealed record Hider(Hiding Hiding) : Callback;

    [Fact]
    public void Fields_that_hide_others_and_sequences_without_end_are_told()
    {
        HashMap<string, string> Of(double number, double other) => RunFingerprint.Of(
            Model.Initialize(1), ToyData.Clouds(60), Plain with { Callbacks = [new Hider(new Hiding(number, other))] });
        Assert.Equal(["its callback 1.Hiding.hidden is 1 and 2, but this run's is 3 and 2"], RunFingerprint.Differences(Of(1, 2), Of(3, 2)));
        Assert.NotEmpty(RunFingerprint.Differences(Of(1, 2), Of(1, 3)));
        Assert.Empty(RunFingerprint.Differences(Of(1, 2), Of(1, 2)));
    }

    [Fact]
    public void A_run_from_other_parameters_is_refused() => AssertRefused(Plain, Plain, "its initial parameters is 9 numbers (CRC-32C", seed: 2);

    public static TheoryData<string, FitOptions, FitOptions> Same()
    {
        FitOptions Called(params Callback[] callbacks) => Plain with { Callbacks = callbacks };
        var own = new OwnDescent(0.1, Words("a", "b"), 1, 0.5);
        var place = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "fingerprint-" + Guid.NewGuid().ToString("N"));
        var rates = new LearningRateScheduler((epoch, rate) => rate * 0.9);
        return new()
        {
            { "nothing", Plain, Plain },
            { "threads", Plain with { Threads = 1 }, Plain with { Threads = 2, DeviceDataBytes = 0 } },
            { "epochs", Plain with { Epochs = 3 }, Plain with { Epochs = 5 } },
            { "a bar", Plain, Called(new ProgressBar(TextWriter.Null)) },
            { "a bar less", Called(new ProgressBar(TextWriter.Null), new EarlyStopping(patience: 9)), Called(new EarlyStopping(patience: 9)) },
            { "a log", Called(new EarlyStopping(patience: 9)), Called(new CsvLogger(place, append: true), new TerminateOnNaN(), new EarlyStopping(patience: 9)) },
            { "a set in another order", Plain with { Optimizer = own }, Plain with { Optimizer = own with { Settings = Words("b", "a") } } },
            { "own callback", Called(new OwnRates(0.1)), Called(new OwnRates(0.1)) },
            { "a function that is the same", Called(rates), Called(new LearningRateScheduler((_, rate) => 0.9 * rate)) },
            { "a function that is the same so far", Called(rates), Called(new LearningRateScheduler((epoch, rate) => epoch < 3 ? rate * 0.9 : rate)) },
        };
    }

    [Theory]
    [MemberData(nameof(Same))]
    public void What_decides_no_bit_may_change(string what, FitOptions first, FitOptions second)
    {
        Assert.NotEmpty(what);
        AssertResumed(first, second);
    }

    [Fact]
    public void A_callback_that_keeps_a_list_is_known_again_in_the_same_process()
    {
        var options = Plain with { Callbacks = [new OwnRates(0.1)] };
        AssertResumed(options, options);
    }

    [Fact]
    public void Logs_that_come_and_go_keep_what_is_theirs()
    {
        var best = new ModelCheckpoint(folder["best"], "loss", saveBestOnly: true, MonitorMode.Max);
        Begin(Plain with { Callbacks = [new ModelCheckpoint(folder["{epoch}"]), best] });
        var first = Model.Load(folder["best"]).ThrowIfFail();
        // The largest loss is that of the first epoch. A callback that forgot it would write the file again.
        Fit(Backed(Plain with { Callbacks = [best] })).ThrowIfFail();
        Assert.Equal(first, Model.Load(folder["best"]).ThrowIfFail());
    }

    /// <summary>Every option of a run either changes bits or is in this list.</summary>
    [Fact]
    public void Every_option_is_part_of_it_or_decides_no_bit()
    {
        string[] harmless = ["Epochs", "Threads", "DeviceDataBytes", "Cancellation"];
        var changed = new Dictionary<string, FitOptions>
        {
            ["BatchSize"] = Plain with { BatchSize = 15 },
            ["Optimizer"] = Plain with { Optimizer = new AdamW(0.02) { EmaMomentum = 0.5 } },
            ["Metrics"] = Plain with { Metrics = [] },
            ["ClassWeights"] = Plain with { ClassWeights = new Dictionary<int, double> { [1] = 0.5 } },
            ["Validation"] = Plain with { Validation = null },
            ["Callbacks"] = Plain with { Callbacks = [new LambdaCallback()] },
            ["Seed"] = Plain with { Seed = 4 },
            ["Shuffle"] = Plain with { Shuffle = false },
            ["Engine"] = Plain with { Engine = Engine.Reference },
            ["Precision"] = Plain with { Precision = ComputePrecision.BFloat16 },
            ["Train"] = Plain with { Train = ["Output"] },
        };
        Assert.Equal(
            typeof(FitOptions).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Order(StringComparer.Ordinal),
            harmless.Concat(changed.Keys).Order(StringComparer.Ordinal));
        HashMap<string, string> Of(FitOptions options) => RunFingerprint.Of(Model.Initialize(1), ToyData.Clouds(60), options);
        Assert.All(changed, option => Assert.NotEmpty(RunFingerprint.Differences(Of(Plain), Of(option.Value))));
    }

    /// <summary>No field's text depends on the culture or on the order of a set.</summary>
    [Fact]
    public void Texts_of_options_are_invariant()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            object options = new
            {
                Number = 0.5,
                Date = new DateTime(2026, 11, 30),
                Rate = (LearningRate)1.5,
                Sets = new System.Collections.Generic.HashSet<double> { 2.5, 1.5 },
                Pairs = new Dictionary<string, double> { ["b"] = 1.5, ["a"] = 2.5 },
                Mode = MonitorMode.Max,
                Long = Enumerable.Range(0, 1000).ToArray(),
                Function = (Func<int>)(() => 1),
            };
            var texts = OptionTexts.Of("x", options).ToDictionary(t => t.Name, t => t.Text);
            Assert.Equal("0.5", texts["x.Number"]);
            Assert.Equal("11/30/2026 00:00:00", texts["x.Date"]);
            Assert.Equal("1.5", texts["x.Rate.Value"]);
            Assert.Equal("[1.5, 2.5]", texts["x.Sets"]);
            Assert.Equal(("2.5", "1.5"), (texts["x.Pairs[\"a\"]"], texts["x.Pairs[\"b\"]"]));
            Assert.Equal("Max", texts["x.Mode"]);
            Assert.Matches(@"^\[0, 1, .* 19 …\] \(1000 in all, CRC-32C [0-9a-f]{8}\)$", texts["x.Long"]);
            Assert.Equal("a function", texts["x.Function"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>The order of sums, and therefore their last bits, depends on the width of vectors.</summary>
    [Fact]
    public async Task A_run_on_vectors_of_another_width_is_refused()
    {
        var name = folder["width"];
        foreach (var (narrow, code) in ((bool, int)[])[(false, 0), (true, 3), (false, 0)])
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(FingerprintTests).Assembly.Location, name, "width"])
            {
                RedirectStandardOutput = true,
            };
            if (narrow) start.Environment["DOTNET_EnableHWIntrinsic"] = "0";
            using var process = Process.Start(start)!;
            var said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Equal((code, code == 3), (process.ExitCode, said.Contains("its vector width is")));
        }
    }
}
