using LanguageExt;
using ModelDsl.Torch.Tests;

namespace ModelDsl.Gpu.Tests;

/// <summary>
/// Losses and predictions stay on the device until somebody asks. A callback that asks after every step must change nothing.
/// </summary>
public sealed class LateResultsTests
{
    private static readonly FitOptions Options = new()
    {
        Epochs = 3,
        BatchSize = 7,
        Seed = 8,
        Optimizer = new Adam(0.01),
        Engine = TestDevice.Engine,
        Metrics = [Metric.Accuracy, Metric.TopK(2)],
        Validation = SmallData.Of(25),
    };

    private static readonly Callback Ask = new LambdaCallback(onBatchEnd: context => _ = context.Loss);

    private static readonly Dataset Numbers = Dataset.Create<float>(
        [3], [.. Enumerable.Range(0, 180).Select(i => MathF.Sin(i))], [.. Enumerable.Range(0, 60).Select(i => i / 30f)], [1]).ThrowIfFail();

    /// <summary>60 samples in batches of 7: the last batch is smaller.</summary>
    [Fact]
    public void Figures_are_the_same_whenever_somebody_asks()
    {
        var (data, first) = (SmallData.Of(60), SmallNetwork.Initialize(seed: 3));
        var asked = new List<(double, Seq<MetricValue>)>();
        var ask = new LambdaCallback(onBatchEnd: context => asked.Add((context.Loss, context.Metrics)));
        var late = first.Fit(data, Options).ThrowIfFail();
        var each = first.Fit(data, Options with { Callbacks = [ask] }).ThrowIfFail();
        Assert.Equal(late.Model, each.Model);
        Assert.Equal(late.History.Map(Figures), each.History.Map(Figures));
        Assert.Equal(27, asked.Count);
        Assert.Equal((late.History[2].Loss, late.History[2].Metrics), asked[26]);
        Assert.NotEqual(asked[0].Item1, asked[1].Item1);
        var (here, there) = (first.Fit(data, Options with { Engine = Engine.Cpu }).ThrowIfFail().History[2], late.History[2]);
        Assert.Equal(here.Loss, there.Loss, 1e-4);
        Assert.Equal(here.Metrics, there.Metrics);
    }

    [Fact]
    public void Metrics_are_of_all_steps_so_far_if_nobody_asks_for_the_loss()
    {
        var (data, first) = (SmallData.Of(60), SmallNetwork.Initialize(seed: 3));
        Seq<Seq<MetricValue>> Asked(Func<TrainingContext, Seq<MetricValue>> ask)
        {
            var asked = new List<Seq<MetricValue>>();
            first.Fit(data, Options with { Epochs = 1, Callbacks = [new LambdaCallback(onBatchEnd: context => asked.Add(ask(context)))] })
                .ThrowIfFail();
            return asked.ToSeq().Strict();
        }
        Assert.Equal(
            Asked(context =>
            {
                _ = context.Loss;
                return context.Metrics;
            }),
            Asked(context => context.Metrics));
    }

    /// <summary>Labels that are numbers, and several outputs with losses of their own. The processor knows all figures at once.</summary>
    [Fact]
    public void Figures_of_numbers_and_of_several_outputs_are_those_of_the_processor()
    {
        var with = Options with { Optimizer = new Sgd(0.01), Metrics = [Metric.MeanAbsoluteError, Metric.R2Score], Validation = Numbers };
        AreClose(options => GatedRegression.Initialize(seed: 3).Fit(Numbers, options).ThrowIfFail().History, with);
        float[] numbers = [.. Enumerable.Range(0, 120).Select(i => MathF.Sin(i))];
        var data = TwoOutputs.JoinLabels(
            kind: Dataset.Create<float>([3], numbers, [.. Enumerable.Range(0, 40).Select(i => i * i % 3)]).ThrowIfFail(),
            size: Dataset.Create<float>([3], numbers, numbers[..80], [2]).ThrowIfFail()).ThrowIfFail();
        AreClose(
            options => TwoOutputs.Initialize(seed: 3).Fit(data, options).ThrowIfFail().History,
            with with { Metrics = [Metric.Accuracy.Of("Kind")], Validation = data });

        static void AreClose(Func<FitOptions, Seq<Epoch>> fit, FitOptions options)
        {
            foreach (var (here, there) in fit(options with { Engine = Engine.Cpu }).Zip(fit(options)))
            {
                Assert.Equal(All(here).Map(m => m.Name), All(there).Map(m => m.Name));
                foreach (var (expected, actual) in All(here).Zip(All(there))) Assert.Equal(expected.Value, actual.Value, 1e-4);
            }
        }

        static Seq<MetricValue> All(Epoch epoch) =>
            epoch.Metrics + epoch.Validation.Map(evaluation => evaluation.Metrics).IfNone(Seq<MetricValue>.Empty);
    }

    /// <summary>More batches than a device keeps results of.</summary>
    [Fact]
    public void Figures_of_very_many_batches_are_those_of_the_processor()
    {
        const int Count = 4500;
        var data = Dataset.Create<float>(
            [3], [.. Enumerable.Range(0, 3 * Count).Select(i => MathF.Sin(i))], [.. Enumerable.Range(0, Count).Select(i => i / 3000f)], [1])
            .ThrowIfFail();
        var model = GatedRegression.Initialize(seed: 3);
        var expected = model.Evaluate(data, Metric.MeanAbsoluteError).ThrowIfFail();
        var actual = model.To(TestDevice.Engine).Evaluate(data, batchSize: 1, Metric.MeanAbsoluteError).ThrowIfFail();
        Assert.Equal(expected.Loss, actual.Loss, 1e-4);
        Assert.Equal(expected.Metrics[0].Value, actual.Metrics[0].Value, 1e-4);
    }

