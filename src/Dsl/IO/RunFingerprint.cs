using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LanguageExt;

namespace ModelDsl;

/// <summary>What decides the bits of a run beside its numbers, by name: two runs that agree in it can go on from each other's checkpoints.</summary>
internal static class RunFingerprint
{
    // A schedule that is a function has no text: it is known by its values.
    private static readonly long[] ScheduleProbes = [0, 1, 10, 100, 1_000, 10_000, 100_000];

    /// <summary>The fingerprint. The number of epochs is no part of it: a run may be prolonged.</summary>
    public static HashMap<string, string> Of(ModelDescription model, Dataset train, FitOptions options) => LanguageExt.HashMap.create(
        ("model", model.Name),
        ("samples", Text(train.Count)),
        ("validation samples", options.Validation is { } held ? Text(held.Count) : "none"),
        ("sample weights", Weights(train)),
        ("validation weights", options.Validation is { } weighted ? Weights(weighted) : "none"),
        ("class weights", string.Join(" ", options.ClassWeights.OrderBy(w => w.Key).Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Key}: {w.Value:R}")))),
        ("batch size", Text(options.BatchSize)),
        ("seed", Text(options.Seed)),
        ("shuffle", options.Shuffle ? "yes" : "no"),
        ("engine", options.Engine.GetType().Name),
        ("optimizer", Invariant(options.Optimizer)),
        ("learning rates", string.Join(" ", ScheduleProbes.Select(s => options.Optimizer.LearningRate.At(s).ToString("R", CultureInfo.InvariantCulture)))),
        ("metrics", string.Join(" ", options.Metrics.Select(m => m.Name))),
        ("callbacks", string.Join(" ", options.Callbacks.Select(c => c.GetType().Name))));

    /// <summary>The weights of samples, known by their hash.</summary>
    private static string Weights(Dataset data)
    {
        if (!data.HasWeights) return "none";
        var weights = new float[data.Count];
        data.CopyWeights([.. Enumerable.Range(0, weights.Length)], weights);
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(weights)))[..16];
    }

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
