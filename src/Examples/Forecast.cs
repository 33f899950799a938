using System.CommandLine;
using LanguageExt;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>A day of births.csv. The day of the week and the day of the year are places on circles.</summary>
/// <param name="Date">The day.</param>
/// <param name="Births">Births in the United States on this day.</param>
[Features]
public sealed partial record BirthDay(
    [Date(DateParts.DayOfWeek | DateParts.DayOfYear)] DateOnly Date,
    [Normalize] float Births);

/// <summary>A linear forecast: each day ahead is a weighted sum of all numbers of the window.</summary>
[Model(Forecast.Past, Forecast.Numbers), MeanAbsoluteError]
public sealed partial record LinearForecast(
    [Flatten] Flatten Window,
    [Dense(Forecast.Ahead)] Dense Days);

/// <summary>The same with a hidden layer.</summary>
[Model(Forecast.Past, Forecast.Numbers), MeanAbsoluteError]
public sealed partial record HiddenForecast(
    [Flatten] Flatten Window,
    [Dense(64, Activation.Relu)] Dense Hidden,
    [Dense(Forecast.Ahead)] Dense Days);

/// <summary>A memory goes through the window, one day after the other.</summary>
[Model(Forecast.Past, Forecast.Numbers), MeanAbsoluteError]
public sealed partial record GruForecast(
    [GRU(32)] GRU Memory,
    [Dense(Forecast.Ahead)] Dense Days);

/// <summary>
/// The lesson on series: how many children will be born in each of the next seven days? Four weeks are known. The rows of a CSV file become
/// steps, and windows of steps become samples.
/// </summary>
internal static class Forecast
{
    /// <summary>Days of a window.</summary>
    public const int Past = 28;

    /// <summary>Days of a forecast.</summary>
    public const int Ahead = 7;

    /// <summary>Numbers of a day: sine and cosine of the day of the week and of the day of the year, and the births.</summary>
    public const int Numbers = 5;

    private const string Births = nameof(BirthDay.Births);
    private const double Newest = 0.2;
    private const int ShownWeeks = 8;

    /// <summary>The command <c>forecast</c>.</summary>
    public static Command Command() => LessonCommand.Of(
        "forecast", "Forecasts a week of a daily series from the four weeks before it.", epochs: 30, Tell, needsData: false);

    /// <summary>Runs the lesson, in order.</summary>
    public static Fin<Unit> Tell(Lesson lesson) => Tell(lesson, int.MaxValue);

    /// <summary>Runs the lesson with fewer days.</summary>
    public static Fin<Unit> Tell(Lesson lesson, int days) =>
        from output in OutputFolder.Open(lesson.Settings.Out)
        from all in Csv.Load<BirthDay>(Path.Combine(AppContext.BaseDirectory, "Tables", "births.csv"))
        let table = all.Take(Math.Min(days, all.Count))
        let learned = table.Take((int)(table.Count * (1 - 2 * Newest)))
        from encoder in FeatureEncoder<BirthDay>.Learn(learned)
        from steps in encoder.Encode(table)
        from parts in Windows(steps)
        let scale = Deviation(learned)
        let task = ShowTask(lesson.Narrator, table, parts, scale)
        from runs in TrainAll(lesson, parts)
        let curves = ShowCurves(lesson.Narrator, runs, output)
        from weeks in ShowWeeks(lesson.Narrator, runs, table, parts.Test, scale, output)
        from end in Conclude(lesson, parts, scale, runs, output)
        select end;

    /// <summary>Cuts the steps in the order of time, and makes windows of each part. So no window holds a day of two parts.</summary>
    private static Fin<Windowed> Windows(Dataset steps) =>
        from cut in steps | Split(2 * Newest, shuffle: false)
        from newest in cut.Validation | Split(0.5, shuffle: false)
        from train in cut.Train | Functions.Windows(Past, Ahead, targets: Births)
        from parts in newest | Both(Functions.Windows(Past, Ahead, targets: Births))
        select new Windowed(train, parts.Train, parts.Validation);

    private static Unit ShowTask(Narrator narrator, Table<BirthDay> table, Windowed parts, double scale)
    {
        narrator.Begin("Rows become windows");
        narrator.Say(
            $"births.csv has {table.Count:N0} days, each with the number of children that were born in the United States. The last week of it:");
        var days = StoryTables.Of(("date", false), ("day", false), ("births", true));
        foreach (var day in table.Skip(table.Count - Ahead))
            days.AddRow($"{day.Date:yyyy-MM-dd}", $"{day.Date.DayOfWeek}", FormattableString.Invariant($"{day.Births:N0}"));
        narrator.Show(days);
        narrator.Say(
            $"A sample is a window of {Past} days; its targets are the births of the next {Ahead}. {parts.Train.Count:N0} windows of the oldest days " +
            $"train, {parts.Validation.Count:N0} newer ones validate, and the newest {parts.Test.Count:N0} test: whoever forecasts knows the past only.");
        narrator.Say($"To say that each day will be like the same day of last week misses by {scale * LastWeek(parts.Test):N0} births a day.");
        return Unit.Default;
    }

