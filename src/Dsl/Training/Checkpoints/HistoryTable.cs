using LanguageExt;

namespace ModelDsl.Training;

/// <summary>
/// A history as a table of numbers, one row for each epoch: loss, learning rate, seconds, metrics; then validation loss and metrics.
/// </summary>
internal static class HistoryTable
{
    private const int Fixed = 3;

    /// <summary>Returns the number of columns for a run's options.</summary>
    public static int Columns(FitOptions options) =>
        Fixed + options.Metrics.Count + (options.Validation is null ? 0 : 1 + options.Metrics.Count);

    public static Tensor Write(Seq<Epoch> history, FitOptions options) => Tensor.Create(
        [history.Count, Columns(options)],
        history.SelectMany(e => (double[])
            [e.Loss, e.LearningRate, e.Duration.TotalSeconds, .. e.Metrics.Map(m => m.Value),
             .. e.Validation.ToSeq().SelectMany(v => (double[])[v.Loss, .. v.Metrics.Map(m => m.Value)])]).ToArray(),
        Engine.Reference);

    /// <summary>Returns whether its losses, learning rates and seconds are numbers that a run can have.</summary>
    public static bool CanBe(Tensor table, FitOptions options) => table.ToDoubles().Chunk(Columns(options)).All(
        row => double.IsFinite(row[0]) && CanBe(row[1], row[2]));

    /// <summary>Returns whether these are a valid learning rate and duration in seconds.</summary>
    public static bool CanBe(double rate, double seconds) =>
        double.IsFinite(rate) && rate >= 0 && seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds;

    public static Seq<Epoch> Read(Tensor table, FitOptions options) => table.ToDoubles()
        .Chunk(Columns(options))
        .Select((row, i) => new Epoch(
            i + 1, row[0], Metrics(row[Fixed..], options),
            options.Validation is null
                ? Option<Evaluation>.None
                : new Evaluation(row[Fixed + options.Metrics.Count], Metrics(row[(Fixed + options.Metrics.Count + 1)..], options)),
            TimeSpan.FromSeconds(row[2]), row[1]))
        .ToSeq().Strict();

    private static Seq<MetricValue> Metrics(double[] values, FitOptions options) =>
        options.Metrics.Select((metric, i) => new MetricValue(metric.Name, values[i])).ToSeq().Strict();
}
