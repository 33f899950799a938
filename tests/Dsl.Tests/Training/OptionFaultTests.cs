using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Tests.Data;
using ModelDsl.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using Numbers = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;

namespace ModelDsl.Tests.Training;

/// <summary>
/// Users' code among the options: any exception, anywhere, becomes an error that names the code and carries the model so far.
/// </summary>
public class OptionFaultTests
{
    private static readonly FitOptions Options = new() { Epochs = 3, BatchSize = 5, Threads = 1, Optimizer = new Sgd(0.1) };

    private static Fin<Fitted<Model>> Fit(FitOptions options) => Model.Initialize(1).Fit(ToyData.Clouds(20), options);

    private static T Throw<T>() => throw new TimeoutException("Not yet.");

    /// <summary>Throws in one of its members.</summary>
    private sealed record Thrower(string In) : Callback
    {
        public override Callback ForRun() => At(nameof(ForRun), this);

        public override IEnumerable<string> Faults(FitOptions options) => At<IEnumerable<string>>(nameof(Faults), []);

        public override Seq<NamedTensor> State => At(nameof(State), Prelude.Seq1(new NamedTensor("kept", Tensor.Zeros([1]))));

        public override void Restore(Seq<NamedTensor> state) => At(nameof(Restore), 0);

        public override void OnTrainBegin(TrainingContext context) => At(nameof(OnTrainBegin), 0);

        public override void OnEpochBegin(TrainingContext context) => At(nameof(OnEpochBegin), 0);

        public override void OnBatchEnd(TrainingContext context) => At(nameof(OnBatchEnd), 0);

        public override void OnEpochEnd(TrainingContext context, Epoch epoch) => At(nameof(OnEpochEnd), 0);

        public override void OnNonFinite(TrainingContext context, NonFiniteLoss error) => At(nameof(OnNonFinite), 0);

        public override void OnTrainEnd(TrainingContext context) => At(nameof(OnTrainEnd), 0);

        private T At<T>(string member, T value) => member == In ? Throw<T>() : value;
    }

    [Theory]
    [InlineData("boom", "boom."), InlineData("Not yet.", "Not yet."), InlineData("Stop!", "Stop!")]
    public void A_message_ends_as_a_sentence_does(string message, string sentence) =>
        Assert.Equal(sentence, OptionFault.Sentence(new InvalidOperationException(message)));

    [Theory]
    [InlineData("ForRun", 0, "before the first epoch"), InlineData("Faults", 0, "before the first epoch"), InlineData("OnTrainBegin", 0, "before the first epoch")]
    [InlineData("OnEpochBegin", 1, "in epoch 1"), InlineData("OnBatchEnd", 1, "in epoch 1"), InlineData("OnEpochEnd", 1, "in epoch 1"), InlineData("OnTrainEnd", 3, "in epoch 3")]
    public void A_callback_that_throws_is_named_with_its_hook(string hook, int epoch, string when)
    {
        var result = Fit(Options with { Callbacks = [new TerminateOnNaN(), new Thrower(hook)] });
        var error = Assert.IsType<CallbackFailed<Model>>(result.Case);
        Assert.Equal($"The callback Thrower failed {when}: Not yet. That was in {hook}; the error carries the model so far (CallbackFailed<T>.Model).", error.Message);
        Assert.Equal((hook, epoch), (error.Hook, error.Epoch));
        Assert.IsType<Thrower>(error.Callback);
        Assert.IsType<TimeoutException>(error.Thrown);
        Assert.Equal(epoch == 0 || hook == "OnEpochBegin", error.Model == Model.Initialize(1));
        Assert.Equal(hook == "OnTrainEnd" ? 3 : hook == "OnEpochEnd" ? 1 : 0, error.History.Count);
    }