    private static Fin<Seq<LessonRun>> TrainAll(Lesson lesson, Windowed parts)
    {
        lesson.Narrator.Begin("Training");
        lesson.Narrator.Say(
            "A linear forecast, one with a hidden layer, and a recurrent layer. The loss is the mean absolute error, so that a few holidays do not " +
            "count more than all other days. Each stops if the newer windows have brought no progress for five epochs.");
        var (seed, options) = (lesson.Settings.Seed, lesson.Options(parts.Validation) with
        {
            Optimizer = new Adam(0.002),
            Metrics = [Metric.R2Score],
            Callbacks = [.. lesson.Progress, new EarlyStopping(patience: 5, restoreBestWeights: true)],
        });
        return lesson.TrainAll(
            lesson.Plan("linear", LinearForecast.Initialize(seed), parts.Train, parts.Test, options),
            lesson.Plan("hidden layer", HiddenForecast.Initialize(seed), parts.Train, parts.Test, options),
            lesson.Plan("GRU", GruForecast.Initialize(seed), parts.Train, parts.Test, options));
    }

    private static Unit ShowCurves(Narrator narrator, IEnumerable<LessonRun> runs, OutputFolder output)
    {
        narrator.Begin("Side by side");
        narrator.Show(RunTable.Of("network", "loss", runs));
        output.Save("curves.png", CurvePanels.ToPng(
            TrainingCurves.Panel("Mean absolute error, in deviations: smaller is better", "loss", runs, training: true)));
        return Unit.Default;
    }

    /// <summary>Forecasts the last weeks, each from the four before it.</summary>
    private static Fin<Unit> ShowWeeks(
        Narrator narrator, Seq<LessonRun> runs, Table<BirthDay> table, Dataset test, double scale, OutputFolder output)
    {
        int[] weeks = [.. Enumerable.Range(1, ShownWeeks).Select(back => test.Count - 1 - (ShownWeeks - back) * Ahead).Where(i => i >= 0)];
        var best = runs.OrderBy(run => run.Exam.Loss).First();
        narrator.Begin("The last weeks");
        narrator.Say(
            $"weeks.png: the last {weeks.Length} weeks as they were, and as '{best.Name}' forecast each of them from the four weeks before it. " +
            "Fewer children are born at weekends and on holidays.");
        var mean = table.Take((int)(table.Count * (1 - 2 * Newest))).Average(day => (double)day.Births);
        return Predicted(best, test).Map(forecast =>
        {
            output.Save("weeks.png", CurvePanels.ToPng(new CurvePanel("Births a day", "births",
                [
                    new Curve("as it was", Shown(Targets(test)), 0), new Curve($"forecast of '{best.Name}'", Shown(forecast), 1, Dashed: true),
                ])
            { Step = "day" }));
            return Unit.Default;
        });

        double[] Shown(float[] numbers) =>
            [.. weeks.SelectMany(week => numbers.Skip(week * Ahead).Take(Ahead)).Select(z => mean + scale * z)];
    }

    private static Fin<float[]> Predicted(LessonRun run, Dataset test) => run switch
    {
        LessonRun<LinearForecast> linear => linear.Fitted.Model.Predict(test).Map(days => days.ToArray()),
        LessonRun<HiddenForecast> hidden => hidden.Fitted.Model.Predict(test).Map(days => days.ToArray()),
        _ => ((LessonRun<GruForecast>)run).Fitted.Model.Predict(test).Map(days => days.ToArray()),
    };

    private static Fin<Unit> Conclude(Lesson lesson, Windowed parts, double scale, Seq<LessonRun> runs, OutputFolder output)
    {
        lesson.Narrator.Begin("How far off?");
        return lesson.Conclude(output, runs,
        [
            $"as last week: {scale * LastWeek(parts.Test):N0} births a day.",
            .. runs.Map(run => $"{run.Name}: {scale * run.Exam.Loss:N0} births a day, " +
                $"{run.Description.ParameterCount:N0} parameters, {run.History.Count} epochs, {FigureText.Of(run.Duration)}."),
        ]);
    }

    /// <summary>Returns the mean absolute error of the same days of last week, in deviations.</summary>
    private static double LastWeek(Dataset windows)
    {
        var column = windows.Features.First(feature => feature.Name == $"{Births} t").First;
        var (window, targets, sum) = (new float[Past * Numbers], Targets(windows), 0.0);
        for (var i = 0; i < windows.Count; i++)
        {
            windows.CopySamples([i], window);
            for (var day = 0; day < Ahead; day++)
                sum += Math.Abs(targets[i * Ahead + day] - window[column - (Ahead - 1 - day) * Numbers]);
        }
        return sum / targets.Length;
    }

    private static float[] Targets(Dataset windows)
    {
        var targets = new float[windows.Count * Ahead];
        windows.CopyTargets([.. Enumerable.Range(0, windows.Count)], targets);
        return targets;
    }

    /// <summary>Returns the standard deviation that <c>[Normalize]</c> divides by.</summary>
    private static double Deviation(IReadOnlyCollection<BirthDay> days)
    {
        var mean = days.Average(day => (double)day.Births);
        return Math.Sqrt(days.Average(day => (day.Births - mean) * (day.Births - mean)));
    }

    /// <summary>Windows of three parts, the oldest days first.</summary>
    private sealed record Windowed(Dataset Train, Dataset Validation, Dataset Test);
}
