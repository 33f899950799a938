using LanguageExt;
using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Training;

public class EarlyStoppingTests
{
    /// <summary>Returns the number of epochs that ran, and the epoch whose parameters were restored.</summary>
    private static (int Epochs, int? Restored) Run(EarlyStopping stopping, params double[] figures)
    {
        var run = new FakeRun(new FitOptions { Epochs = figures.Length, Metrics = [Metric.Accuracy] });
        run.Tell(stopping.ForRun(), figures);
        return (run.Epoch, run.Restored);
    }

    private const double N = double.NaN;

    /// <summary>
    /// The cases of early_stopping_test.py (its stopped_epoch counts from 0), and cases from Keras's text about each option, worked out
    /// with its rules. Each gives the epochs that ran, and the epoch whose parameters are restored.
    /// </summary>
    public static TheoryData<string, EarlyStopping, double[], int, int?> Cases => new()
    {
        { "Keras's test: patience 0 is as 1", new("loss", patience: 0), [10, 9, 8, 9, 8.9, 8.8, 8.7, 8.6, 8.5], 4, null },
        { "Keras's test: patience 1", new("loss", patience: 1), [10, 9, 8, 9, 8.9, 8.8, 8.7, 8.6, 8.5], 4, null },
        { "Keras's test: patience 2", new("loss", patience: 2), [10, 9, 8, 9, 8.9, 8.8, 8.7, 8.6, 8.5], 5, null },
        { "Keras's test: patience 3", new("loss", patience: 3), [10, 9, 8, 9, 8.9, 8.8, 8.7, 8.6, 8.5], 6, null },
        { "Keras's test: the best weights", new(patience: 2, restoreBestWeights: true), [0.2, 0.15, 0.1, 0.11, 0.12], 5, 3 },
        { "Keras's test: no figure beats the baseline", new(patience: 5, baseline: 0.5, restoreBestWeights: true), [0.9, 0.8, 0.7, 0.71, 0.72, 0.73], 5, 3 },
        { "improves to the end", new(patience: 2, restoreBestWeights: true), [5, 4, 3, 2, 1], 5, 5 },
        { "never improves after the first", new(patience: 3), [1, 1, 1, 1, 1, 1], 4, null },
        { "an equal figure is no improvement", new(patience: 1), [2, 1, 1, 0], 3, null },
        { "improvement starts patience anew", new(patience: 2), [3, 4, 2, 4, 1, 4, 4, 0], 7, null },
        { "the first epoch never stops", new(patience: 0), [N, N, N], 2, null },
        { "NaN is no improvement", new(patience: 2, restoreBestWeights: true), [3, 2, N, N, 1], 4, 2 },
        { "NaN once is outlived", new(patience: 2, restoreBestWeights: true), [3, N, 2, N, 1], 5, 5 },
        { "all NaN gives the first epoch", new(patience: 3, restoreBestWeights: true), [N, N, N, N, N], 3, 1 },
        { "minDelta not reached", new(minDelta: 0.1, patience: 2), [1, 0.95, 0.92, 0.7], 3, null },
        { "minDelta just reached is none", new(minDelta: 0.5, patience: 1), [2, 1.5, 1], 2, null },
        { "minDelta passed", new(minDelta: 0.5, patience: 1), [2, 1.25, 0.5, 0.25], 4, null },
        { "minDelta's sign does not matter", new(minDelta: -0.5, patience: 1), [2, 1.75, 1], 2, null },
        { "minDelta is from the best, not the last", new(minDelta: 0.5, patience: 3), [2, 1.75, 1.5, 1.25, 1], 5, null },
        { "minDelta upwards", new("val_accuracy", minDelta: 0.25, patience: 1), [0.25, 0.375, 0.75], 2, null },
        { "minDelta's sign does not matter upwards", new("val_accuracy", minDelta: -0.25, patience: 1), [0.25, 0.375, 0.75], 2, null },
        { "auto: accuracy upwards", new("accuracy", patience: 1), [0.5, 0.6, 0.6, 0.7], 3, null },
        { "auto: val_accuracy upwards", new("val_accuracy", patience: 1, restoreBestWeights: true), [0.5, 0.6, 0.55, 0.7], 3, 2 },
        { "mode min for an accuracy", new("val_accuracy", patience: 1, mode: MonitorMode.Min), [0.5, 0.6, 0.4], 2, null },
        { "mode max for a loss", new("loss", patience: 1, mode: MonitorMode.Max, restoreBestWeights: true), [0.5, 0.6, 0.4, 0.7], 3, 2 },
        { "baseline beaten starts patience anew", new(patience: 3, baseline: 0.75), [0.9, 0.8, 0.7, 0.71, 0.72, 0.73, 0.74], 6, null },
        { "baseline beaten too late", new(patience: 3, baseline: 0.75), [0.9, 0.8, 0.85, 0.7, 0.6], 3, null },
        { "baseline reached is not beaten", new(patience: 2, baseline: 0.5), [0.5, 0.5, 0.4], 2, null },
        { "baseline upwards", new("val_accuracy", patience: 2, baseline: 0.8, restoreBestWeights: true), [0.5, 0.7, 0.75, 0.6], 4, 3 },
        { "baseline with minDelta", new(minDelta: 0.5, patience: 2, baseline: 1), [0.75, 0.6, 0.55], 2, null },
        { "improving below the baseline alone never stops", new(patience: 1, baseline: 0.1), [0.9, 0.8, 0.7, 0.6], 4, null },
        { "startFromEpoch: not looked at before", new("loss", patience: 2, restoreBestWeights: true, startFromEpoch: 3), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], 6, 4 },
        { "startFromEpoch: the best before is no rival", new(patience: 1, restoreBestWeights: true, startFromEpoch: 2), [0.1, 0.1, 5, 4, 3, 3.5], 6, 5 },
        { "startFromEpoch beyond the run", new(patience: 0, restoreBestWeights: true, startFromEpoch: 9), [1, 2, 3], 3, null },
        { "startFromEpoch with patience 0", new(patience: 0, startFromEpoch: 2), [1, 2, 3, 4, 5], 4, null },
        { "the end before patience is over", new(patience: 9, restoreBestWeights: true), [0.5, 0.3, 0.4], 3, 2 },
        { "one epoch", new(restoreBestWeights: true), [0.5], 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_stops_and_restores_as_Keras_does(string why, EarlyStopping stopping, double[] figures, int epochs, int? restored) =>
        Assert.Equal((why, epochs, restored), (why, Run(stopping, figures).Epochs, Run(stopping, figures).Restored));

    /// <summary>early_stopping_test.py: another callback asks for the stop.</summary>
    [Fact]
    public void The_best_weights_are_restored_when_another_callback_stops_the_run()
    {
        var models = new List<Model>();
        var keep = new LambdaCallback(onEpochEnd: (c, e) =>
        {
            models.Add(c.ReadModel<Model>());
            if (e.Number == 4) c.Stop("enough");
        });
        var options = new FitOptions
        {
            Epochs = 9,
            BatchSize = 20,
            Optimizer = new Sgd(0.1),
            // The loss falls: the first one is the largest.
            Callbacks = [new EarlyStopping("loss", mode: MonitorMode.Max, patience: 9, restoreBestWeights: true), keep],
        };
        var fitted = Model.Initialize(1).Fit(ToyData.Clouds(60), options).ThrowIfFail();
        Assert.Equal(4, fitted.History.Count);
        Assert.Equal("enough", fitted.StopReason.IfNone(""));
        Assert.Equal(models[0], fitted.Model);
    }

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
        // Each step overshoots more: the validation figure gets worse from some epoch on.
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

    [Fact]
    public void All_faults_of_the_options_are_told_together()
    {
        var wrong = new EarlyStopping("auc", double.NaN, -1, (MonitorMode)9, double.NaN, startFromEpoch: -2);
        string[] said =
        [
            "patience is -1, but must not be negative", "startFromEpoch is -2, but must not be negative", "baseline is NaN",
            "mode is 9, but must be Auto, Min or Max", "minDelta is NaN, but must be a finite number", "auc, which is not measured",
        ];
        var faults = wrong.Faults(new FitOptions()).ToArray();
        Assert.Equal(said.Length, faults.Length);
        foreach (var (part, fault) in said.Zip(faults)) Assert.Contains(part, fault);
    }
}
