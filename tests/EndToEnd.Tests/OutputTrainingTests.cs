using LanguageExt;
using LanguageExt.Common;
using ModelDsl.EndToEnd.Tests.Models;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests;

/// <summary>Training of models with several outputs, and the figures of each output.</summary>
public class OutputTrainingTests
{
    /// <summary>
    /// Makes data whose class depends on x0 + x1 and whose box is a linear function of the input: one trunk can learn both.
    /// </summary>
    internal static Dataset Data(int count = 600)
    {
        var random = new Random(3);
        var samples = Enumerable.Range(0, 6 * count).Select(_ => 2 * random.NextSingle() - 1).ToArray();
        var classes = Enumerable.Range(0,
            count).Select(i => samples[6 * i] + samples[6 * i + 1] is var s && s < -0.4f ? 0 : s > 0.4f ? 2 : 1).ToArray();
        var boxes = Enumerable.Range(0, 4 * count).Select(i => samples[6 * (i / 4) + 2 + i % 4] / 2).ToArray();
        return Detector.JoinLabels(
            digit: Dataset.Create<float>([6], samples, classes, name: "digits").ThrowIfFail(), box: Dataset.Create<float>([6], samples, boxes, [4], name: "boxes").ThrowIfFail()).ThrowIfFail();
    }

    [Fact]
    public void A_model_learns_all_of_its_outputs_and_tells_each()
    {
        var parts = (Data() | Split(validation: 0.25, seed: 1)).ThrowIfFail();
        var options = new FitOptions
        {
            Epochs = 60,
            Optimizer = new Adam(0.01),
            Validation = parts.Validation,
            Metrics = [Metric.Accuracy.Of("Digit"), Metric.MeanAbsoluteError.Of("Box")],
            Callbacks = [new EarlyStopping("val_Box_loss", patience: 30)],
        };
        var fitted = Detector.Initialize(3).Fit(parts.Train, options).ThrowIfFail();
        var figures = fitted.History[fitted.History.Count - 1].Figures.ToDictionary(f => f.Name, f => f.Value);
        Assert.Equal(
            [
                "loss", "Digit_accuracy", "Box_mean_absolute_error", "Digit_loss", "Box_loss", "val_loss", "val_Digit_accuracy", "val_Box_mean_absolute_error", "val_Digit_loss",
                "val_Box_loss",
            ], fitted.History[0].Figures.Select(f => f.Name).ToArray());
        Assert.InRange(figures["val_Digit_accuracy"], 0.93, 1);
        // A box that is always in the middle has the error 0.25.
        Assert.InRange(figures["val_Box_mean_absolute_error"], 0, 0.13);
        foreach (var which in new[] { "", "val_" })
            Assert.Equal(figures[which + "Digit_loss"] + 0.5 * figures[which + "Box_loss"], figures[which + "loss"], 1e-5);

        // The figures are those of the predictions.
        var (digit, box) = fitted.Model.Predict(parts.Validation).ThrowIfFail();
        var labels = parts.Validation.ToBatch().Labels.ToDoubles();
        var right = (digit | Argmax).Select((c, i) => c == labels[5 * i] ? 1.0 : 0.0).Average();
        var error = box.ToDoubles().Select((b, i) => Math.Abs(b - labels[5 * (i / 4) + 1 + i % 4])).Average();
        var told = fitted.Model.Evaluate(parts.Validation, [.. options.Metrics]).ThrowIfFail();
        Assert.Equal(right, told.Metrics[0].Value, 1e-12);
        Assert.Equal(error, told.Metrics[1].Value, 1e-6);
        foreach (var metric in told.Metrics) Assert.Equal(metric.Value, figures["val_" + metric.Name]);

        // The same bits on one thread. With folds, the score is the first figure that was asked for.
        Assert.Equal(fitted.Model, Detector.Initialize(3).Fit(parts.Train, options with { Threads = 1 }).ThrowIfFail().Model);
        var plain = new FitOptions { Epochs = 2 };
        var folds = Detector.CrossValidate(parts.Train, plain, folds: 3).ThrowIfFail();
        Assert.All(folds.Folds, fold => Assert.Equal(fold.Held.Loss, fold.Score));
        Assert.All(Detector.CrossValidate(parts.Train, plain with { Metrics = options.Metrics }, folds: 3).ThrowIfFail().Folds,
            fold => Assert.Equal(fold.Held.Metrics[0].Value, fold.Score));
    }

    /// <summary>
    /// A run that was broken off within an epoch resumes with the same bits and reports the same figures, also those of outputs.
    /// </summary>
    [Fact]
    public void A_run_goes_on_where_it_was_broken_off()
    {
        var folder = Directory.CreateTempSubdirectory("modeldsl-").FullName;
        try
        {
            var data = Data(40);
            FitOptions Options(string name, params Callback[] callbacks) => new()
            {
                Epochs = 3,
                BatchSize = 7,
                Metrics = [Metric.Accuracy.Of("Digit")],
                Validation = data,
                Callbacks = [new CsvLogger(Path.Combine(folder, name + ".csv")), .. callbacks],
            };
            var whole = Detector.Initialize(1).Fit(data, Options("whole")).ThrowIfFail();
            var columns = File.ReadLines(Path.Combine(folder, "whole.csv")).First().Split(',');
            Assert.Superset(new System.Collections.Generic.HashSet<string>(["loss", "Digit_accuracy", "Digit_loss", "Box_loss", "val_Digit_loss", "val_Box_loss"]), columns.ToHashSet());
            foreach (var last in new[] { 2, 9, 13 })
            {
                using var source = new CancellationTokenSource();
                var steps = 0;
                var stop = new LambdaCallback(onBatchEnd: _ => { if (++steps == last) source.Cancel(); });
                var options = Options("part" + last, stop, new BackupAndRestore(Path.Combine(folder, "checkpoint"), everySteps: 2));
                Assert.True(Detector.Initialize(1).Fit(data, options with { Cancellation = source.Token }).ThrowIfFail().Cancelled);
                var resumed = Detector.Initialize(1).Fit(data, options).ThrowIfFail();
                Assert.Equal(whole.Model, resumed.Model);
                Assert.Equal(whole.History.Select(e => e.Figures.Select(f => (f.Name, f.Value)).ToArray()).ToArray(),
                    resumed.History.Select(e => e.Figures.Select(f => (f.Name, f.Value)).ToArray()).ToArray());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
