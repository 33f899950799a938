using LanguageExt;
using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

public class CallbackTests
{
    private static readonly FitOptions Options = new()
    {
        Epochs = 3,
        BatchSize = 10,
        Optimizer = new Sgd(0.1),
        Metrics = [Metric.Accuracy],
    };

    private static readonly Dataset Data = ToyData.Clouds(45);

    /// <summary>Records the events, and follows instructions after steps and epochs.</summary>
    private sealed record Listener(
        List<string> Heard, Action<TrainingContext>? OnStep = null, Action<TrainingContext>? AtEpochEnd = null) : Callback
    {
        private int steps;

        public override void OnTrainBegin(TrainingContext context) => Heard.Add($"begin {context.Epoch}");

        public override void OnEpochBegin(TrainingContext context) => Heard.Add($"epoch {context.Epoch}");

        public override void OnBatchEnd(TrainingContext context)
        {
            steps++;
            Heard.Add($"step {context.Step}/{context.Steps}");
            OnStep?.Invoke(context);
        }

        public override void OnEpochEnd(TrainingContext context, Epoch epoch)
        {
            Heard.Add($"end of {epoch.Number}");
            AtEpochEnd?.Invoke(context);
        }

        public override void OnTrainEnd(TrainingContext context) => Heard.Add($"end after {steps} steps");
    }

    private static Fin<Fitted<Model>> Fit(FitOptions options, params Callback[] callbacks) =>
        Model.Initialize(1).Fit(Data, options with { Callbacks = callbacks });

    [Fact]
    public void Callbacks_hear_everything_in_order()
    {
        var heard = new List<string>();
        Fit(Options with { Epochs = 2 }, new Listener(heard)).ThrowIfFail();
        string[] steps = ["step 1/5", "step 2/5", "step 3/5", "step 4/5", "step 5/5"];
        Assert.Equal(["begin 0", "epoch 1", .. steps, "end of 1", "epoch 2", .. steps, "end of 2", "end after 10 steps"], heard);
    }

    [Fact]
    public void Figures_so_far_end_as_the_epoch_s()
    {
        var (loss, accuracy) = (0.0, 0.0);
        var fitted = Fit(Options, new Listener([], c => (loss, accuracy) = (c.Loss, c.Metrics[0].Value))).ThrowIfFail();
        Assert.Equal((fitted.History[2].Loss, fitted.History[2].Accuracy), (loss, accuracy));
    }

    [Fact]
    public void A_callback_s_fields_belong_to_one_run()
    {
        var heard = new List<string>();
        var options = Options with { Callbacks = [new Listener(heard)] };
        Model.Initialize(1).Fit(Data, options).ThrowIfFail();
        Model.Initialize(1).Fit(Data, options).ThrowIfFail();
        Assert.Equal(2, heard.Count(h => h == "end after 15 steps"));
    }

    [Fact]
    public void Cancelling_in_an_epoch_gives_the_model_so_far_and_the_complete_epochs()
    {
        using var source = new CancellationTokenSource();
        Model? seen = null;
        var fitted = Fit(Options with { Cancellation = source.Token }, new Listener([], context =>
        {
            if (context is not { Epoch: 2, Step: 3 }) return;
            seen = context.ReadModel<Model>();
            source.Cancel();
        })).ThrowIfFail();
        Assert.True(fitted.Cancelled);
        Assert.Single(fitted.History);
        Assert.Equal(seen, fitted.Model);
    }

    [Fact]
    public void A_run_cancelled_before_it_began_gives_the_model_back()
    {
        var fitted = Fit(Options with { Cancellation = new CancellationToken(canceled: true) }).ThrowIfFail();
        Assert.True(fitted.Cancelled);
        Assert.Empty(fitted.History);
        Assert.Equal(Model.Initialize(1), fitted.Model);
    }

