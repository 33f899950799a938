using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Examples;

/// <summary>
/// A running lesson: its settings, its narrator, and the work that all lessons share: loading the data, training, saving the results.
/// </summary>
internal sealed record Lesson(RunSettings Settings, Narrator Narrator, CancellationToken Cancellation)
{
    /// <summary>True if Ctrl+C was pressed.</summary>
    public bool Interrupted => Cancellation.IsCancellationRequested;

    /// <summary>The progress bar in the terminal; empty if the narrator is quiet.</summary>
    public IReadOnlyList<Callback> Progress => Narrator.Quiet ? [] : [new ProgressBar(Narrator.Console.Profile.Out.Writer)];

    /// <summary>Loads Fashion-MNIST, and downloads it if it is missing.</summary>
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

    /// <summary>Splits the training images into two parts, with pixels from 0 to 1.</summary>
    /// <param name="train">Images whose pixels are bytes.</param>
    /// <param name="validation">Share of the images for validation.</param>
    public Fin<Parts> SplitScaled(Dataset train, double validation = 0.2) =>
        train | Scale(1 / 255f) | Split(validation, Settings.Seed);

    /// <summary>Returns the options of the command line. A lesson adds its optimizer and its callbacks.</summary>
    public FitOptions Options(Dataset? validation = null) => new()
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

    /// <summary>Trains a network, and evaluates it on the test set.</summary>
    /// <param name="name">Its name in tables and plots.</param>
    /// <param name="model">The untrained network.</param>
    /// <param name="train">The training data.</param>
    /// <param name="test">The test set, scaled like the training data.</param>
    /// <param name="options">The options of the training; the test uses its metrics.</param>
    public Fin<LessonRun<T>> Train<T>(string name, T model, Dataset train, Dataset test, FitOptions options) where T : class, IModel<T> =>
        from fitted in model.Fit(train, options)
        from exam in fitted.Model.Evaluate(test, options.Metrics)
        select new LessonRun<T>(name, fitted, exam);

    /// <summary>Returns a training that runs when it is called.</summary>
    /// <inheritdoc cref="Train" path="/param"/>
    public Func<Fin<LessonRun>> Plan<T>(
        string name, T model, Dataset train, Dataset test, FitOptions options) where T : class, IModel<T> => () =>
    {
        Narrator.Say($"{name}: {T.Description.ParameterCount:N0} parameters");
        return Train(name, model, train, test, options).Map(static run => (LessonRun)run);
    };

    /// <summary>Runs several trainings, one after the other. Ctrl+C ends the current one and skips the others.</summary>
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
                Narrator.Conclude($"Interrupted in '{made.Name}' after {made.History.Count} epochs. The lesson goes on with the network as it is now.");
                break;
            }
        }
        return runs;
    }

    /// <summary>Saves all numbers and prints the conclusion.</summary>
    /// <param name="output">The folder of the lesson's files.</param>
    /// <param name="runs">The lesson's trainings.</param>
    /// <param name="lines">The conclusion.</param>
    public Fin<Unit> Conclude(OutputFolder output, IEnumerable<LessonRun> runs, params IEnumerable<string> lines)
    {
        output.Save("results.json", LessonResults.Of(this, runs).ToJson());
        foreach (var line in lines) Narrator.Conclude(line);
        Narrator.Conclude($"Saved in {output.Path}: {string.Join(", ", output.Saved)}.");
        return output.Close();
    }
}

/// <summary>One training of a lesson.</summary>
/// <param name="Name">Its name in tables and plots.</param>
/// <param name="Description">The network.</param>
/// <param name="History">Its epochs.</param>
/// <param name="StopReason">The reason for an early end, if there was one.</param>
/// <param name="Cancelled">True if Ctrl+C ended it.</param>
/// <param name="Exam">Loss and metrics on the test set.</param>
internal abstract record LessonRun(
    string Name, ModelDescription Description, Seq<Epoch> History, Option<string> StopReason, bool Cancelled, Evaluation Exam)
{
    /// <summary>The total duration of its epochs.</summary>
    public TimeSpan Duration => History.Fold(TimeSpan.Zero, (sum, epoch) => sum + epoch.Duration);
}

/// <summary>One training of a lesson, with the trained network.</summary>
internal sealed record LessonRun<T>(string Name, Fitted<T> Fitted, Evaluation Exam)
    : LessonRun(Name, T.Description, Fitted.History, Fitted.StopReason, Fitted.Cancelled, Exam) where T : class, IModel<T>;
