using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelDsl.Examples;

/// <summary>All numbers of a lesson, in the form of <c>results.json</c>.</summary>
internal sealed record LessonResults(SettingFigures Settings, IReadOnlyList<RunFigures> Runs)
{
    public static LessonResults Of(Lesson lesson, IEnumerable<LessonRun> runs) => new(
        new SettingFigures(lesson.Settings.Epochs, lesson.Settings.BatchSize, lesson.Settings.Seed), [.. runs.Select(RunFigures.Of)]);

    /// <summary>Returns the file's bytes: JSON with names in snake_case.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LessonResultsJson.Default.LessonResults);
}

/// <summary>A training.</summary>
/// <param name="Name">Its name in the lesson.</param>
/// <param name="Parameters">Number of learned parameters.</param>
/// <param name="Epochs">The metrics of the completed epochs, by Keras's names, exactly as <c>Fit</c> returned them.</param>
/// <param name="Test">Loss and metrics on the test set.</param>
/// <param name="Seconds">Duration of the epochs in seconds.</param>
/// <param name="StopReason">The reason for an early end; null if there was none.</param>
/// <param name="Interrupted">True if Ctrl+C ended it.</param>
internal sealed record RunFigures(
    string Name, int Parameters, IReadOnlyList<IReadOnlyDictionary<string, double>> Epochs, IReadOnlyDictionary<string, double> Test,
    double Seconds, string? StopReason, bool Interrupted)
{
    public static RunFigures Of(LessonRun run) => new(
        run.Name, run.Description.ParameterCount, [.. run.History.Map(epoch => ByName(epoch.Figures))],
        ByName(run.Exam.Metrics.Prepend(new MetricValue("loss", run.Exam.Loss))),
        run.Duration.TotalSeconds, run.StopReason.MatchUnsafe(reason => reason, () => null), run.Cancelled);

    private static Dictionary<string, double> ByName(IEnumerable<MetricValue> figures) => figures.ToDictionary(f => f.Name, f => f.Value);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(LessonResults))]
internal sealed partial class LessonResultsJson : JsonSerializerContext;
