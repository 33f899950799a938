using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Examples;

/// <summary>A lesson as it is given: what was typed, who tells it, and what all lessons do alike: load the data, train, remember.</summary>
internal sealed record Lesson(RunSettings Settings, Narrator Narrator, CancellationToken Cancellation)
{
    /// <summary>Whether Ctrl+C was pressed.</summary>
    public bool Interrupted => Cancellation.IsCancellationRequested;

    /// <summary>Progress in the terminal, where it is wanted.</summary>
    public IReadOnlyList<Callback> Progress => Narrator.Quiet ? [] : [new ProgressBar(Narrator.Console)];

    /// <summary>Fashion-MNIST, downloaded where it is not there.</summary>
    public Fin<FashionData> LoadFashion()
    {
        var downloading = "";
        return FashionMnist.Load(new FashionMnistOptions { Folder = Settings.Data, Cancellation = Cancellation, OnProgress = Announce });

        void Announce(DownloadProgress progress)
        {
            if (progress.File == downloading) return;
            downloading = progress.File;
            Narrator.Say($"Downloading {progress.File} …");
        }
    }

    /// <summary>The training images in two parts, pixels from 0 to 1.</summary>
    /// <param name="train">Images whose pixels are bytes.</param>
    /// <param name="validation">Share of the images that are held out.</param>
    public Fin<Parts> SplitScaled(Dataset train, double validation = 0.2) =>
        train | Scale(1 / 255f) | Split(validation, Settings.Seed);

    /// <summary>What the command line says of a run; a lesson adds its optimizer and its callbacks.</summary>
    public FitOptions Options(Dataset validation) => new()
    {
        Epochs = Settings.Epochs,
        BatchSize = Settings.BatchSize,
        Seed = Settings.Seed,
        Metrics = [Metric.Accuracy],
        Validation = validation,
        Engine = EngineNames.Find(Settings.Engine).ThrowIfFail(),
        Callbacks = Progress,
        Cancellation = Cancellation,
    };

    /// <summary>Trains a network and lets it sit the exam.</summary>
    /// <param name="name">What tables and plots call it.</param>
    /// <param name="model">The network before.</param>
    /// <param name="train">What it learns from.</param>
    /// <param name="test">The exam, scaled as the training data are.</param>
    /// <param name="options">How it is trained; the exam takes its metrics.</param>
    public Fin<LessonRun<T>> Train<T>(string name, T model, Dataset train, Dataset test, FitOptions options) where T : class, IModel<T> =>
        from fitted in model.Fit(train, options)
        from exam in fitted.Model.Evaluate(test, options.Metrics)
        select new LessonRun<T>(name, fitted, exam);

    /// <summary>A training that is made when its turn comes.</summary>
    /// <inheritdoc cref="Train" path="/param"/>
    public Func<Fin<LessonRun>> Plan<T>(string name, T model, Dataset train, Dataset test, FitOptions options) where T : class, IModel<T> => () =>
    {
        Narrator.Say($"{name}: {T.Description.ParameterCount:N0} parameters");
        return Train(name, model, train, test, options).Map(static run => (LessonRun)run);
    };

    /// <summary>Makes several trainings, one after the other; Ctrl+C ends the one that it is at, and the others are left out.</summary>
    public Fin<Seq<LessonRun>> TrainAll(params IEnumerable<Func<Fin<LessonRun>>> trainings)
    {
        var runs = Seq<LessonRun>.Empty;
        foreach (var training in trainings)
        {
            var run = training();
            if (run.Case is not LessonRun made) return run.Map(_ => runs);
            runs = runs.Add(made);
            if (Interrupted)
            {
                Narrator.Conclude($"Interrupted in '{made.Name}' after {made.History.Count} epochs. What follows is as far as it got.");
                break;
            }
        }
        return runs;
    }

    /// <summary>Saves every figure and says how it ended.</summary>
    /// <param name="output">Where the lesson's files are.</param>
    /// <param name="runs">Its trainings.</param>
    /// <param name="lines">What it came to.</param>
    public Fin<Unit> Conclude(OutputFolder output, IEnumerable<LessonRun> runs, params IEnumerable<string> lines)
    {
        output.Save("results.json", LessonResults.Of(this, runs).ToJson());
        foreach (var line in lines) Narrator.Conclude(line);
        Narrator.Conclude($"Saved in {output.Path}: {string.Join(", ", output.Saved)}.");
        return output.Close();
    }
}

/// <summary>One training of a lesson.</summary>
/// <param name="Name">What tables and plots call it.</param>
/// <param name="Description">The network.</param>
/// <param name="History">Its epochs.</param>
/// <param name="StopReason">Why it ended early, where it did.</param>
/// <param name="Cancelled">Whether Ctrl+C ended it.</param>
/// <param name="Exam">Loss and metrics on the test set.</param>
internal abstract record LessonRun(
    string Name, ModelDescription Description, Seq<Epoch> History, Option<string> StopReason, bool Cancelled, Evaluation Exam)
{
    /// <summary>How long its epochs took.</summary>
    public TimeSpan Duration => History.Fold(TimeSpan.Zero, (sum, epoch) => sum + epoch.Duration);
}

/// <summary>One training of a lesson, with the network that came of it.</summary>
internal sealed record LessonRun<T>(string Name, Fitted<T> Fitted, Evaluation Exam)
    : LessonRun(Name, T.Description, Fitted.History, Fitted.StopReason, Fitted.Cancelled, Exam) where T : class, IModel<T>;
