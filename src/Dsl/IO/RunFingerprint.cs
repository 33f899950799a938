using System.Globalization;
using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>What decides the bits of a run beside its numbers, by name: two runs that agree in it can go on from each other's checkpoints.</summary>
internal static class RunFingerprint
{
    // A schedule that is a function has no text: it is known by its values.
    private static readonly long[] ScheduleProbes = [0, 1, 10, 100, 1_000, 10_000, 100_000];

    /// <summary>The fingerprint. The number of epochs is no part of it: a run may be prolonged.</summary>
    public static HashMap<string, string> Of(ModelDescription model, Dataset train, FitOptions options) => LanguageExt.HashMap.create(
        ("model", model.Name),
        ("samples", Content(train)),
        ("validation samples", options.Validation is { } held ? Content(held) : "none"),
        ("class weights", string.Join(" ", options.ClassWeights.OrderBy(w => w.Key).Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Key}: {w.Value:R}")))),
        ("batch size", Text(options.BatchSize)),
        ("seed", Text(options.Seed)),
        ("trained layers", options.Train.Count == 0 ? "all" : string.Join(" ", options.Train)),
        ("shuffle", options.Shuffle ? "yes" : "no"),
        ("engine", options.EngineInPrecision is IDeviceEngine device ? device.Name : options.Engine.GetType().Name),
        ("optimizer", Invariant(options.Optimizer)),
        ("learning rates", string.Join(" ", ScheduleProbes.Select(s => options.Optimizer.LearningRate.At(s).ToString("R", CultureInfo.InvariantCulture)))),
        ("metrics", string.Join(" ", options.Metrics.Select(m => m.Name))),
        ("callbacks", string.Join(" ", options.Callbacks.Select(c => c.GetType().Name))));

    /// <summary>How many samples, and a check of what they and their labels are.</summary>
    private static string Content(Dataset data) => string.Create(CultureInfo.InvariantCulture, $"{data.Count} (CRC-32C {data.ContentCheck():x8})");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    // A record writes its numbers in the culture of the moment.
    private static string Invariant(Optimizer optimizer)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return optimizer.ToString();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
