using System.Globalization;
using System.Text;
using LanguageExt;
using ModelDsl.Data;
using ModelDsl.IO;
using ModelDsl.Printing;

namespace ModelDsl.Training;

/// <summary>
/// Assigns the states in a checkpoint to callbacks. A callback is recognized by its type, by the place that it writes, and by the options
/// that decide what it has learned (<see cref="Callback.ForState"/>). Other options may change, and other callbacks may be added or
/// removed.
/// </summary>
internal sealed class CallbackStates
{
    private const string Prefix = "callback/";

    private readonly Callback[] callbacks;
    private readonly string[] names;

    /// <summary>The states of a run's callbacks.</summary>
    /// <param name="callbacks">The callbacks in the options.</param>
    public CallbackStates(Callback[] callbacks)
    {
        this.callbacks = callbacks;
        var known = new Dictionary<string, int>();
        names = Array.ConvertAll(callbacks, callback =>
        {
            var name = NameOf(callback);
            known[name] = known.GetValueOrDefault(name) + 1;
            return known[name] == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {known[name]}");
        });
    }

    /// <summary>Returns the prefix of the names of a callback's tensors.</summary>
    public string PrefixOf(int callback) => names[callback] + "/";

    /// <summary>
    /// The metadata that identifies callbacks that only look on: their types and options. The fingerprint holds those of all other
    /// callbacks.
    /// </summary>
    public IEnumerable<(string Name, string Text)> Metadata => callbacks.SelectMany((c, i) => c.OnlyLooksOn ? TextsOf(names[i], c) : []);

    /// <summary>Returns the part of a checkpoint's metadata that says which callbacks the states belong to.</summary>
    public static HashMap<string, string> In(HashMap<string, string> metadata) =>
        LanguageExt.HashMap.createRange(
            metadata.Where(p => p.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(p => (p.Key, p.Value)));

    /// <summary>Finds the state of each callback in a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <returns>
    /// The states (empty for new callbacks), and the states that are left: those of callbacks that this run does not have.
    /// </returns>
    /// <exception cref="CheckpointRefused">
    /// A callback may be one of these with other options, so the owner of the state is not known.
    /// </exception>
    public (Seq<NamedTensor>[] Own, Others Left) Find(Checkpoint checkpoint)
    {
        var own = Array.ConvertAll(names, name => checkpoint.Under(name + "/"));
        var left = checkpoint.Owners.Keys.Where(IsOwner).Except(names).Where(name => !checkpoint.Under(name + "/").IsEmpty)
            .Order(StringComparer.Ordinal).ToList();
        HashMap<string, string> StoredOf(string name) => Renamed(checkpoint.Owners.AsEnumerable().Select(p => (p.Key, p.Value)), name);
        HashMap<string, string> OwnOf(int i) => Renamed(TextsOf(names[i], callbacks[i]), names[i]);
        int[] missing = [.. Enumerable.Range(0, names.Length).Where(i => own[i].IsEmpty && callbacks[i].OnlyLooksOn)];
        // If a path is written in the same way, it is the same file in a folder that was moved.
        foreach (var i in missing)
        {
            if (left.Find(name => StoredOf(name) == OwnOf(i)) is not { } name) continue;
            own[i] = checkpoint.Under(name + "/");
            left.Remove(name);
        }
        foreach (var i in missing.Where(i => own[i].IsEmpty && callbacks[i].NeedsState))
        {
            if (left.Find(name => StoredOf(name)[""] == OwnOf(i)[""]) is not { } name) continue;
            var type = callbacks[i].GetType().Name;
            var differences = RunFingerprint.Differences(Under(type, StoredOf(name)), Under(type, OwnOf(i)));
            throw new CheckpointRefused(
                $"{FaultText.Join(differences.ToList())}, so its state may belong to another one. Give the {type} its options back, " +
                "beside another one if you like, or delete the checkpoint to begin again.");
        }
        return (own, new Others(
            checkpoint.Tensors.Filter(t => left.Exists(name => t.Name.StartsWith(name + "/", StringComparison.Ordinal))).Strict(),
            checkpoint.Owners.Filter((key, _) => left.Exists(name => IsOf(key, name)))));
    }

    /// <summary>States of callbacks that a run does not have. Its checkpoints keep them, in case the callbacks come back.</summary>
    /// <param name="Tensors">The states.</param>
    /// <param name="Owners">The metadata that says which callbacks they belong to.</param>
    public sealed record Others(Seq<NamedTensor> Tensors, HashMap<string, string> Owners)
    {
        /// <summary>No states.</summary>
        public static Others None { get; } = new(default, default);
    }

    private static string NameOf(Callback callback)
    {
        var texts = TextsOf("", callback);
        // The place is the same, however its path is written.
        if (callback.Writes is { } place)
            texts = texts.Where(t => t.Name != "." + nameof(OutputPlace.Path)).Append(("place", FilePlace.Real(place.Path)));
        var check = Crc32C.Of(Encoding.UTF8.GetBytes(string.Join('\n', texts.Select(t => $"{t.Name} {t.Text}"))));
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}{callback.GetType().Name} {check:x8}");
    }

    private static IEnumerable<(string Name, string Text)> TextsOf(string name, Callback callback) =>
        // A field may hide a field of its base type.
        OptionTexts.OfCallback(name, callback.ForState).GroupBy(t => t.Name)
            .Select(g => (g.Key, string.Join(" and ", g.Select(t => t.Text))));

    private static bool IsOwner(string key) => key.IndexOfAny(['.', '['], Prefix.Length) < 0;

    private static bool IsOf(string key, string name) =>
        key.StartsWith(name, StringComparison.Ordinal) && key[name.Length..] is [] or ['.' or '[', ..];

    private static HashMap<string, string> Renamed(IEnumerable<(string Name, string Text)> texts, string name) =>
        LanguageExt.HashMap.createRange(texts.Where(t => IsOf(t.Name, name)).Select(t => (t.Name[name.Length..], t.Text)));

    private static HashMap<string, string> Under(string type, HashMap<string, string> texts) =>
        LanguageExt.HashMap.createRange(texts.AsEnumerable().Select(p => (type + p.Key, p.Value)));
}
