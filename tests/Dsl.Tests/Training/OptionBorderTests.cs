using ModelDsl.Engines.Cpu;
using ModelDsl.Tests.Data;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

/// <summary>
/// The last number that an option accepts, and the first that it refuses. Only the wrong option is reported; a run with a right one trains.
/// </summary>
public sealed class OptionBorderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly FitOptions Options = new()
    {
        Epochs = 1,
        BatchSize = 5,
        Threads = 1,
        Optimizer = new Sgd(0.1),
        Validation = ToyData.Clouds(5)
    };

    private static void Taken(FitOptions options) => Model.Initialize(1).Fit(ToyData.Clouds(10), options).ThrowIfFail();

    private static void Refused(string fault, FitOptions options) =>
        Assert.Equal(fault, Assert.Single(Assert.IsType<InvalidFit>(Model.Initialize(1).Fit(ToyData.Clouds(10), options).Case).Faults));

    [Fact]
    public void Options_of_Fit()
    {
        Taken(Options with { Threads = HelperPool.MostThreads });
        Refused("Threads is 1025, but must be at most 1024", Options with { Threads = HelperPool.MostThreads + 1 });
        Refused("Threads is 0, but must be at least 1", Options with { Threads = 0 });
        Refused("Epochs is 0, but must be at least 1", Options with { Epochs = 0 });
        Refused("BatchSize is 0, but must be at least 1", Options with { BatchSize = 0 });
        Taken(Options with { DeviceDataBytes = 0 });
        Refused("DeviceDataBytes is -1, but must be at least 0", Options with { DeviceDataBytes = -1 });
        Refused("the engine cpu does not compute in BFloat16: leave Precision as it is, or use TorchEngine.Cpu or TorchEngine.Cuda()", Options with { Precision = ComputePrecision.BFloat16 });
        Refused("the engine cpu does not compute in TensorFloat32: leave Precision as it is, or use GpuEngine.Cuda()", Options with { Precision = ComputePrecision.TensorFloat32 });
        Taken(Options with { Metrics = [Metric.TopK(1), Metric.TopK(3) with { Name = "all" }] });
        Refused("The metric top_k_categorical_accuracy can't judge Classifier: its K is 4, but must be between 1 and 3, the number of classes", Options with { Metrics = [Metric.TopK(4)] });
        Refused("The metric top_k_categorical_accuracy can't judge Classifier: its K is 0, but must be between 1 and 3, the number of classes", Options with { Metrics = [Metric.TopK(0)] });
        Refused("2 metrics have the name accuracy: give them different ones, with { Name = \"…\" } for instance", Options with { Metrics = [Metric.Accuracy, Metric.Accuracy] });
    }

    [Fact]
    public void Options_of_optimizers()
    {
        Optimizer right = new Sgd(0.1);
        void Right(Optimizer optimizer) => Taken(Options with { Optimizer = optimizer });
        void Wrong(string fault, Optimizer optimizer) => Refused(fault, Options with { Optimizer = optimizer });
        Right(right with { EmaMomentum = 1, UseEma = true, EmaOverwriteFrequency = 1 });
        Right(right with { EmaMomentum = 0, UseEma = true });
        Wrong("EmaMomentum is 1.5, but must be at least 0 and at most 1, 0.99 for instance", right with { EmaMomentum = 1.5 });
        Wrong("EmaMomentum is NaN, but must be at least 0 and at most 1, 0.99 for instance", right with { EmaMomentum = double.NaN });
        Wrong("EmaOverwriteFrequency is 0, but must be at least 1", right with { UseEma = true, EmaOverwriteFrequency = 0 });
        Wrong("EmaOverwriteFrequency is 3, but without UseEma there is no average", right with { EmaOverwriteFrequency = 3 });
        Wrong("GradientAccumulationSteps is 0, but must be at least 1", right with { GradientAccumulationSteps = 0 });
        Wrong("ClipValue and GlobalClipNorm are given, but only one of ClipValue, ClipNorm, GlobalClipNorm can be", right with { ClipValue = 1, GlobalClipNorm = 1 });
        Wrong("ClipNorm is 0, but must be a finite number above 0, 1 for instance", right with { ClipNorm = 0 });
        Right(right with { WeightDecay = 0 });
        Wrong("WeightDecay is -0.1, but must be a finite number that is not negative, 0.004 for instance", right with { WeightDecay = -0.1 });
        Right(new Adam(Epsilon: 1.2e-38));
        foreach (var (number, text) in new[] { (1e-39, "1E-39"), (1e39, "1E+39") })
            Wrong($"Epsilon is {text}, which float32 can't hold: its size must lie between 1.2E-38 and 3.4E+38", new Adam(Epsilon: number));
        Right(new Sgd(new From(0)));
        Wrong("the learning rate of the first step is -1E-09, but must be a finite number that is not negative", new Sgd(new From(-1e-9)));
    }

    private sealed record From(double Rate) : LearningRate
    {
        public override double At(long step) => Rate;

        public override IEnumerable<string> Faults() => [];
    }

    [Fact]
    public void Options_of_callbacks_that_look_at_figures()
    {
        void Right(params Callback[] callbacks) => Taken(Options with { Callbacks = callbacks });
        void Wrong(string fault, Callback callback) => Refused(fault, Options with { Callbacks = [callback] });
        Right(new EarlyStopping(patience: 0, startFromEpoch: 0, minDelta: -1, baseline: double.PositiveInfinity));
        Wrong("EarlyStopping's patience is -1, but must not be negative", new EarlyStopping(patience: -1));
        Wrong("EarlyStopping's startFromEpoch is -1, but must not be negative", new EarlyStopping(startFromEpoch: -1));
        Wrong("EarlyStopping's baseline is NaN, which no figure can beat", new EarlyStopping(baseline: double.NaN));
        Wrong("EarlyStopping's minDelta is Infinity, but must be a finite number", new EarlyStopping(minDelta: double.PositiveInfinity));
        Wrong("EarlyStopping's minDelta is NaN, but must be a finite number", new EarlyStopping(minDelta: double.NaN));
        Wrong("EarlyStopping's mode is 3, but must be Auto, Min or Max", new EarlyStopping(mode: (MonitorMode)3));
        Wrong("EarlyStopping's monitor is empty, but must name a figure, loss for instance", new EarlyStopping(" "));
        Right(new ReduceLearningRateOnPlateau(factor: 0.999, patience: 0, cooldown: 0, minLearningRate: 0));
        foreach (var (factor, text) in new[] { (1.0, "1"), (0.0, "0"), (double.NaN, "NaN") })
            Wrong($"ReduceLearningRateOnPlateau's factor is {text}, but must be above 0 and below 1, 0.1 for instance", new ReduceLearningRateOnPlateau(factor: factor));
        Wrong("ReduceLearningRateOnPlateau's patience is -1, but must not be negative", new ReduceLearningRateOnPlateau(patience: -1));
        Wrong("ReduceLearningRateOnPlateau's cooldown is -1, but must not be negative", new ReduceLearningRateOnPlateau(cooldown: -1));
        foreach (var (least, text) in new[] { (-0.5, "-0.5"), (double.PositiveInfinity, "Infinity") })
            Wrong($"ReduceLearningRateOnPlateau's minLearningRate is {text}, but must be a finite number that is not negative", new ReduceLearningRateOnPlateau(minLearningRate: least));
    }

    [Fact]
    public void Options_of_callbacks_that_write()
    {
        var (path, epochs) = (folder["a.safetensors"], folder["{epoch}.safetensors"]);
        void Right(params Callback[] callbacks) => Taken(Options with { Callbacks = callbacks });
        void Wrong(string fault, Callback callback) => Refused(fault, Options with { Callbacks = [callback] });
        Right(new ModelCheckpoint(path, keepLast: 1), new ModelCheckpoint(epochs, everySteps: 1, keepLast: 2), new BackupAndRestore(folder["b"], everyEpochs: 1));
        Wrong("ModelCheckpoint's keepLast is 0, but must be at least 1", new ModelCheckpoint(path, keepLast: 0));
        Wrong($"ModelCheckpoint's keepLast is 2, but its path always names the same file: put {{epoch}} into it", new ModelCheckpoint(path, keepLast: 2));
        Wrong("ModelCheckpoint's everyEpochs is 0, but must be at least 1", new ModelCheckpoint(path, everyEpochs: 0));
        Wrong("ModelCheckpoint's everySteps is 0, but must be at least 1", new ModelCheckpoint(path, everySteps: 0));
        Wrong("ModelCheckpoint has everyEpochs and everySteps: give one of them", new ModelCheckpoint(path, everyEpochs: 2, everySteps: 2));
        Right(new ModelCheckpoint(path, everyEpochs: 1, everySteps: 2));
        Wrong("BackupAndRestore's everyEpochs is 0, but must be at least 1", new BackupAndRestore(path, everyEpochs: 0));
        Wrong("BackupAndRestore's everySteps is 0, but must be at least 1", new BackupAndRestore(path, everySteps: 0));
        Wrong("BackupAndRestore has everyEpochs and everySteps: give one of them", new BackupAndRestore(path, everyEpochs: 2, everySteps: 2));
        Wrong("ModelCheckpoint's initialValueThreshold is NaN, which no figure can beat", new ModelCheckpoint(path, saveBestOnly: true, initialValueThreshold: double.NaN));
        Wrong("ModelCheckpoint has an initialValueThreshold, but without saveBestOnly no figure is compared", new ModelCheckpoint(path, initialValueThreshold: 1));
        Wrong("ModelCheckpoint looks at val_loss after steps, where there is no validation: monitor loss", new ModelCheckpoint(path, saveBestOnly: true, everySteps: 1));
        Right(new ModelCheckpoint(path, "loss", saveBestOnly: true, everySteps: 1));
        Right(new ModelDsl.TensorBoard(folder["logs"], histogramFreq: 0, updateFreq: 1));
        Wrong("TensorBoard's histogramFreq is -1, but must not be negative", new ModelDsl.TensorBoard(folder["logs"], histogramFreq: -1));
        Wrong("TensorBoard's updateFreq is 0, but must be at least 1", new ModelDsl.TensorBoard(folder["logs"], updateFreq: 0));
        foreach (var separator in (string[])["", ",,", "1", "e", "+", "-", ".", "\"", "\r", "\n"])
            Wrong($"CsvLogger's separator is \"{separator}\", but must be one character that no number has, a comma, a semicolon or a tab for instance", new CsvLogger(folder["log.csv"], separator));
        foreach (var separator in (string[])[",", ";", "\t", "|", " "]) Right(new CsvLogger(folder["log.csv"], separator));
    }

    /// <summary>If several callbacks throw, the run reports only the first error.</summary>
    [Fact]
    public void The_first_callback_that_throws_is_told()
    {
        static LambdaCallback Throws(string message) => new(onEpochEnd: (_, _) => throw new InvalidOperationException(message));
        var failed = Assert.IsType<CallbackFailed<Model>>(Model.Initialize(1).Fit(ToyData.Clouds(10), Options with { Callbacks = [Throws("First."), Throws("Second.")] }).Case);
        Assert.Contains(": First. That was in OnEpochEnd", failed.Message, StringComparison.Ordinal);
    }

    /// <summary>An exception that a callback meets may be another option's fault; then the error names that option.</summary>
    [Fact]
    public void A_metric_that_throws_where_a_callback_reads_it_is_named()
    {
        var reads = new LambdaCallback(onBatchEnd: context => _ = context.Metrics);
        var failed = Assert.IsType<OptionFailed<Model>>(
            Model.Initialize(1).Fit(ToyData.Clouds(10), Options with { Metrics = [new Broken()], Callbacks = [reads] }).Case);
        Assert.StartsWith("The metric broken failed in epoch 1: Not a number.", failed.Message, StringComparison.Ordinal);
        Assert.Equal("Result", failed.Member);
    }

    private sealed record Broken() : Metric("broken", HigherIsBetter: true)
    {
        public override LanguageExt.Fin<MetricAccumulator> Start(ModelDescription model) => new Accumulator();

        private sealed class Accumulator : MetricAccumulator
        {
            public override double Result => throw new InvalidOperationException("Not a number.");

            public override void Reset() { }

            public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels) { }
        }
    }

    /// <summary>A schedule that throws where a callback reads its rate is named, not the callback.</summary>
    [Fact]
    public void A_schedule_that_throws_where_a_callback_reads_it_is_named()
    {
        var reads = new LambdaCallback(onBatchEnd: context => _ = context.LearningRate);
        var failed = Assert.IsType<OptionFailed<Model>>(
            Model.Initialize(1).Fit(ToyData.Clouds(10), Options with { Optimizer = new Sgd(new Until(1)), Callbacks = [reads] }).Case);
        Assert.StartsWith("The learning rate Until failed in epoch 1: Over.", failed.Message, StringComparison.Ordinal);
    }

    private sealed record Until(long First) : LearningRate
    {
        public override double At(long step) => step < First ? 0.1 : throw new InvalidOperationException("Over.");

        public override IEnumerable<string> Faults() => [];
    }

    [Theory]
    [InlineData(-0.1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void No_rate_that_is_none_can_be_set(double rate)
    {
        var failed = Assert.IsType<CallbackFailed<Model>>(Model.Initialize(1).Fit(ToyData.Clouds(10),
            Options with { Callbacks = [new LambdaCallback(onEpochBegin: context => context.SetLearningRate(rate))] }).Case);
        Assert.Contains("A learning rate must be a finite number that is not negative", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_rate_is_set_within_an_epoch()
    {
        var failed = Assert.IsType<CallbackFailed<Model>>(Model.Initialize(1).Fit(ToyData.Clouds(10),
            Options with { Callbacks = [new LambdaCallback(onBatchEnd: context => context.SetLearningRate(0.5))] }).Case);
        Assert.Contains("can be set only between epochs, not after a step", failed.Message, StringComparison.Ordinal);
    }
}
