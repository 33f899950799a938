using LanguageExt;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using Numbers = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Regression>;

namespace ModelDsl.Tests.Training;

public class TerminateOnNaNTests
{
    private static readonly Dataset Line = ToyData.Line(4);

    private static readonly FitOptions Options = new() { Epochs = 400, BatchSize = 2, Optimizer = new Sgd(30) };

    [Fact]
    public void The_run_ends_well_with_the_last_finite_model()
    {
        var failed = Assert.IsType<NonFiniteLoss<Numbers>>(Numbers.Initialize(1).Fit(Line, Options).Case);
        var fitted = Numbers.Initialize(1).Fit(Line, Options with { Callbacks = [new TerminateOnNaN()] }).ThrowIfFail();
        Assert.Equal(failed.Model, fitted.Model);
        Assert.Equal(failed.What + ".", fitted.StopReason.IfNone(""));
        Assert.Equal(failed.History.Map(e => e.Loss), fitted.History.Map(e => e.Loss));
        Assert.False(fitted.Cancelled);
    }

    /// <summary>The first update of a one-step epoch overflows: only the epoch's end notices it.</summary>
    [Fact]
    public void An_update_that_was_too_large_ends_it_too()
    {
        var options = Options with { BatchSize = 4, Optimizer = new Sgd(3e38), Callbacks = [new TerminateOnNaN()] };
        var fitted = Numbers.Initialize(1).Fit(Line, options).ThrowIfFail();
        Assert.Equal(Numbers.Initialize(1), fitted.Model);
        Assert.Contains("was too large a number", fitted.StopReason.IfNone(""));
        Assert.Empty(fitted.History);
    }

    [Fact]
    public void A_moving_average_stays_finite()
    {
        var options = Options with { Optimizer = new Sgd(30) { UseEma = true }, Callbacks = [new TerminateOnNaN()] };
        var fitted = Numbers.Initialize(1).Fit(Line, options).ThrowIfFail();
        Assert.True(fitted.Model.Parameters.ForAll(p => p.ToDoubles().All(double.IsFinite)));
    }

    [Fact]
    public void The_best_weights_are_restored_after_it()
    {
        var stopping = new EarlyStopping("loss", patience: 1000, restoreBestWeights: true);
        var fitted = Numbers.Initialize(1).Fit(Line, Options with { Callbacks = [stopping, new TerminateOnNaN()] }).ThrowIfFail();
        var failed = Assert.IsType<NonFiniteLoss<Numbers>>(Numbers.Initialize(1).Fit(Line, Options).Case);
        Assert.NotEqual(failed.Model, fitted.Model);
    }

    [Fact]
    public void A_stop_that_was_asked_for_before_does_not_hide_the_failure()
    {
        var stop = new LambdaCallback(onBatchEnd: c => c.Stop("enough"));
        var result = Numbers.Initialize(1).Fit(Line, Options with { BatchSize = 4, Optimizer = new Sgd(3e38), Callbacks = [stop] });
        Assert.IsType<NonFiniteLoss<Numbers>>(result.Case);
    }

    [Fact]
    public void A_run_whose_numbers_stay_finite_does_not_hear_of_it()
    {
        var options = new FitOptions { Epochs = 3, Callbacks = [new TerminateOnNaN()] };
        Assert.True(Model.Initialize(1).Fit(ToyData.Clouds(40), options).ThrowIfFail().StopReason.IsNone);
    }

    [Fact]
    public void A_lambda_hears_every_hook()
    {
        var heard = new List<string>();
        var lambda = new LambdaCallback(
            onTrainBegin: _ => heard.Add("begin"), onEpochBegin: c => heard.Add($"epoch {c.Epoch}"), onBatchEnd: c => heard.Add($"step {c.Step}"),
            onEpochEnd: (_, e) => heard.Add($"end of {e.Number}"), onNonFinite: (_, e) => heard.Add($"{e.Epoch}"), onTrainEnd: _ => heard.Add("end"));
        Model.Initialize(1).Fit(ToyData.Clouds(40), new FitOptions { BatchSize = 20, Callbacks = [lambda] }).ThrowIfFail();
        Assert.Equal(["begin", "epoch 1", "step 1", "step 2", "end of 1", "end"], heard);
        heard.Clear();
        Numbers.Initialize(1).Fit(Line, Options with { BatchSize = 4, Optimizer = new Sgd(3e38), Callbacks = [lambda] });
        Assert.Equal(["begin", "epoch 1", "step 1", "1", "end"], heard);
        Assert.True(Model.Initialize(1).Fit(ToyData.Clouds(40), new FitOptions { Callbacks = [new LambdaCallback()] }).IsSucc);
    }
}
