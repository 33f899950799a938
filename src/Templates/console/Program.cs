// Trains a model on penguins.csv, saves it, and asks it about a new penguin. It takes about a second.
const string file = "penguins.safetensors";

var run =
    from rows in Csv.Load<Penguin>(Path.Combine(AppContext.BaseDirectory, "penguins.csv"))
    from parts in rows.Split(validation: 0.2, seed: 42)
    from fitted in PenguinModel.Initialize(seed: 42).Fit(parts.Train, new FitOptions
    {
        Epochs = 40,
        BatchSize = 16,
        Seed = 42,
        Optimizer = new Adam(0.005),
        Metrics = [Metric.Accuracy],
        Callbacks = [new EarlyStopping(patience: 5)],
    }, parts.Validation)
    from saved in fitted.Model.Save(file)
    from answer in fitted.Model.Predict(new Penguin(Island.Dream, 49.5f, 19, 200, 3800, Sex.Male))
    select (fitted.History, answer);

// A result is a value: the answer, or an error that says what to do.
return run.Match(
    Succ: result =>
    {
        Console.WriteLine($"{result.History.Count} epochs, validation accuracy {result.History.Last.ValidationAccuracy:P1}, saved as {file}");
        Console.WriteLine($"The new penguin: {result.answer}");
        return 0;
    },
    Fail: error =>
    {
        Console.Error.WriteLine(error.Message);
        return 1;
    });