    [Fact]
    public void What_was_thrown_ends_its_sentence()
    {
        var result = Fit(Options with { Callbacks = [new LambdaCallback(onEpochEnd: (_, _) => throw new InvalidOperationException("No room"))] });
        Assert.Contains(": No room. That was in OnEpochEnd", Assert.IsType<CallbackFailed<Model>>(result.Case).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_callback_that_throws_when_numbers_end_is_named()
    {
        var options = Options with { Epochs = 90, Optimizer = new Sgd(30), Callbacks = [new Thrower("OnNonFinite")] };
        var error = Assert.IsType<CallbackFailed<Numbers>>(Numbers.Initialize(1).Fit(ToyData.Line(40), options).Case);
        Assert.Equal("OnNonFinite", error.Hook);
    }

    [Fact]
    public void States_that_throw_are_their_callback_s_fault_not_the_checkpoint_s()
    {
        using var folder = new TemporaryFolder();
        var backup = new BackupAndRestore(folder["run.safetensors"], deleteCheckpoint: false);
        var writing = Assert.IsType<CallbackFailed<Model>>(Fit(Options with { Callbacks = [backup, new Thrower("State")] }).Case);
        Assert.Equal(("State", "Thrower"), (writing.Hook, writing.Callback.GetType().Name));
    }

    [Fact]
    public void A_callback_that_gives_null_for_a_run_is_named() =>
        Assert.Contains("It gave null instead of a callback.", Assert.IsType<CallbackFailed<Model>>(Fit(Options with { Callbacks = [new Nobody()] }).Case).Message, StringComparison.Ordinal);

    private sealed record Nobody : Callback
    {
        public override Callback ForRun() => null!;

        public override IEnumerable<string> Faults(FitOptions options) => null!;
    }

    /// <summary>A schedule that is right only at first.</summary>
    private sealed record Turning(long From, double Rate) : LearningRate
    {
        public override double At(long step) => step < From ? 0.1 : Rate;

        public override IEnumerable<string> Faults() => [];
    }

    [Theory]
    [InlineData(-0.01, "-0.01"), InlineData(double.NaN, "NaN"), InlineData(double.PositiveInfinity, "Infinity"), InlineData(-1e-300, "-1E-300")]
    public void A_schedule_that_turns_into_no_rate_names_the_step(double rate, string text)
    {
        foreach (var from in (int[])[1, 6, 11])
        {
            var options = Options with { Optimizer = new Sgd(new Turning(from, rate)) };
            var error = Assert.IsType<OptionFailed<Model>>(Fit(options).Case);
            Assert.Contains($"At({from}) is {text}, but a learning rate must be a finite number that is not negative.", error.Message, StringComparison.Ordinal);
            Assert.Equal(("At", from / 4 + 1, from / 4), (error.Member, error.Epoch, error.History.Count));
            // The step was not made: the model is the one after the steps before.
            var steps = 0;
            Model? before = null;
            Fit(Options with
            {
                Callbacks =
                [new LambdaCallback(onBatchEnd: c => before = ++steps == from ? c.ReadModel<Model>() : before)]
            }).ThrowIfFail();
            Assert.Equal(before, error.Model);
        }
        // A wrong rate of the first step is reported before the run; a rate that no step uses is not read.
        Assert.IsType<InvalidFit>(Fit(Options with { Optimizer = new Sgd(new Turning(0, rate)) }).Case);
        Assert.True(Fit(Options with { Optimizer = new Sgd(new Turning(12, rate)) }).IsSucc);
    }

    /// <summary>A metric that throws in one of its members, or in a member of its accumulator.</summary>
    private sealed record Median(string In) : Metric("median", HigherIsBetter: false)
    {
        public override Fin<MetricAccumulator> Start(ModelDescription model) => In == "Start" ? Throw<Fin<MetricAccumulator>>() : new Accumulator(In);

        private sealed class Accumulator(string at) : MetricAccumulator
        {
            public override double Result => at == "Result" ? Throw<double>() : 1;

            public override void Reset() => _ = at == "Reset" ? Throw<int>() : 0;

            public override void Reserve(int samples) => _ = at == "Reserve" ? Throw<int>() : 0;

            public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels) => _ = at == "Add" ? Throw<int>() : 0;
        }
    }

    [Theory]
    [InlineData("Start", 0), InlineData("Reserve", 0), InlineData("Reset", 1), InlineData("Add", 1), InlineData("Result", 1)]
    public void A_metric_that_throws_is_named(string member, int epoch)
    {
        foreach (var metrics in (Metric[][])[[Metric.Accuracy, new Median(member)], [new Median(member), Metric.Accuracy]])
        {
            var error = Assert.IsType<OptionFailed<Model>>(Fit(Options with { Metrics = metrics }).Case);
            Assert.Equal((member, epoch), (error.Member, error.Epoch));
            Assert.StartsWith($"The metric median failed {(epoch == 0 ? "before the first epoch" : "in epoch 1")}: Not yet. That was in {member}; ", error.Message, StringComparison.Ordinal);
            Assert.IsType<TimeoutException>(error.Thrown);
            var evaluated = (Error)Model.Initialize(1).Evaluate(ToyData.Clouds(20), metrics).Case!;
            Assert.Equal($"The metric median failed in {member}: Not yet.", evaluated.Message);
            Assert.StartsWith("Fold 1 of 2: The metric median failed", ((Error)Model.CrossValidate(ToyData.Clouds(20), Options with { Metrics = metrics }, folds: 2).Case!).Message, StringComparison.Ordinal);
        }
    }

    private sealed record Rule(string In) : Optimizer(0.1)
    {
        protected internal override Seq<OptimizerSlot> Memory => In == "Memory" ? Throw<Seq<OptimizerSlot>>() : default;

        protected override IEnumerable<string> FormulaFaults() => In == "FormulaFaults" ? Throw<string[]>() : In == "null" ? null! : [];

        public override void Update(
            ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory,
            double learningRate, long step)
        {
            if (In == "Update" && step == 2) Throw<int>();
        }
    }

    [Theory]
    [InlineData("Memory", "Slots", 0), InlineData("FormulaFaults", "Faults", 0), InlineData("Update", "Update", 1)]
    public void An_optimizer_that_throws_is_named(string member, string told, int epoch)
    {
        var error = Assert.IsType<OptionFailed<Model>>(Fit(Options with { Optimizer = new Rule(member) }).Case);
        Assert.Equal((told, epoch), (error.Member, error.Epoch));
        Assert.StartsWith("The optimizer Rule failed ", error.Message, StringComparison.Ordinal);
        Assert.True(Fit(Options with { Optimizer = new Rule("null") }).IsSucc);
    }

    private sealed record Wave(long Until, double Rate = 0.1) : LearningRate
    {
        public override double At(long step) => step < Until ? Rate : Throw<double>();

        public override IEnumerable<string> Faults() => [];
    }

    [Theory]
    [InlineData(0, 0), InlineData(1, 1), InlineData(5, 2)]
    public void A_schedule_that_throws_is_named(long step, int epoch)
    {
        var error = Assert.IsType<OptionFailed<Model>>(Fit(Options with { Optimizer = new Sgd(new Wave(step)) }).Case);
        Assert.Equal(("At", epoch), (error.Member, error.Epoch));
        Assert.StartsWith("The learning rate Wave failed ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN), InlineData(-1), InlineData(double.PositiveInfinity)]
    public void A_schedule_that_begins_with_no_rate_is_a_fault(double rate) => Assert.Contains(
        "the learning rate of the first step is", Assert.IsType<InvalidFit>(Fit(Options with { Optimizer = new Sgd(new Wave(9, rate)) }).Case).Message, StringComparison.Ordinal);

    public static TheoryData<string, FitOptions> Nulls => new()
    {
        { "Optimizer is null", Options with { Optimizer = null! } },
        { "Metrics is null", Options with { Metrics = null! } },
        { "Metrics[1] is null", Options with { Metrics = [Metric.Accuracy, null!] } },
        { "ClassWeights is null", Options with { ClassWeights = null! } },
        { "Callbacks is null", Options with { Callbacks = null! } },
        { "Callbacks[0] is null", Options with { Callbacks = [null!, new CsvLogger("a.csv")] } },
        { "Engine is null", Options with { Engine = null! } },
        { "Train is null", Options with { Train = null! } },
        { "Train[0] is null", Options with { Train = [null!] } },
        { "LearningRate is null", Options with { Optimizer = new Adam { LearningRate = null! } } },
        { "scaled is null", Options with { Optimizer = new Adam(0.5 * (LearningRate)null!) } },
        { "Boundaries are null", Options with { Optimizer = new Adam(new LearningRate.Piecewise(null!, [1])) } },
        { "Values are null", Options with { Optimizer = new Adam(new LearningRate.Piecewise([], null!)) } },
        { "ExcludeFromWeightDecay is null", Options with { Optimizer = new Adam { ExcludeFromWeightDecay = null! } } },
        { "ExcludeFromWeightDecay[0] is null", Options with { Optimizer = new Adam { ExcludeFromWeightDecay = [null!] } } },
        { "EarlyStopping's monitor is empty", Options with { Callbacks = [new EarlyStopping(null!)] } },
        { "ReduceLearningRateOnPlateau's monitor is empty", Options with { Callbacks = [new ReduceLearningRateOnPlateau(null!)] } },
        { "ModelCheckpoint's path is empty", Options with { Callbacks = [new ModelCheckpoint(null!)] } },
        { "CsvLogger's separator", Options with { Callbacks = [new CsvLogger("a.csv", null!)] } },
        { "LearningRateScheduler's schedule is null", Options with { Callbacks = [new LearningRateScheduler(null!)] } },
    };

    [Theory, MemberData(nameof(Nulls), DisableDiscoveryEnumeration = true)]
    public void A_null_among_the_options_is_named(string said, FitOptions options)
    {
        Assert.Contains(said, Assert.IsType<InvalidFit>(Fit(options).Case).Message, StringComparison.Ordinal);
        Assert.Contains(said, ((Error)Model.CrossValidate(ToyData.Clouds(20), options, folds: 2).Case!).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_among_the_metrics_of_an_evaluation_is_named()
    {
        Assert.Contains("metrics[0] is null", ((Error)Model.Initialize(1).Evaluate(ToyData.Clouds(20), (Metric)null!).Case!).Message, StringComparison.Ordinal);
        Assert.Contains("metrics is null", ((Error)Model.Initialize(1).Evaluate(ToyData.Clouds(20), (IReadOnlyList<Metric>)null!).Case!).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string?> Taken => ["loss", "val_loss", "val_", "val_accuracy", "epoch", "batch", "learning_rate", "", " ", null];

    [Theory, MemberData(nameof(Taken))]
    public void A_metric_is_not_named_as_something_else(string? name)
    {
        var refusal = Assert.IsType<InvalidFit>(Fit(Options with { Metrics = [Metric.Accuracy with { Name = name! }], Callbacks = [new EarlyStopping("loss")] }).Case);
        Assert.Contains("give it another, with { Name = ", refusal.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidFit>(Model.Initialize(1).Evaluate(ToyData.Clouds(20), Metric.Accuracy with { Name = name! }).Case);
    }

    [Fact]
    public void Only_accuracies_are_named_accuracy()
    {
        Assert.Contains("a F1 is named accuracy", Assert.IsType<InvalidFit>(Fit(Options with { Metrics = [Metric.F1 with { Name = "accuracy" }] }).Case).Message, StringComparison.Ordinal);
        Assert.True(Fit(Options with { Metrics = [Metric.SparseCategoricalAccuracy with { Name = "accuracy" }, Metric.F1 with { Name = "f1" }] }).IsSucc);
    }
}
