using System.Text.Json.Nodes;
using LanguageExt;
using Spectre.Console.Testing;

namespace ModelDsl.Examples.Tests;

/// <summary>Every lesson, on a tiny data set: it runs, saves its files, and prints the figures of <c>Fit</c>.</summary>
public sealed class LessonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestConsole console = new TestConsole().Width(80);

    public LessonTests() => TinyFashion.Write(folder["data"]);

    public void Dispose()
    {
        console.Dispose();
        folder.Dispose();
    }

    private RunSettings Settings => new(Epochs: 2, BatchSize: 16, Seed: 7, Data: folder["data"], Out: folder["out"], Quiet: false);

    private JsonArray Runs => JsonNode.Parse(File.ReadAllText(Path.Combine(folder["out"], "results.json")))!["runs"]!.AsArray();

    private static Func<Lesson, Fin<Unit>> LessonOf(string name) => name switch
    {
        "fashion-mlp" => FashionMlp.Tell,
        "optimizers" => Optimizers.Tell,
        "overfitting" => Overfitting.Tell,
        "fashion-cnn" => Convolution.Tell,
        "binary" => Binary.Tell,
        "newton" => Newton.Tell,
        "table" => Tabular.Tell,
        "sequence" => lesson => Sequence.Tell(lesson, trainingSequences: 120, testSequences: 40),
        "forecast" => lesson => Forecast.Tell(lesson, days: 400),
        "pictures" => lesson => FolderOfPictures.Tell(lesson, trainingPictures: 100, validationPictures: 40),
        // Random weights: the file with the trained ones is large.
        "transfer" => lesson => Transfer.Tell(lesson, ResNet18.Initialize(seed: 1), training: 20, test: 8),
        _ => Regression.Tell,
    };

    [Theory]
    [InlineData("fashion-mlp", 3, "curves.png", "results.json")]
    [InlineData("optimizers", 11, "optimizers.png", "results.json")]
    [InlineData("overfitting", 3, "best.safetensors", "curves.png", "results.json")]
    [InlineData("fashion-cnn", 1, "curves.png", "features.png", "results.json")]
    [InlineData("binary", 1, "curves.png", "doubtful.png", "results.json")]
    [InlineData("regression", 2, "completed.png", "curves.png", "results.json")]
    [InlineData("sequence", 4, "curves.png", "results.json")]
    [InlineData("forecast", 3, "curves.png", "results.json", "weeks.png")]
    [InlineData("newton", 1, "newton.png", "results.json")]
    [InlineData("table", 5, "bookings.csv", "bookings.safetensors", "results.json")]
    [InlineData("transfer", 2, "curves.png", "results.json")]
    [InlineData("pictures", 2, "curves.png", "results.json")]
    public void A_lesson_saves_its_pictures_and_every_figure(string name, int runs, params string[] files)
    {
        Assert.True(LessonOf(name)(Lesson()).IsSucc);
        Assert.Equal(files, Directory.GetFiles(folder["out"]).Select(Path.GetFileName).Order());
        Assert.Equal(runs, Runs.Count);
        Assert.All(Runs, run =>
        {
            Assert.Equal(2, run!["epochs"]!.AsArray().Count);
            Assert.True(double.IsFinite((double)run["test"]!["loss"]!));
            Assert.False((bool)run["interrupted"]!);
        });
        Assert.Equal(runs, Runs.Select(run => (string)run!["name"]!).Distinct().Count());
    }

    [Theory]
    [InlineData("fashion-mlp")]
    [InlineData("optimizers")]
    [InlineData("overfitting")]
    [InlineData("fashion-cnn")]
    [InlineData("binary")]
    [InlineData("regression")]
    [InlineData("sequence")]
    [InlineData("forecast")]
    [InlineData("newton")]
    [InlineData("table")]
    [InlineData("transfer")]
    [InlineData("pictures")]
    public void Nothing_that_is_told_is_broken_at_80_columns(string name)
    {
        Assert.True(LessonOf(name)(Lesson()).IsSucc);
        Assert.DoesNotContain(console.Lines, line => line.Contains('…') && line.Contains('│'));
    }

    [Fact]
    public void Figures_are_exactly_those_of_Fit()
    {
        Assert.True(FashionMlp.Tell(Lesson()).IsSucc);
        var fitted = (
            from fashion in FashionMnist.Load(folder["data"])
            from parts in fashion.Train | Scale(1 / 255f) | Split(0.2, 7)
            from relu in ReluMlp.Initialize(7).Fit(parts.Train, new FitOptions
            {
                Epochs = 2,
                BatchSize = 16,
                Seed = 7,
                Optimizer = new RmsProp(),
                Metrics = [Metric.Accuracy],
                Validation = parts.Validation,
            })
            from exam in relu.Model.Evaluate(fashion.Test | Scale(1 / 255f), Metric.Accuracy)
            select (relu.History, Exam: exam)).ThrowIfFail();
        var run = Runs[2]!;
        Assert.Equal("ReLU", (string)run["name"]!);
        Assert.Equal(fitted.Exam.Accuracy, (double)run["test"]!["accuracy"]!);
        Assert.Equal(
            fitted.History.Map(epoch => epoch.ValidationLoss), run["epochs"]!.AsArray().Select(epoch => (double)epoch!["val_loss"]!).ToSeq());
    }

    /// <summary>
    /// Checks the lesson's claim: Newton's method reaches the minimum, and SGD is still above it after the command's epochs.
    /// </summary>
    [Fact]
    public void Newton_reaches_the_minimum_that_descent_only_approaches()
    {
        var train = FashionMnist.Load(folder["data"]).Map(fashion => fashion.Train | Scale(1 / 255f)).ThrowIfFail();
        var start = RidgeSoftmax.Initialize(7);
        var minimum = start.Minimize(train).ThrowIfFail();
        Assert.Equal(MinimumEnd.Converged, minimum.End);
        Assert.InRange(minimum.GradientNorm, 0, 1e-5);
        Assert.Equal(minimum.Iterations.Map(i => i.Loss), minimum.Iterations.Map(i => i.Loss).OrderDescending().ToSeq());

        var descended = start.Fit(train, new FitOptions { Epochs = 20, Optimizer = new Sgd(0.03), Seed = 7 }).ThrowIfFail().Model;
        var (loss, gradient) = descended.LossAndGradient(train).ThrowIfFail();
        Assert.True(minimum.Loss < loss - 1e-3, $"{minimum.Loss} is not below {loss}.");
        Assert.True(Math.Sqrt(gradient.Parameters.Sum(p => p.ToDoubles().Sum(x => x * x))) > 1e-3);

        // In double precision from there on, the minimum is the same to the digit.
        var exact = minimum.Model.To(Engine.Reference).Minimize(train, new NewtonCg { GradientTolerance = 1e-10 }).ThrowIfFail();
        Assert.Equal(exact.Loss, minimum.Loss, 1e-7);
        Assert.InRange(exact.GradientNorm, 0, 1e-10);
    }

    [Fact]
    public void The_best_checkpoint_is_the_network_of_the_best_epoch()
    {
        Assert.True(Overfitting.Tell(Lesson()).IsSucc);
        var parts = (FashionMnist.Load(folder["data"]).Map(fashion => fashion.Train | Scale(1 / 255f)) | Split(0.2, 7)).ThrowIfFail();
        var best = LargeMlp.Load(Path.Combine(folder["out"], "best.safetensors")).ThrowIfFail();
        Assert.Equal(
            Runs[0]!["epochs"]!.AsArray().Min(epoch => (double)epoch!["val_loss"]!),
            best.Evaluate(parts.Validation).ThrowIfFail().Loss);
    }

    [Fact]
    public void An_interrupted_lesson_keeps_the_trainings_so_far()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.True(Optimizers.Tell(new Lesson(Settings, new Narrator(console, quiet: true), source.Token)).IsSucc);
        Assert.True((bool)Assert.Single(Runs)!["interrupted"]!);
        Assert.Contains("Interrupted in 'SGD' after 0 epochs", console.Output);
    }

    private Lesson Lesson() => new(Settings, new Narrator(console, quiet: false), CancellationToken.None);
}
