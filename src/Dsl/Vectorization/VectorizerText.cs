using System.Text.Json;
using System.Text.Json.Nodes;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl.Vectorization;

/// <summary>The text of a vectorizer in files: its options, words and weights.</summary>
internal static class VectorizerText
{
    private const string MaxTokensKey = "maxTokens", StandardizeKey = "standardize", SplitKey = "split", NgramsKey = "ngrams", OutputModeKey = "outputMode",
        LengthKey = "length", PadKey = "padToMaxTokens", WordsKey = "words", WeightsKey = "idfWeights";

    internal static string Write(TextOptions options, string[] words, double[] idfWeights)
    {
        var json = new JsonObject
        {
            [StandardizeKey] = options.Standardize.ToString(),
            [SplitKey] = options.Split.ToString(),
            [NgramsKey] = options.Ngrams,
            [OutputModeKey] = options.OutputMode.ToString(),
            [PadKey] = options.PadToMaxTokens,
            [WordsKey] = new JsonArray([.. words.Select(word => (JsonNode)JsonValue.Create(word)!)]),
        };
        if (options.MaxTokens is { } most) json[MaxTokensKey] = most;
        if (options.Length is { } length) json[LengthKey] = length;
        if (idfWeights.Length > 0) json[WeightsKey] = new JsonArray([.. idfWeights.Select(weight => (JsonNode)JsonValue.Create(weight))]);
        return json.ToJsonString();
    }

    internal static Fin<TextVectorizer> Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            var options = new TextOptions
            {
                MaxTokens = Number(root, MaxTokensKey),
                Standardize = Member<TextStandardization>(root, StandardizeKey),
                Split = Member<TextSplit>(root, SplitKey),
                Ngrams = root.GetProperty(NgramsKey).GetInt32(),
                OutputMode = Member<TextOutputMode>(root, OutputModeKey),
                Length = Number(root, LengthKey),
                PadToMaxTokens = root.GetProperty(PadKey).GetBoolean(),
            };
            if (TextVectorizer.FaultOf(options) is { } fault) return Wrong(fault.Message);
            string[] words = [.. root.GetProperty(WordsKey).EnumerateArray().Select(word => word.GetString() ?? "")];
            double[] weights =
                root.TryGetProperty(WeightsKey, out var numbers) ? [.. numbers.EnumerateArray().Select(number => number.GetDouble())] : [];
            return TextVocabulary.Fault(options, words, weights) is { } misfit ? Wrong($"it {misfit}") : new TextVectorizer(options, words, weights);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return Wrong(FaultText.Clip(fault.Message));
        }

        static Error Wrong(string what) => Error.New($"The text of a TextVectorizer can't be read: {what}");
    }

    private static int? Number(JsonElement root, string key) => root.TryGetProperty(key, out var number) ? number.GetInt32() : null;

    private static TMember Member<TMember>(JsonElement root, string key) where TMember : struct, Enum
    {
        var name = root.GetProperty(key).GetString();
        foreach (var member in Enum.GetValues<TMember>()) if (member.ToString() == name) return member;
        throw new FormatException($"{key} is {name}");
    }
}
