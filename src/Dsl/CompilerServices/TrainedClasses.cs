using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl.CompilerServices;

/// <summary>
/// The names of the class indices of a model's outputs: the names in the data that it was trained on. A model is its parameters. The names
/// are kept beside these tensors, as long as the tensors live, and follow them through training, placement and files. A model that shares
/// only some tensors with a trained one, or was computed from it, has no names: they can't be known.
/// </summary>
internal static class TrainedClasses
{
    private const string ClassesKey = "classes";
    private const string YesKey = "yes";

    private static readonly ConditionalWeakTable<Tensor, Entry> Known = [];

    private sealed record Entry(string Model, Seq<ClassLegend> Legends);

    /// <summary>Returns the names that a model was trained with, by output; empty if they are not known.</summary>
    internal static Seq<ClassLegend> Of<T>(T model) where T : class, IModel<T> => Of(T.Description.Name, model.Parameters);

    /// <inheritdoc cref="Of{T}(T)"/>
    internal static Seq<ClassLegend> Of(string model, Seq<Tensor> parameters)
    {
        // If a tensor is missing, the code that uses the model reports it.
        Entry? known = null;
        foreach (var tensor in parameters)
        {
            if (tensor is null || !Known.TryGetValue(tensor, out var entry) || entry.Model != model || (known ?? entry) != entry)
                return default;
            known = entry;
        }
        return known?.Legends ?? default;
    }

    /// <summary>Returns the names that a model has after it is trained on data; its own if the data has none.</summary>
    internal static Seq<ClassLegend> After<T>(T model, Dataset train) where T : class, IModel<T> =>
        train.Legends is var legends && legends.Exists(legend => legend.IsKnown) ? legends : Of(model);

    /// <summary>Keeps names beside new parameters, which no other code has yet, and returns the parameters.</summary>
    internal static Seq<Tensor> Remember(string model, Seq<Tensor> parameters, Seq<ClassLegend> legends)
    {
        if (!legends.Exists(legend => legend.IsKnown)) return parameters;
        var entry = new Entry(model, legends);
        foreach (var tensor in parameters) Known.AddOrUpdate(tensor, entry);
        return parameters;
    }

    /// <summary>Returns the names as text, for files: <c>[{"classes":["setosa","virginica"]}]</c>, an object for each output.</summary>
    internal static string Write(Seq<ClassLegend> legends) => new JsonArray([.. legends.Map(legend => (JsonNode)new JsonObject
    {
        [legend.IsYes ? YesKey : ClassesKey] = new JsonArray([.. legend.Names.Map(name => (JsonNode)JsonValue.Create(name))]),
    })]).ToJsonString();

    /// <summary>Reads the names of a file.</summary>
    internal static Fin<Seq<ClassLegend>> Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.EnumerateArray().Select(legend => legend.TryGetProperty(YesKey, out var yes)
                ? new ClassLegend(Names(yes), IsYes: true)
                : new ClassLegend(Names(legend.GetProperty(ClassesKey)))).ToSeq().Strict();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return Error.New($"the names of the classes can't be read: {fault.Message}");
        }

        static Seq<string> Names(JsonElement names) => names.EnumerateArray().Select(name => name.GetString() ?? "").ToSeq().Strict();
    }
}
