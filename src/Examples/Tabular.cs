using System.CommandLine;
using LanguageExt;
using LanguageExt.Common;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>
/// The lesson on tables. A row is a record, and the model takes rows: four tables that everybody knows, and one with missing values and
/// categories.
/// </summary>
internal sealed class Tabular(Lesson lesson)
{
    private const int Folds = TableTraining.Folds;
    private const int Shown = 3;

    private readonly Narrator narrator = lesson.Narrator;
    private readonly int seed = lesson.Settings.Seed;
    private readonly List<TableScore> scores = [];

    /// <summary>The command <c>table</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "table", "Learns from rows of tables: flowers, wines, tumors, patients, and bookings with missing values.", epochs: TableTraining.Epochs, Tell, needsData: false);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) => new Tabular(lesson).Tell();

    private Fin<Unit> Tell() =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from iris in Irises()
        from wine in Wines()
        from cancer in Tumors()
        from diabetes in Patients()
        from booking in BookingsOf(output)
        let compared = ShowScores()
        from end in Conclude(output, [iris, wine, cancer, diabetes, booking])
        select end;

    private Fin<LessonRun> Irises() =>
        from rows in Begin<Flower>("Iris: which species?", "iris.csv", "A flower has four measures. The label is an enum, so a prediction is a member of it.")
        from score in IrisModel.CrossValidate(rows, Options(Metric.Accuracy), Folds, stratified: true)
        from parts in rows.Split(validation: 0.2, seed)
        from fitted in IrisModel.Initialize(seed).Fit(parts.Train, Options(Metric.Accuracy))
        from exam in fitted.Model.Evaluate(parts.Validation, Metric.Accuracy)
        from answers in fitted.Model.Predict(parts.Validation.Take(Shown))
        let told = Report("iris", rows.Count, IrisModel.Description, score, Answers(answers, parts.Validation.Select(row => $"{row.Species}")))
        select (LessonRun)new LessonRun<IrisModel>("iris", fitted, exam);

    private Fin<LessonRun> Wines() =>
        from rows in Begin<Wine>("Wine: which cultivar?", "wine.csv", "Thirteen numbers of very different sizes, each normalized by what the training rows say.")
        from score in WineModel.CrossValidate(rows, Options(Metric.Accuracy), Folds, stratified: true)
        from parts in rows.Split(validation: 0.2, seed)
        from fitted in WineModel.Initialize(seed).Fit(parts.Train, Options(Metric.Accuracy))
        from exam in fitted.Model.Evaluate(parts.Validation, Metric.Accuracy)
        from answers in fitted.Model.Predict(parts.Validation.Take(Shown))
        let told = Report("wine", rows.Count, WineModel.Description, score, Answers(answers, parts.Validation.Select(row => row.Cultivar)))
        select (LessonRun)new LessonRun<WineModel>("wine", fitted, exam);

    private Fin<LessonRun> Tumors() =>
        from rows in Begin<CellImage>("Tumors: benign or malignant?", "breast-cancer.csv", "Ten measures, three times: a record in a record brings its columns.")
        from score in CancerModel.CrossValidate(rows, Options(Metric.Accuracy), Folds, stratified: true)
        from parts in rows.Split(validation: 0.2, seed)
        from fitted in CancerModel.Initialize(seed).Fit(parts.Train, Options(Metric.Accuracy))
        from exam in fitted.Model.Evaluate(parts.Validation, Metric.Accuracy)
        from answers in fitted.Model.Predict(parts.Validation.Take(Shown))
        let told = Report("breast cancer", rows.Count, CancerModel.Description, score, Answers(answers, parts.Validation.Select(row => $"{row.Diagnosis}")))
        select (LessonRun)new LessonRun<CancerModel>("breast cancer", fitted, exam);

