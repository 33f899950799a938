using LanguageExt;

/// <summary>
/// The model that answers requests. A model never changes, so any number of requests may use it at once, and one assignment replaces it:
/// a request ends on the model with which it began.
/// </summary>
internal sealed class CurrentModel(string file, ILogger<CurrentModel> log)
{
    private volatile Version? version;
    private volatile string? fault;
    private (DateTime Written, long Length) seen;

    /// <summary>What the service says of itself.</summary>
    public Health Health => new(Now.Number, Now.Since, fault);

    private Version Now => version ?? throw new InvalidOperationException("There is no model yet: call LoadOrTrain first.");

    /// <summary>Loads the model's file. If there is none, trains a model on a table and saves it.</summary>
    /// <param name="table">The path of the table.</param>
    public void LoadOrTrain(string table)
    {
        if (!File.Exists(file)) Train(table).ThrowIfFail();
        seen = Stamp();
        version = new(PenguinModel.Load(file).ThrowIfFail(), 1, DateTimeOffset.Now);
    }

    /// <summary>
    /// Reads the file again if it has changed. A file that is broken, or of another model, is refused, and the present model stays.
    /// </summary>
    public void ReloadIfChanged()
    {
        var stamp = Stamp();
        if (stamp == seen) return;
        seen = stamp;
        PenguinModel.Load(file).Match(
            Succ: newer =>
            {
                version = new(newer, Now.Number + 1, DateTimeOffset.Now);
                fault = null;
                log.LogInformation("Model {Number} was read from {File}.", Now.Number, file);
            },
            Fail: error =>
            {
                fault = error.Message;
                log.LogError("The newer file was refused: {Reason}", fault);
            });
    }

    /// <summary>Predicts the species of a penguin, or says what is wrong with it.</summary>
    public Fin<Answer> Predict(Penguin penguin)
    {
        var now = Now;
        return now.Model.Predict(penguin).Map(prediction => new Answer(
            prediction.Value, prediction.Probabilities.ToDictionary(one => $"{one.Class}", one => one.Probability), now.Number));
    }

    private Fin<Unit> Train(string table) =>
        from rows in Csv.Load<Penguin>(table)
        from fitted in PenguinModel.Initialize(seed: 42).Fit(rows, new FitOptions
        {
            Epochs = 30,
            BatchSize = 16,
            Seed = 42,
            Optimizer = new Adam(0.005),
        })
        from saved in fitted.Model.Save(file)
        select saved;

    private (DateTime, long) Stamp() => new FileInfo(file) is { Exists: true } there ? (there.LastWriteTimeUtc, there.Length) : default;

    private sealed record Version(PenguinModel Model, int Number, DateTimeOffset Since);
}

/// <summary>Looks at the model's file each second.</summary>
internal sealed class FileWatch(CurrentModel current) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken)) current.ReloadIfChanged();
    }
}
