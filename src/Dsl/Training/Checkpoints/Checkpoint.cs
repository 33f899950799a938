using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl.Training;

/// <summary>
/// A run between two epochs, or after a step of one, as one safetensors file with a checksum. Its tensors are the parameters, the
/// optimizer's slots (<c>optimizer/velocity</c>), the state of callbacks (<c>callback/EarlyStopping 5e1f0c2a/best</c>), the history, and
/// within an epoch its figures so far (<c>figures/loss</c>). Its metadata are the position and the fingerprint of the run, and the owners
/// of the states.
/// </summary>
/// <param name="Position">The position of the run.</param>
/// <param name="Fingerprint">The values that a run must share with this one to resume from it, by name.</param>
/// <param name="Owners">The owners of the callbacks' states, in the form of <see cref="CallbackStates"/>.</param>
/// <param name="Tensors">All numbers, by name, in double precision.</param>
/// <remarks>
/// The order of samples and the random numbers of a step depend only on seed, epoch and step. Therefore no state of a random generator is
/// kept.
/// </remarks>
internal sealed record Checkpoint(
    RunPosition Position, HashMap<string, string> Fingerprint, HashMap<string, string> Owners, Seq<NamedTensor> Tensors)
{
    private const string Prefix = "run/";

    /// <summary>The requirements of a run for a checkpoint that it resumes from.</summary>
    /// <param name="Fingerprint">The run's fingerprint.</param>
    /// <param name="Always">Tensors of every checkpoint.</param>
    /// <param name="Within">Names of the additional tensors within an epoch, one row of numbers each.</param>
    /// <param name="Steps">Number of steps of an epoch.</param>
    /// <param name="Options">The run's options.</param>
    public sealed record Expected(
        HashMap<string, string> Fingerprint, Seq<(string Name, Shape Shape)> Always, Seq<string> Within, int Steps, FitOptions Options);

    /// <summary>Writes the file whole or not at all.</summary>
    public Fin<Unit> Write(string path) => Safetensors.WriteExactly(path, new SafetensorsFile(
        Tensors, LanguageExt.HashMap.createRange(
            Fingerprint.Select(p => (Prefix + p.Key, p.Value)).Concat(Owners.Select(p => (p.Key, p.Value))).Concat(Position.Metadata))));

    /// <summary>Reads a checkpoint that a run can resume from; an error says what differs.</summary>
    public static Fin<Checkpoint> Read(string path, Expected expected) =>
        from file in Safetensors.ReadDoubles(path).BiMap(Succ: read => read, Fail: fault => Error.New($"{fault.Message} Delete it to begin again."))
        from checkpoint in Match(path, file, expected)
        select checkpoint;

    private static Fin<Checkpoint> Match(string path, SafetensorsFile file, Expected expected)
    {
        var faults = RunFingerprint.Differences(Stored(file.Metadata), expected.Fingerprint).ToList();
        var position = RunPosition.Read(file.Metadata, expected.Steps, expected.Options.Epochs, faults);
        var found = file.Tensors.ToDictionary(t => t.Name, t => t.Tensor);
        foreach (var (name, shape) in expected.Always)
        {
            if (!found.TryGetValue(name, out var tensor)) faults.Add($"{name} {shape} is missing");
            else if (name == HistoryName && !tensor.Shape.Dimensions.SequenceEqual([position.Epoch, shape[^1]]))
                faults.Add($"{name} is {tensor.Shape}, but must be [{position.Epoch}, {shape[^1]}]");
            else if (name == HistoryName && !HistoryTable.CanBe(tensor, expected.Options)) faults.Add($"{name} holds numbers that no epoch has");
            else if (name != HistoryName && tensor.Shape != shape) faults.Add($"{name} is {tensor.Shape}, but must be {shape}");
        }
        if (position.EpochStep > 0) faults.AddRange(FaultsWithin(expected.Within, found));
        return faults.Count == 0
            ? new Checkpoint(position, expected.Fingerprint, CallbackStates.In(file.Metadata), file.Tensors)
            : Error.New($"The checkpoint {path} belongs to another run: {FaultText.Join(faults)}. Delete it to begin again, or give another path.");
    }

    private static IEnumerable<string> FaultsWithin(Seq<string> names, Dictionary<string, Tensor> found)
    {
        foreach (var name in names)
        {
            if (!found.TryGetValue(name, out var tensor)) yield return $"{name} is missing";
            else if (tensor.Shape.Rank != 1 || (name == names[^1] && tensor.Shape.Size != 2))
                yield return $"{name} is {tensor.Shape}, but must be a row of numbers";
            else if (name == names[^1] && tensor.ToDoubles() is [var rate, var seconds] && !HistoryTable.CanBe(rate, seconds))
                yield return $"{name} holds numbers that no epoch has";
        }
    }

    private static HashMap<string, string> Stored(HashMap<string, string> metadata) => LanguageExt.HashMap.createRange(
        metadata.Where(p => p.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(p => (p.Key[Prefix.Length..], p.Value)));

    /// <summary>Name of the tensor that holds the history, one row for each epoch.</summary>
    public const string HistoryName = "history";

    /// <summary>The tensor of a name. When a checkpoint is read, it is checked that the expected tensors are there.</summary>
    public Tensor this[string name] =>
        Tensors.Find(t => t.Name == name).Map(t => t.Tensor).IfNone(() => throw new KeyNotFoundException(name));

    /// <summary>Returns the tensors whose names begin with a prefix, without that prefix.</summary>
    public Seq<NamedTensor> Under(string prefix) =>
        Tensors.Filter(t => t.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Map(t => t with { Name = t.Name[prefix.Length..] }).Strict();
}