    private Fin<LessonRun> Patients() =>
        from rows in Begin<Patient>("Diabetes: how far after a year?", "diabetes.csv", "The answer is a number. It is normalized for training, and predicted in its own units.")
        from score in DiabetesModel.CrossValidate(rows, Options(Metric.R2Score), Folds)
        from parts in rows.Split(validation: 0.2, seed)
        from fitted in DiabetesModel.Initialize(seed).Fit(parts.Train, Options(Metric.R2Score))
        from exam in fitted.Model.Evaluate(parts.Validation, Metric.R2Score)
        from answers in fitted.Model.Predict(parts.Validation.Take(Shown))
        let told = Report("diabetes", rows.Count, DiabetesModel.Description, score, Answers(answers, parts.Validation.Select(row => $"{row.Progression}")))
        select (LessonRun)new LessonRun<DiabetesModel>("diabetes", fitted, exam);

    private Fin<LessonRun> BookingsOf(OutputFolder output)
    {
        output.Save("bookings.csv", Booking.ToCsv(Booking.Draw(TableTraining.Bookings, seed)));
        return
            from rows in Csv.Load<Booking>(output.PathOf("bookings.csv"))
            let begun = Begin("Bookings: who cancels?", rows, "A table that we made, bookings.csv: numbers, some of them missing, categories, words and dates.")
            from score in BookingModel.CrossValidate(rows, Options(Metric.Accuracy), Folds, stratified: true)
            from parts in rows.Split(validation: 0.2, seed)
            from fitted in BookingModel.Initialize(seed).Fit(parts.Train, Options(Metric.Accuracy))
            let model = fitted.Model
            from exam in model.Evaluate(parts.Validation, Metric.Accuracy)
            from answers in model.Predict(parts.Validation.Take(Shown))
            let told = Report("bookings", rows.Count, BookingModel.Description, score, Answers(answers, parts.Validation.Select(row => $"{row.Cancelled}")))
            let columns = ShowColumns(model)
            from held in model.Encode(parts.Validation)
            from importance in model.PermutationImportance(held, Metric.Accuracy)
            let shown = ShowImportance(importance)
            from kept in Keep(model, parts.Validation, output)
            select (LessonRun)new LessonRun<BookingModel>("bookings", fitted, exam);
    }

    private FitOptions Options(Metric metric) =>
        lesson.Options() with { Optimizer = new Adam(TableTraining.Rate), Metrics = [metric], Callbacks = [] };

    /// <summary>Reads a table of the folder Tables, and begins its chapter.</summary>
    private Fin<Table<TRow>> Begin<TRow>(string title, string file, string sentence) where TRow : IFeatures<TRow> =>
        Csv.Load<TRow>(Path.Combine(AppContext.BaseDirectory, "Tables", file)).Map(rows => Begin(title, rows, sentence));

    private Table<TRow> Begin<TRow>(string title, Table<TRow> rows, string sentence) where TRow : IFeatures<TRow>
    {
        narrator.Begin(title);
        narrator.Say($"{rows.Count:N0} rows. {sentence}");
        return rows;
    }

    /// <summary>Tells how good a model is, and what it says about rows that it was not trained on.</summary>
    private Unit Report(string name, int rows, ModelDescription model, CrossValidation validation, IEnumerable<string> answers)
    {
        var score = new TableScore(name, rows, model, validation);
        scores.Add(score);
        narrator.Say($"Cross-validation of {Folds} folds: {score.Figure} {score.Value} on the rows held out, in {FigureText.Of(validation.Duration)}.");
        narrator.Say("A model of four fifths of the rows, asked about three of the others:");
        foreach (var answer in answers) narrator.Say("  " + answer);
        return Unit.Default;
    }

    private static IEnumerable<string> Answers<T>(Seq<Prediction<T>> predictions, IEnumerable<string?> truths) => predictions.Zip(
        truths, (prediction, truth) => prediction.Probability.Match(Some: p => $"{prediction.Value}, {p:P1}", None: () => $"{prediction.Value:F0}") + $"; right is {truth}");

