using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>
/// A run between two epochs, or after a step of one, as one safetensors file: parameters, the optimizer's slots (<c>optimizer/velocity</c>), the
/// state of callbacks (<c>callback/0/EarlyStopping/best</c>), the history, and within an epoch its figures so far (<c>figures/loss</c>); in the
/// metadata the position and the fingerprint of the run.
/// </summary>
/// <param name="Position">Where the run stands.</param>
/// <param name="Fingerprint">What a run must have in common with this one to go on from it, by name.</param>
/// <param name="Tensors">All numbers, by name, in double precision.</param>
/// <remarks>
/// The order of samples and what is random in a step depend on seed, epoch and step alone, so no state of a generator is kept.
/// </remarks>
internal sealed record Checkpoint(RunPosition Position, HashMap<string, string> Fingerprint, Seq<NamedTensor> Tensors)
{
    private const string Prefix = "run/";

    /// <summary>Writes it whole or not at all.</summary>
    public Fin<Unit> Write(string path) => Safetensors.WriteExactly(path, new SafetensorsFile(
        Tensors, LanguageExt.HashMap.createRange(Fingerprint.Select(p => (Prefix + p.Key, p.Value)).Concat(Position.Metadata))));

    /// <summary>Reads one that a run with this fingerprint and tensors of these shapes can go on from; an error says what differs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fingerprint">The run's fingerprint.</param>
    /// <param name="expected">Tensors of every checkpoint.</param>
    /// <param name="within">Names of the tensors that there are within an epoch too, a row of numbers each.</param>
    /// <param name="steps">Number of steps of an epoch.</param>
    public static Fin<Checkpoint> Read(
        string path, HashMap<string, string> fingerprint, Seq<(string Name, Shape Shape)> expected, Seq<string> within, int steps) =>
        from file in Safetensors.ReadDoubles(path)
        from checkpoint in Match(path, file, fingerprint, expected, within, steps)
        select checkpoint;

    private static Fin<Checkpoint> Match(
        string path, SafetensorsFile file, HashMap<string, string> fingerprint, Seq<(string Name, Shape Shape)> expected, Seq<string> within,
        int steps)
    {
        var faults = new List<string>();
        foreach (var (key, value) in fingerprint.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            var found = file.Metadata.Find(Prefix + key).IfNone("not told");
            if (found != value) faults.Add($"its {key} is {found}, but this run's is {value}");
        }
        var position = RunPosition.Read(file.Metadata, steps, faults);
        var shapes = file.Tensors.ToDictionary(t => t.Name, t => t.Tensor.Shape);
        foreach (var (name, shape) in expected)
        {
            if (!shapes.TryGetValue(name, out var found)) faults.Add($"{name} {shape} is missing");
            else if (name == HistoryName && !found.Dimensions.SequenceEqual([position.Epoch, shape[^1]]))
                faults.Add($"{name} is {found}, but must be [{position.Epoch}, {shape[^1]}]");
            else if (name != HistoryName && found != shape) faults.Add($"{name} is {found}, but must be {shape}");
        }
        if (position.EpochStep > 0)
            foreach (var name in within)
                if (!shapes.TryGetValue(name, out var found)) faults.Add($"{name} is missing");
                else if (found.Rank != 1 || (name == within[^1] && found.Size != 2)) faults.Add($"{name} is {found}, but must be a row of numbers");
        return faults.Count == 0
            ? new Checkpoint(position, fingerprint, file.Tensors)
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
