using System.Text.Json.Nodes;
using Spectre.Console.Testing;

namespace ModelDsl.Examples.Tests;

public sealed class ChapterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestConsole console = new();

    public ChapterTests() => TinyFashion.Write(folder["data"]);

    public void Dispose()
    {
        console.Dispose();
        folder.Dispose();
    }

    private RunSettings Settings => new(Epochs: 3, BatchSize: 16, Seed: 7, Data: folder["data"], Out: folder["out"], Quiet: false);

    private JsonNode Results => JsonNode.Parse(File.ReadAllText(Path.Combine(folder["out"], "results.json")))!;

    [Fact]
    public void Results_hold_exactly_the_numbers_that_Fit_returns()
    {
        Assert.True(Tell().IsSucc);
        var fitted = Fit();
        var network = Results["network"]!;
        Assert.Equal(7850, (int)network["parameters"]!);
        Assert.Equal(
            fitted.History.Select(e => (e.Loss, e.Accuracy, e.ValidationLoss, e.ValidationAccuracy)),
            network["epochs"]!.AsArray().Select(e =>
                ((double)e!["loss"]!, (double)e["accuracy"]!, (double)e["val_loss"]!, (double)e["val_accuracy"]!)));
        Assert.Equal(fitted.History[^1].Accuracy, (double)network["train_accuracy"]!);
        Assert.Equal(fitted.History[^1].ValidationAccuracy, (double)network["validation_accuracy"]!);
        Assert.False((bool)network["interrupted"]!);
    }

    [Fact]
    public void Test_figures_agree_with_each_other()
    {
        Assert.True(Tell().IsSucc);
        var network = Results["network"]!;
        var matrix = network["confusion_matrix"]!.AsArray().Select(row => row!.AsArray().Select(n => (int)n!).ToArray()).ToArray();
        Assert.Equal(TinyFashion.Test, matrix.Sum(row => row.Sum()));
        var right = Enumerable.Range(0, 10).Sum(c => matrix[c][c]);
        Assert.Equal((double)right / TinyFashion.Test, (double)network["test_accuracy"]!, precision: 12);
        var mistakes = network["wrong_predictions"]!.AsArray();
        Assert.Equal(Math.Min(10, TinyFashion.Test - right), mistakes.Count);
        Assert.All(mistakes, m => Assert.NotEqual((string)m!["true"]!, (string)m["predicted"]!));
        Assert.All(mistakes, m => Assert.InRange((double)m!["probability"]!, 0.1, 1));
    }

    [Fact]
    public void The_test_set_is_scaled_as_the_training_set_is()
    {
        Assert.True(Tell().IsSucc);
        var test = FashionMnist.Load(folder["data"]).ThrowIfFail().Test | Scale(1 / 255f);
        var tested = Fit().Model.Evaluate(test, Metric.Accuracy).ThrowIfFail();
        Assert.Equal((tested.Loss, tested.Accuracy), ((double)Results["network"]!["test_loss"]!, (double)Results["network"]!["test_accuracy"]!));
    }

    [Fact]
    public void The_baseline_is_validated_with_few_and_with_many_passes()
    {
        Assert.True(Tell().IsSucc);
        var baseline = Results["baseline"]!;
        foreach (var (figures, passes) in new[] { (baseline, 5), (baseline["more_passes"]!, 20) })
        {
            var scores = figures["cv_scores"]!.AsArray().Select(s => (double)s!).ToArray();
            Assert.Equal(ValidateBaseline(passes).Scores, scores);
            Assert.Equal(scores.Average(), (double)figures["mean"]!, precision: 12);
            Assert.Equal(passes, (int)figures["passes"]!);
            Assert.True((double)figures["seconds"]! > 0);
        }
        Assert.Equal((double)Results["network"]!["validation_accuracy"]! - (double)baseline["mean"]!,
            (double)Results["verdict"]!["validation_minus_baseline"]!, precision: 12);
    }

    [Fact]
    public void The_data_are_counted()
    {
        Assert.True(Tell().IsSucc);
        var data = Results["data"]!;
        Assert.Equal((TinyFashion.Train, TinyFashion.Test), ((int)data["train_images"]!, (int)data["test_images"]!));
        Assert.Equal([28, 28], data["image_shape"]!.AsArray().Select(n => (int)n!));
        Assert.Equal(TinyFashion.Train, data["label_counts"]!.AsArray().Sum(c => (int)c!["count"]!));
    }

    [Fact]
    public void Every_picture_is_a_png_and_nothing_half_written_is_left()
    {
        Assert.True(Tell().IsSucc);
        Assert.Equal(
            ["confusion.png", "curves.png", "first-ten.png", "results.json", "templates.png", "wrong.png"],
            Directory.GetFiles(folder["out"]).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(folder["out"], "*.png"), path =>
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(path).Take(4)));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_told_at_the_end_and_the_others_are_saved()
    {
        Directory.CreateDirectory(Path.Combine(folder["out"], "curves.png", "in the way"));
        var error = Tell().Match(Succ: _ => "", Fail: e => e.Message);
        Assert.StartsWith("curves.png could not be written", error);
        Assert.Contains("Saved: first-ten.png, confusion.png, wrong.png, templates.png, results.json.", error);
        Assert.Equal(7850, (int)Results["network"]!["parameters"]!);
        Assert.DoesNotContain(Directory.GetFiles(folder["out"]), path => path.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public void An_interrupted_baseline_ends_the_run_with_a_sentence()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var told = new FashionMnistChapter(new Lesson(Settings, new Narrator(console, quiet: true), source.Token)).Tell();
        Assert.Equal("Interrupted in the baseline: there is no trained network yet.", told.Match(Succ: _ => "", Fail: e => e.Message));
        Assert.False(File.Exists(Path.Combine(folder["out"], "results.json")));
    }

    private LanguageExt.Fin<LanguageExt.Unit> Tell() =>
        new FashionMnistChapter(new Lesson(Settings, new Narrator(console, quiet: true), CancellationToken.None)).Tell();

    private CrossValidation ValidateBaseline(int passes) =>
        (from fashion in FashionMnist.Load(folder["data"])
         from data in fashion.Train | Scale(1 / 255f) | OneHot(10)
         from validation in FashionLogistic.CrossValidate(data, new FitOptions
         {
             Epochs = passes,
             BatchSize = 1,
             Optimizer = new Sgd(10 * new LearningRate.Optimal(1e-4)),
             Metrics = [Metric.CategoricalAccuracy],
             Seed = 7,
         }, folds: 5, stratified: true)
         select validation).ThrowIfFail();

    private Fitted<FashionSoftmax> Fit() =>
        (from fashion in FashionMnist.Load(folder["data"])
         from parts in fashion.Train | Scale(1 / 255f) | Split(0.2, 7)
         from fitted in FashionSoftmax.Initialize(7).Fit(parts.Train, new FitOptions
         {
             Epochs = 3,
             BatchSize = 16,
             Optimizer = new RmsProp(),
             Metrics = [Metric.Accuracy],
             Validation = parts.Validation,
             Seed = 7,
         })
         select fitted).ThrowIfFail();
}