    /// <summary>Calls that came too late used to be ignored without an error.</summary>
    [Fact]
    public void What_a_callback_keeps_of_a_run_changes_nothing_after_its_end()
    {
        TrainingContext kept = default;
        Fit(Options, new LambdaCallback(onTrainEnd: context => kept = context)).ThrowIfFail();
        Assert.Contains("This run has ended", Assert.Throws<ObjectDisposedException>(() => kept.SetLearningRate(0.5)).Message);
        Assert.Throws<ObjectDisposedException>(() => kept.Restore(Model.Initialize(2).Parameters));
        Assert.Throws<ObjectDisposedException>(() => kept.ReadParameters());
        // The figures are values. Stopping a stopped run does what was asked for.
        Assert.Equal((3, 3), (kept.Epoch, kept.History.Count));
        kept.Stop();
    }

    [Fact]
    public void A_run_cancelled_in_its_last_callback_was_complete()
    {
        using var source = new CancellationTokenSource();
        var listener = new Listener([], AtEpochEnd: c => { if (c.Epoch == 3) source.Cancel(); });
        var fitted = Fit(Options with { Cancellation = source.Token }, listener).ThrowIfFail();
        Assert.False(fitted.Cancelled);
        Assert.Equal(3, fitted.History.Count);
    }

    [Fact]
    public void Stopping_after_a_step_ends_the_epoch_there()
    {
        var heard = new List<string>();
        var fitted = Fit(Options, new Listener(heard, c => { if (c is { Epoch: 2, Step: 2 }) c.Stop("enough"); })).ThrowIfFail();
        Assert.Equal("enough", fitted.StopReason.IfNone(""));
        Assert.False(fitted.Cancelled);
        Assert.Equal(2, fitted.History.Count);
        Assert.Equal(["end of 2", "end after 7 steps"], heard.TakeLast(2));
    }

    [Fact]
    public void Stopping_after_an_epoch_makes_no_further_one()
    {
        Listener Stopper(string reason) => new([], AtEpochEnd: c => c.Stop(reason));
        var fitted = Fit(Options, Stopper("first"), Stopper("second")).ThrowIfFail();
        Assert.Single(fitted.History);
        Assert.Equal("first", fitted.StopReason.IfNone(""));
    }

    [Fact]
    public void A_callback_that_throws_does_not_lose_the_model()
    {
        var heard = new List<string>();
        Model? seen = null;
        var result = Fit(Options, new Listener([], context =>
        {
            if (context is not { Epoch: 2, Step: 3 }) return;
            seen = context.ReadModel<Model>();
            throw new InvalidOperationException("The disk is full.");
        }), new Listener(heard));
        var error = Assert.IsType<CallbackFailed<Model>>(result.Case);
        Assert.Contains("Listener failed in epoch 2: The disk is full.", error.Message);
        Assert.Equal(seen, error.Model);
        Assert.Single(error.History);
        Assert.Equal("end after 8 steps", heard[^1]);
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void Parameters_that_are_not_finite_are_not_restored(float number)
    {
        var seen = new List<Model>();
        var spoil = new LambdaCallback(onEpochEnd: (c, _) => seen.Add(c.ReadModel<Model>()), onTrainEnd: c =>
        {
            var parameters = c.ReadParameters();
            var numbers = parameters[1].ToArray();
            numbers[2] = number;
            c.Restore(parameters.Take(1).Add(Tensor.Create(parameters[1].Shape, numbers)).Concat(parameters.Skip(2)).Strict());
        });
        var error = Assert.IsType<CallbackFailed<Model>>(Fit(Options, spoil).Case);
        Assert.Contains("These parameters can't be restored: the parameter Output.Bias holds a number that is not finite", error.Message);
        Assert.Equal("OnTrainEnd", error.Hook);
        Assert.Equal(seen[^1], error.Model);
        Assert.Equal(3, error.History.Count);
    }

    [Fact]
    public void Parameters_are_restored_at_the_end_only()
    {
        var early = Fit(Options, new Listener([], c => c.Restore(c.ReadParameters())));
        Assert.IsType<CallbackFailed<Model>>(early.Case);
    }
}
