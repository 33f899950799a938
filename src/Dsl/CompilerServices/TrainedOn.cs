using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl.CompilerServices;

/// <summary>
/// What a model knows of the data that it was trained on, besides its parameters. A model is its parameters: the rest is kept beside these
/// tensors, as long as the tensors live, and follows them through training, placement and files. A model that shares only some tensors with
/// a trained one, or was computed from it, knows nothing.
/// </summary>
/// <param name="Legends">The names of the class indices, by output; empty if they are not known.</param>
/// <param name="Scaling">How the samples were scaled; null if they were not, or if it is not known.</param>
/// <param name="Learnt">The text of <see cref="IModel{TSelf}.Learnt"/>; null for nothing.</param>
internal sealed record TrainedOn(Seq<ClassLegend> Legends, SampleScaling? Scaling = null, string? Learnt = null)
{
    private const string ClassesKey = "modeldsl.classes";
    private const string ScalingKey = "modeldsl.scaling";
    private const string LearntKey = "modeldsl.learnt";
    private const string NamesKey = "classes";
    private const string YesKey = "yes";

    private static readonly ConditionalWeakTable<Tensor, Entry> Known = [];

    private static readonly TrainedOn Nothing = new(Seq<ClassLegend>.Empty);

    private sealed record Entry(string Model, TrainedOn Facts);

    /// <summary>Returns what a model knows.</summary>
    internal static TrainedOn Of<T>(T model) where T : class, IModel<T> =>
        Of(T.Description.Name, model.Parameters) is var facts && model.Learnt is var learnt && facts.Learnt != learnt
            ? facts with { Learnt = learnt } : facts;

    /// <summary>Returns what is kept beside tensors.</summary>
    internal static TrainedOn Of(string model, Seq<Tensor> parameters)
    {
        // If a tensor is missing, the code that uses the model reports it.
        Entry? known = null;
        foreach (var tensor in parameters)
        {
            if (tensor is null || !Known.TryGetValue(tensor, out var entry) || entry.Model != model || (known ?? entry) != entry)
                return Nothing;
            known = entry;
        }
        return known?.Facts ?? Nothing;
    }

    /// <summary>Returns what a model knows after it is trained on data; it keeps its own class names if the data has none.</summary>
    internal static TrainedOn After<T>(T model, Dataset train) where T : class, IModel<T>
    {
        var before = Of(model);
        // The user says that the numbers are scaled as before.
        var scaling = train.IsScaledAlready ? before.Scaling : SampleScaling.Of(train) is { IsNone: false } own ? own : null;
        return new TrainedOn(train.Legends is var legends && legends.Exists(legend => legend.IsKnown) ? legends : before.Legends,
            scaling, model.Learnt);
    }

    /// <summary>
    /// Returns what keeps the model's predictions for data from being read, or meant, as in training; nothing if all is right.
    /// </summary>
    internal IEnumerable<string> ConflictsWith(Dataset data)
    {
        if (data.ConflictWith(Legends) is { } classes) yield return classes;
        if (data.ConflictWith(Scaling) is { } scaling) yield return scaling;
        if (data.ConflictWithEncoder(Learnt) is { } encoder) yield return encoder;
    }

    /// <summary>Keeps what is known beside new parameters, which no other code has yet, and returns the parameters.</summary>
    internal Seq<Tensor> Remember(string model, Seq<Tensor> parameters)
    {
        if (Scaling is null && Learnt is null && !Legends.Exists(legend => legend.IsKnown)) return parameters;
        var entry = new Entry(model, this);
        foreach (var tensor in parameters) Known.AddOrUpdate(tensor, entry);
        return parameters;
    }

    /// <summary>Returns what is known as metadata, for files.</summary>
    internal IEnumerable<(string Key, string Value)> ToMetadata()
    {
        if (!Legends.IsEmpty) yield return (ClassesKey, Write(Legends));
        if (Scaling is not null) yield return (ScalingKey, Scaling.ToJson());
        if (Learnt is not null) yield return (LearntKey, Learnt);
    }

    /// <summary>Reads the metadata of a file.</summary>
    internal static Fin<TrainedOn> FromMetadata(HashMap<string, string> metadata)
    {
        SampleScaling? scaling = null;
        try
        {
            foreach (var text in metadata.Find(ScalingKey)) scaling = SampleScaling.FromJson(text);
        }
        catch (FormatException fault)
        {
            return Error.New($"the scaling of the training data can't be read: {fault.Message}");
        }
        return metadata.Find(ClassesKey).Match(Some: Read, None: () => Seq<ClassLegend>.Empty)
            .Map(legends => new TrainedOn(legends, scaling, metadata.Find(LearntKey).MatchUnsafe(Some: text => text, None: () => null)));
    }

    /// <summary>Returns the names as text, for files: <c>[{"classes":["setosa","virginica"]}]</c>, an object for each output.</summary>
    private static string Write(Seq<ClassLegend> legends) => new JsonArray([.. legends.Map(legend => (JsonNode)new JsonObject
    {
        [legend.IsYes ? YesKey : NamesKey] = new JsonArray([.. legend.Names.Map(name => (JsonNode)JsonValue.Create(name))]),
    })]).ToJsonString();

    /// <summary>Reads the names of a file.</summary>
    private static Fin<Seq<ClassLegend>> Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.EnumerateArray().Select(legend => legend.TryGetProperty(YesKey, out var yes)
                ? new ClassLegend(Names(yes), IsYes: true)
                : new ClassLegend(Names(legend.GetProperty(NamesKey)))).ToSeq().Strict();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Error.New($"the names of the classes can't be read: {fault.Message}");
        }

        static Seq<string> Names(JsonElement names) => names.EnumerateArray().Select(name => name.GetString() ?? "").ToSeq().Strict();
    }
}