    private Unit ShowColumns(BookingModel model)
    {
        narrator.Say("A row becomes these numbers; means, medians and the list of countries were learnt from training rows alone:");
        narrator.Say(string.Join(", ", model.Encoder!.Columns) + ".");
        return Unit.Default;
    }

    private Unit ShowImportance(PermutationImportance importance)
    {
        narrator.Say("How much accuracy is lost if a column is shuffled among the held-out rows. Lead, channel and price decide, as we made it:");
        narrator.Show(importance.ToTable());
        return Unit.Default;
    }

    /// <summary>Saves a model, loads it, and checks that it predicts the same.</summary>
    private Fin<Unit> Keep(BookingModel model, Table<Booking> rows, OutputFolder output) =>
        from saved in model.Save(output.PathOf("bookings.safetensors"))
        from loaded in BookingModel.Load(output.PathOf("bookings.safetensors"))
        from before in model.Predict(rows)
        from after in loaded.Predict(rows)
        from same in before == after ? Fin<Unit>.Succ(Unit.Default) : Error.New("The loaded model predicts something else than the saved one.")
        let told = Told(output, rows.Count)
        select told;

    private Unit Told(OutputFolder output, int rows)
    {
        output.AlreadySaved("bookings.safetensors");
        narrator.Say($"bookings.safetensors is the whole model, with all that it learnt of columns. Loaded again, it predicts the same for all {rows:N0} held-out rows.");
        return Unit.Default;
    }

    private Unit ShowScores()
    {
        narrator.Begin("Side by side");
        var table = StoryTables.Of(("table", false), ("rows", true), ("numbers", true), ("weights", true), ("5 folds", true), ("time", true));
        foreach (var score in scores)
        {
            table.AddRow(score.Name, $"{score.Rows:N0}", $"{score.Model.InputShape.Size}", $"{score.Model.ParameterCount:N0}",
                $"[bold]{score.Value}[/]", FigureText.Of(score.Validation.Duration));
        }
        narrator.Show(table);
        narrator.Say("The figure is accuracy; for diabetes it is R², the share of the variance that is explained. The first time contains the compilation of code.");
        return ShowPeers();
    }

    /// <summary>
    /// Shows what other libraries reached in the same folds. They are no part of the examples, so their figures are recorded.
    /// </summary>
    private Unit ShowPeers()
    {
        var peers = RecordedPeers.Read();
        var sides = peers.Tables[0].Sides.Select(side => side.Name).ToArray();
        var table = StoryTables.Of([("table", false), .. sides.Select(side => (side, true))]);
        foreach (var one in peers.Tables)
            table.AddRow([one.Table, .. one.Sides.Select(side => $"[bold]{FigureText.Of(side.Figure)}[/] {FigureText.Of(TimeSpan.FromSeconds(side.Seconds))}")]);
        narrator.Show(table);
        narrator.Say($"The same five folds in three libraries, one thread each: figure, and time of all five trainings. Recorded on {peers.Date} on {peers.Machine}. `bash bench.sh TABLE` compares on this machine.");
        return Unit.Default;
    }

    private Fin<Unit> Conclude(OutputFolder output, IReadOnlyList<LessonRun> runs) => lesson.Conclude(output, runs,
        scores.Select(score => $"{score.Name}: {score.Figure} {score.Value} in {Folds} folds, {FigureText.Of(score.Validation.Duration)}."));

    /// <summary>The result of a table's cross-validation.</summary>
    private sealed record TableScore(string Name, int Rows, ModelDescription Model, CrossValidation Validation)
    {
        /// <summary>The name of the figure.</summary>
        public string Figure => Validation.Folds[0].Held.Metrics[0].Name == "accuracy" ? "accuracy" : "R²";

        /// <summary>Mean and deviation.</summary>
        public string Value => $"{FigureText.Of(Validation.Mean)} ± {FigureText.Of(Validation.Deviation)}";
    }
}
