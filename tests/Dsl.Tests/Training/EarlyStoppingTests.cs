using LanguageExt;
using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

public class EarlyStoppingTests
{
    /// <summary>How many epochs are made, and which one's parameters come back.</summary>
    private static (int Epochs, int? Restored) Run(EarlyStopping stopping, params double[] figures)
    {
        var run = new FakeRun(new FitOptions { Epochs = figures.Length, Metrics = [Metric.Accuracy] });
        run.Tell(stopping.ForRun(), figures);
        return (run.Epoch, run.Restored);
    }

    // Keras's own cases, early_stopping_test.py: its stopped_epoch counts from 0.
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(2, 5)]
    [InlineData(3, 6)]
    public void Patience_counts_epochs_without_improvement(int patience, int epochs) =>
        Assert.Equal((epochs, null), Run(new EarlyStopping("loss", patience: patience), 10, 9, 8, 9, 8.9, 8.8, 8.7, 8.6, 8.5));

    [Fact]
    public void The_best_weights_are_restored() =>
        Assert.Equal((5, 3), Run(new EarlyStopping(patience: 2, restoreBestWeights: true), 0.2, 0.15, 0.1, 0.11, 0.12));

    [Fact]
    public void Without_beating_the_baseline_patience_does_not_start_anew() =>
        Assert.Equal((5, 3), Run(new EarlyStopping(patience: 5, baseline: 0.5, restoreBestWeights: true), 0.9, 0.8, 0.7, 0.71, 0.72, 0.73));

    [Fact]
    public void Beating_the_baseline_starts_patience_anew() =>
        Assert.Equal((6, null), Run(new EarlyStopping(patience: 3, baseline: 0.75), 0.9, 0.8, 0.7, 0.71, 0.72, 0.73, 0.74));

    [Fact]
    public void The_best_weights_are_restored_also_when_the_run_ends_by_itself() =>
        Assert.Equal((3, 2), Run(new EarlyStopping(patience: 9, restoreBestWeights: true), 0.5, 0.3, 0.4));

    [Fact]
    public void Less_than_minDelta_is_no_improvement()
    {
        Assert.Equal((3, null), Run(new EarlyStopping("loss", minDelta: 0.1, patience: 2), 1, 0.95, 0.92, 0.7));
        Assert.Equal((3, null), Run(new EarlyStopping("loss", minDelta: -0.1, patience: 2), 1, 0.95, 0.92, 0.7));
        Assert.Equal((4, null), Run(new EarlyStopping("loss", minDelta: 0.01, patience: 2), 1, 0.95, 0.92, 0.7));
    }

    [Fact]
    public void Accuracy_improves_upwards_and_loss_downwards_and_mode_says_otherwise()
    {
        Assert.Equal((3, null), Run(new EarlyStopping("val_accuracy"), 0.5, 0.6, 0.6, 0.7));
        Assert.Equal((2, null), Run(new EarlyStopping("loss"), 0.5, 0.6, 0.6, 0.7));
        Assert.Equal((2, null), Run(new EarlyStopping("val_accuracy", mode: MonitorMode.Min), 0.5, 0.6, 0.5));
        Assert.Equal((3, null), Run(new EarlyStopping("loss", mode: MonitorMode.Max), 0.5, 0.6, 0.5, 0.5));
    }

    [Fact]
    public void The_warm_up_is_not_looked_at()
    {
        var stopping = new EarlyStopping("loss", patience: 2, startFromEpoch: 3, restoreBestWeights: true);
        Assert.Equal((6, 4), Run(stopping, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7));
    }

    [Fact]
    public void NaN_is_no_improvement_and_the_first_epoch_never_stops() =>
        Assert.Equal((2, 1), Run(new EarlyStopping("loss", restoreBestWeights: true), double.NaN, double.NaN, 1));

    [Fact]
    public void One_value_serves_two_runs_alike()
    {
        var stopping = new EarlyStopping("loss", patience: 1, restoreBestWeights: true);
        Assert.Equal((3, 2), Run(stopping, 2, 1, 3, 0));
        Assert.Equal((3, 2), Run(stopping, 2, 1, 3, 0));
    }

    [Fact]
    public void A_run_stops_and_restores_for_real()
    {
        var (train, held) = (ToyData.Clouds(60), ToyData.Clouds(30, seed: 2));
        // Each step overshoots more: validation gets worse from some epoch on.
        var options = new FitOptions
        {
            Epochs = 40,
            BatchSize = 60,
            Optimizer = new Sgd(0.2),
            Validation = held,
            Metrics = [Metric.Accuracy],
            Callbacks = [new EarlyStopping("val_accuracy", patience: 3, restoreBestWeights: true)],
        };
        var fitted = Model.Initialize(1).Fit(train, options).ThrowIfFail();
        var again = Model.Initialize(1).Fit(train, options).ThrowIfFail();
        var best = fitted.History.Map(e => e.ValidationAccuracy).Max();
        Assert.True(fitted.History.Count < 40);
        Assert.Contains("val_accuracy has not improved since epoch", fitted.StopReason.IfNone(""));
        Assert.Equal(best, fitted.Model.Evaluate(held, Metric.Accuracy).ThrowIfFail().Accuracy);
        Assert.Equal(fitted.Model, again.Model);
    }

    [Theory]
    [InlineData("val_loss", "no validation data")]
    [InlineData("val_accuracy", "no validation data")]
    [InlineData("precision", "not measured; measured are loss, accuracy")]
    public void A_figure_that_is_not_there_is_a_fault(string monitor, string said) =>
        Assert.Contains(said, Assert.Single(new EarlyStopping(monitor).Faults(new FitOptions { Metrics = [Metric.Accuracy] })));
}
