using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Formatting;
using ModelDsl.Printing;

namespace ModelDsl.Training;

/// <summary>
/// Everything that decides the bits of a run besides the numbers of a checkpoint, by name. Two runs with equal fingerprints can resume from
/// each other's checkpoints.
/// </summary>
/// <remarks>
/// Values that decide no bit are not included: the number of epochs, since a run may be extended; threads; the place of the samples;
/// callbacks that only look on.
/// </remarks>
internal static class RunFingerprint
{
    // A schedule that is a function has no text: it is recognized by its values.
    private static readonly long[] ToldSteps = [0, 1, 10, 100, 1_000, 10_000, 100_000];
    private const int CheckedSteps = 4096;

    /// <summary>Returns the fingerprint.</summary>
    /// <param name="model">The model at the start.</param>
    /// <param name="train">The training data.</param>
    /// <param name="options">The options.</param>
    public static HashMap<string, string> Of<T>(T model, Dataset train, FitOptions options) where T : class, IModel<T>
    {
        var description = T.Description;
        var engine = options.EngineInPrecision ?? options.Engine;
        IEnumerable<(string Name, string Text)> texts =
        [
            ("model", OptionTexts.TypeName(typeof(T))),
            ("loss", Loss(description)),
            .. description.Outputs.Map(output => ($"loss {output.Name}", Loss(description.Of(output)))),
            ("digest of layers and loss", description.Program.Length > 0 ? description.Program : OptionTexts.None),
            ("initial parameters", Initial(model.Parameters)),
            ("samples", Content(train)),
            ("validation samples", options.Validation is { } held ? Content(held) : OptionTexts.None),
            ("class weights", Weights(options.ClassWeights)),
            ("batch size", Text(options.BatchSize)),
            ("seed", Text(options.Seed)),
            ("trained layers", options.Train.Count == 0 ? "all" : string.Join(" ", options.Train.Order(StringComparer.Ordinal))),
            ("shuffle", options.Shuffle ? "yes" : "no"),
            ("engine", engine.Name),
            ("precision", options.Precision.ToString()),
            ("vector width", ReferenceEquals(engine, Engine.Reference) ? "any" : VectorWidth),
            .. description.Layers.Map(layer => ($"layer {layer.Name}", layer.Layer)),
            .. OptionTexts.Of("optimizer", options.Optimizer),
            ("digest of the optimizer's formula", options.Optimizer.FormulaDigest is { Length: > 0 } formula ? formula : OptionTexts.None),
            ("learning rates", Rates(options.Optimizer.LearningRate)),
            .. options.Metrics.SelectMany((metric, i) => OptionTexts.Of($"metric {Text(i + 1)}", metric)),
            .. options.Callbacks.Where(c => !c.OnlyLooksOn).SelectMany((c, i) => OptionTexts.OfCallback($"callback {Text(i + 1)}", c)),
        ];
        // A field may hide a field of its base type.
        return LanguageExt.HashMap.createRange(texts.GroupBy(t => t.Name).Select(g => (g.Key, string.Join(" and ", g.Select(t => t.Text)))));
    }

    /// <summary>Returns the differences of two fingerprints, one sentence each; for a value of another type only its type.</summary>
    /// <param name="stored">The checkpoint's.</param>
    /// <param name="own">The run's.</param>
    public static IEnumerable<string> Differences(HashMap<string, string> stored, HashMap<string, string> own)
    {
        var last = "\0";
        foreach (var name in stored.Keys.Concat(own.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var (before, now) = (stored.Find(name).IfNone(OptionTexts.None), own.Find(name).IfNone(OptionTexts.None));
            if (before == now || (name.StartsWith(last, StringComparison.Ordinal) && name[last.Length..] is ['.' or '[', ..])) continue;
            last = name;
            yield return $"its {FaultText.Clip(name)} is {FaultText.Clip(before)}, but this run's is {FaultText.Clip(now)}";
        }
    }

    /// <summary>The widest vectors that the CPU engine uses; the order of its sums depends on them.</summary>
    private static string VectorWidth => string.Create(CultureInfo.InvariantCulture,
        $"{(Vector512.IsHardwareAccelerated ? 512 : Vector.IsHardwareAccelerated ? 32 * Vector<float>.Count : 32)} bits");

    private static string Loss(ModelDescription model) =>
        $"{model.Loss}, {model.Reduction}" + (model.IgnoredClass is { } ignored ? $", without class {Text(ignored)}" : "");

    /// <summary>Returns the number of samples, and a check of their contents and labels.</summary>
    private static string Content(Dataset data) => string.Create(CultureInfo.InvariantCulture, $"{data.Count} (CRC-32C {data.ContentCheck():x8})");

    private static string Initial(Seq<Tensor> parameters)
    {
        var check = ~0u;
        foreach (var tensor in parameters) check = Crc32C.Add(check, MemoryMarshal.AsBytes<double>(tensor.ToDoubles()));
        return string.Create(CultureInfo.InvariantCulture, $"{parameters.Sum(p => (long)p.Shape.Size)} numbers (CRC-32C {~check:x8})");
    }

    private static string Weights(IReadOnlyDictionary<int, double> weights) => weights.Count == 0 ? OptionTexts.None : string.Join(
        ", ", weights.OrderBy(w => w.Key).Select(w => string.Create(CultureInfo.InvariantCulture, $"class {w.Key}: {w.Value:R}")));

    private static string Rates(LearningRate rate)
    {
        if (rate.IsConstant) return Number(rate.At(0));
        var values = Enumerable.Range(0, CheckedSteps).Select(i => (long)i).Concat(ToldSteps).Select(At).ToArray();
        var check = Crc32C.Of(MemoryMarshal.AsBytes<double>(values));
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(" ", ToldSteps.Select(s => Number(At(s))))} … (CRC-32C {check:x8})");

        // A schedule may have no rate for steps that the run does not reach.
        double At(long step)
        {
            try
            {
                return rate.At(step);
            }
            catch (Exception)
            {
                return double.NaN;
            }
        }
    }

    private static string Number(double value) => NumberText.Of(value);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
