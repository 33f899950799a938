using System.Globalization;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>
/// A run between two epochs, as one safetensors file: parameters, the optimizer's slots (<c>optimizer/velocity</c>), the state of callbacks
/// (<c>callback/0/EarlyStopping/best</c>), the history; in the metadata the position and the fingerprint of the run.
/// </summary>
/// <param name="Epoch">Number of epochs made.</param>
/// <param name="Step">Number of updates made.</param>
/// <param name="StopReason">Why a callback asked to stop, where one did.</param>
/// <param name="LearningRate">The learning rate that callbacks set, where one did.</param>
/// <param name="Fingerprint">What a run must have in common with this one to go on from it, by name.</param>
/// <param name="Tensors">All numbers, by name, in double precision.</param>
/// <remarks>
/// The order of samples and what is random in a step depend on seed, epoch and step alone, so no state of a generator is kept.
/// </remarks>
internal sealed record Checkpoint(
    int Epoch, long Step, Option<string> StopReason, double? LearningRate, HashMap<string, string> Fingerprint, Seq<NamedTensor> Tensors)
{
    private const string Prefix = "run/";
    private const string RateName = "learning_rate";

    /// <summary>Writes it whole or not at all.</summary>
    public Fin<Unit> Write(string path) => Safetensors.WriteExactly(path, new SafetensorsFile(
        Tensors,
        LanguageExt.HashMap.createRange(Fingerprint.Select(p => (Prefix + p.Key, p.Value)))
            .Add("epoch", Epoch.ToString(CultureInfo.InvariantCulture))
            .Add("step", Step.ToString(CultureInfo.InvariantCulture))
            .AddRange(StopReason.Map(reason => ("stop_reason", reason)).ToSeq())
            .AddRange(Prelude.Optional(LearningRate).Map(rate => (RateName, rate.ToString("R", CultureInfo.InvariantCulture))).ToSeq())));

    /// <summary>Reads one that a run with this fingerprint and tensors of these shapes can go on from; an error says what differs.</summary>
    public static Fin<Checkpoint> Read(string path, HashMap<string, string> fingerprint, Seq<(string Name, Shape Shape)> expected) =>
        from file in Safetensors.ReadDoubles(path)
        from checkpoint in Match(path, file, fingerprint, expected)
        select checkpoint;

    private static Fin<Checkpoint> Match(
        string path, SafetensorsFile file, HashMap<string, string> fingerprint, Seq<(string Name, Shape Shape)> expected)
    {
        var faults = new List<string>();
        foreach (var (key, value) in fingerprint.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var found = file.Metadata.Find(Prefix + key).IfNone("not told");
            if (found != value) faults.Add($"its {key} is {found}, but this run's is {value}");
        }
        if (!int.TryParse(file.Metadata.Find("epoch").IfNone(""), CultureInfo.InvariantCulture, out var epoch) || epoch < 1)
            faults.Add("its epoch is not a number from 1 on");
        if (!long.TryParse(file.Metadata.Find("step").IfNone(""), CultureInfo.InvariantCulture, out var step) || step < 1)
            faults.Add("its step is not a number from 1 on");
        double? rate = null;
        if (file.Metadata.Find(RateName).Case is string text)
        {
            rate = double.TryParse(text, CultureInfo.InvariantCulture, out var set) ? set : double.NaN;
            if (!(rate >= 0 && double.IsFinite(set))) faults.Add($"its {RateName} is not a finite number from 0 on");
        }
        var shapes = file.Tensors.ToDictionary(t => t.Name, t => t.Tensor.Shape);
        foreach (var (name, shape) in expected)
        {
            if (!shapes.TryGetValue(name, out var found)) faults.Add($"{name} {shape} is missing");
            else if (name == HistoryName && !found.Dimensions.SequenceEqual([epoch, shape[^1]]))
                faults.Add($"{name} is {found}, but must be [{epoch}, {shape[^1]}]");
            else if (name != HistoryName && found != shape) faults.Add($"{name} is {found}, but must be {shape}");
        }
        return faults.Count == 0
            ? new Checkpoint(epoch, step, file.Metadata.Find("stop_reason"), rate, fingerprint, file.Tensors)
            : Error.New($"The checkpoint {path} belongs to another run: {string.Join("; ", faults)}.");
    }

    /// <summary>Name of the tensor that holds the history, a row an epoch.</summary>
    public const string HistoryName = "history";

    /// <summary>The tensor of a name; a read checkpoint was checked to hold those that were expected.</summary>
    public Tensor this[string name] => Tensors.Find(t => t.Name == name).Map(t => t.Tensor).IfNone(() => throw new KeyNotFoundException(name));

    /// <summary>The tensors whose names begin so, without that beginning.</summary>
    public Seq<NamedTensor> Under(string prefix) =>
        Tensors.Filter(t => t.Name.StartsWith(prefix, StringComparison.Ordinal)).Map(t => t with { Name = t.Name[prefix.Length..] }).Strict();
}