    /// <summary>More predictions than a device keeps.</summary>
    [Fact]
    public void Figures_of_very_wide_outputs_are_those_of_the_processor()
    {
        const int Count = 12, Width = 1 << 20;
        var data = Dataset.Create<float>(
            [1], [.. Enumerable.Range(0, Count).Select(i => i - 5f)], [.. Enumerable.Range(0, Count * Width).Select(i => i % 7)], [Width])
            .ThrowIfFail();
        var model = WideRegression.Initialize(seed: 3);
        var expected = model.Evaluate(data, Metric.MeanAbsoluteError).ThrowIfFail();
        var actual = model.To(TestDevice.Engine).Evaluate(data, batchSize: 3, Metric.MeanAbsoluteError).ThrowIfFail();
        Assert.Equal(expected.Loss, actual.Loss, 1e-4);
        Assert.Equal(expected.Metrics[0].Value, actual.Metrics[0].Value, 1e-4);
    }

    /// <summary>The step is found, and the numbers are those before it, whether the run knew at once or only at the epoch's end.</summary>
    [Theory]
    [InlineData(30.0), InlineData(1e20), InlineData(3e38)]
    public void A_loss_that_is_not_finite_is_told_late_but_as_if_at_once(double rate)
    {
        var first = GatedRegression.Initialize(seed: 3);
        var options = Options with { Optimizer = new Sgd(rate), Epochs = 40, Metrics = [], Validation = null };
        var late = Assert.IsType<NonFiniteLoss<GatedRegression>>(first.Fit(Numbers, options).Case);
        var each = Assert.IsType<NonFiniteLoss<GatedRegression>>(first.Fit(Numbers, options with { Callbacks = [Ask] }).Case);
        Assert.Equal((each.Epoch, each.Step, each.Message), (late.Epoch, late.Step, late.Message));
        Assert.Equal(each.Model, late.Model);
        Assert.Equal(each.History.Map(Figures), late.History.Map(Figures));
        // The processor knows each loss at once. Numbers that grow without bound differ more in their last digits.
        var here = Assert.IsType<NonFiniteLoss<GatedRegression>>(first.Fit(Numbers, options with { Engine = Engine.Cpu }).Case);
        Assert.Equal((here.Epoch, here.Step, here.Message), (late.Epoch, late.Step, late.Message));
        foreach (var (e, a) in Parameters(here.Model).Zip(Parameters(late.Model)))
            Assert.InRange(a, e - Math.Abs(e) / 100, e + Math.Abs(e) / 100);
        Assert.All(Parameters(late.Model), number => Assert.True(double.IsFinite(number)));

        static IEnumerable<double> Parameters(GatedRegression model) => model.Parameters.SelectMany(p => p.ToDoubles());
    }

    /// <summary>A run that stops at the spoilt step keeps what it had before.</summary>
    [Fact]
    public void A_run_with_TerminateOnNaN_stops_where_the_loss_was_not_finite()
    {
        var first = GatedRegression.Initialize(seed: 3);
        var options = Options with
        {
            Optimizer = new Sgd(30),
            Epochs = 40,
            Metrics = [],
            Validation = null,
            Callbacks = [new TerminateOnNaN()]
        };
        var late = first.Fit(Numbers, options).ThrowIfFail();
        var each = first.Fit(Numbers, options with { Callbacks = [new TerminateOnNaN(), Ask] }).ThrowIfFail();
        Assert.Contains("loss became", late.StopReason.IfNone(""));
        Assert.Equal((each.StopReason, each.Model), (late.StopReason, late.Model));
    }

    /// <summary>A checkpoint after a step holds the figures so far.</summary>
    [Fact]
    public void A_run_that_was_broken_off_within_an_epoch_resumes_with_its_figures()
    {
        var (data, first) = (SmallData.Of(60), SmallNetwork.Initialize(seed: 3));
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using var breaks = new CancellationTokenSource();
            var stop = new LambdaCallback(onBatchEnd: context =>
            {
                if (context is { Epoch: 2, Step: 5 }) breaks.Cancel();
            });
            var backup = new BackupAndRestore(path, everySteps: 2);
            first.Fit(data, Options with { Callbacks = [backup, stop], Cancellation = breaks.Token }).ThrowIfFail();
            var resumed = first.Fit(data, Options with { Callbacks = [backup, new LambdaCallback()] }).ThrowIfFail();
            var whole = first.Fit(data, Options).ThrowIfFail();
            Assert.Equal(whole.Model, resumed.Model);
            Assert.Equal(whole.History.Map(Figures), resumed.History.Map(Figures));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (double, Seq<MetricValue>, Option<Evaluation>) Figures(Epoch epoch) => (epoch.Loss, epoch.Metrics, epoch.Validation);
}

/// <summary>A model without an activation at its end: its loss grows without bound.</summary>
[Model(3), MeanSquaredError]
public sealed partial record GatedRegression([Dense(4, Activation.Relu)] Dense Hidden, [Dense(1)] Dense Output);

/// <summary>A prediction of 4 MiB.</summary>
[Model(1), MeanSquaredError]
public sealed partial record WideRegression([Dense(1 << 20)] Dense Output);

/// <summary>The labels hold a class index and two numbers in one row.</summary>
[Model(3), MeanSquaredError(Output = "Size", Weight = 0.5), SparseCategoricalCrossentropy(Output = "Kind")]
public sealed partial record TwoOutputs([Dense(3)] Dense Kind, [Dense(2)] Dense Size)
{
    [Forward]
    internal static (Tensor Kind, Tensor Size) Predict(TwoOutputs m, Tensor x) => (x | m.Kind, x | m.Size);
}
