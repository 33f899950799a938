using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Features;

/// <summary>Reads <c>[TextVectorization]</c>: how a text becomes numbers.</summary>
internal static class TextVectorizationReader
{
    private const string Columns = "a column for each word";

    /// <summary>Returns the encoding; null when something is wrong, which is reported.</summary>
    public static EncodingSpec? Read(FeatureArguments feature)
    {
        if (feature.Member("Standardize") is not { } standardize || feature.Member("Split") is not { } split
            || feature.Member("OutputMode") is not { } mode) return null;
        var ngrams = feature.Reader.Int("Ngrams") ?? 1;
        if (Wrong(ngrams < 1, "Ngrams", $"the Ngrams {Literal.Of(ngrams)}", "a token has at least one word")
            || Wrong(ngrams > 1 && split == "None", "Ngrams", $"the Ngrams {Literal.Of(ngrams)}", "with TextSplit.None a text is one token, which has no neighbours"))
            return null;
        if (ReadWords(feature, standardize, split, ngrams) is not { } words || ReadWeights(feature, mode, words) is not { } weights
            || !ReadLength(feature, mode, out var length) || ReadSize(feature, mode, words) is not { } size) return null;
        return new TextVectorizationEncoding(size, standardize, split, ngrams, mode, length, words, weights);

        bool Wrong(bool isWrong, string argument, string what, string why) => isWrong && Report(feature, argument, what, why);
    }

    private static bool Report(FeatureArguments feature, string argument, string what, string why)
    {
        feature.Report(Rules.FeatureOption, argument, what, why);
        return true;
    }

    /// <summary>Returns the words that the author wrote, none when they are learnt.</summary>
    private static EquatableArray<string>? ReadWords(FeatureArguments feature, string standardize, string split, int ngrams)
    {
        var words = feature.Reader.Strings("Vocabulary") ?? [];
        if (words.Count == 0 && feature.Reader.IsGiven("Vocabulary"))
        {
            Report(feature, "Vocabulary", "a Vocabulary without words", "there is nothing to find in a text: write the words, or leave Vocabulary out to learn them");
            return null;
        }
        var (lowers, strips) = (standardize is "" or "Lower", standardize is "" or "StripPunctuation");
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var fault = word.Length == 0 ? "padding has its place already: remove it"
                : word == "[UNK]" ? "unknown words have their place already: remove it"
                : words.Items.IndexOf(word) < i ? "it is there twice: remove one"
                : lowers && word.Any(c => char.ToLowerInvariant(c) != c) ? "a text is in lower case when its words are looked up: write it in lower case"
                : strips && word.Any(IsPunctuation) ? "punctuation is removed from a text before its words are looked up: remove it, or choose another Standardize"
                : split.Length == 0 && !IsRun(word.Split(' '), ngrams)
                    ? $"tokens of this text have at most {Literal.Of(ngrams)} {(ngrams == 1 ? "word" : "words with one blank between them")}{(ngrams == 1 ? ": set Ngrams for more" : "")}"
                : null;
            if (fault is null) continue;
            Report(feature, "Vocabulary", $"the word '{word}' in its Vocabulary", fault);
            return null;
        }
        return words;
    }

    /// <summary>Returns true for so many words at most, with single blanks between them.</summary>
    private static bool IsRun(string[] words, int most) =>
        words.Length <= most && words.All(word => word.Length > 0 && !word.Any(char.IsWhiteSpace));

    private static bool IsPunctuation(char c) => c is > ' ' and < '\u007F' && !char.IsLetterOrDigit(c);

    private static EquatableArray<double>? ReadWeights(FeatureArguments feature, string mode, EquatableArray<string> words)
    {
        var weights = feature.Reader.Doubles("IdfWeights") ?? [];
        var (given, weighted) = ($"{Literal.Of(weights.Count)} IdfWeights", mode == "TfIdf");
        var fault = weights.Count > 0 && !weighted ? (given, "they have a meaning for TextOutputMode.TfIdf alone")
            : weights.Count > 0 && words.Count == 0 ? (given, "the words are learnt, and their weights with them: write Vocabulary too, or remove them")
            : weighted && words.Count > 0 && weights.Count != words.Count ? (given, $"its Vocabulary has {Literal.Of(words.Count)} words: write a weight for each")
            : weights.Any(weight => double.IsNaN(weight) || Math.Abs(weight) > float.MaxValue) ? ("an IdfWeight that is not finite", "texts are float32 numbers")
            : default;
        if (fault.Item1 is null) return weights;
        Report(feature, weights.Count > 0 ? "IdfWeights" : "Vocabulary", fault.Item1, fault.Item2);
        return null;
    }

    private static bool ReadLength(FeatureArguments feature, string mode, out int? length)
    {
        length = feature.Reader.IsGiven("Length") ? feature.Reader.Int("Length") : null;
        var fault = mode.Length > 0
            ? length is null ? null : $"with TextOutputMode.{mode} a text has {Columns}: remove it"
            : length is null ? "every text becomes as many numbers: write for instance Length = 200, or choose an OutputMode of columns"
            : length < 1 ? "it needs at least 1"
            : length > EncodingTable.MostIndices ? $"it can be at most {Literal.Of(EncodingTable.MostIndices)}" : null;
        return fault is null || !Report(feature, "Length", length is { } given ? $"the Length {Literal.Of(given)}" : "no Length", fault);
    }

    /// <summary>Returns the size of the vocabulary with the places that are no words.</summary>
    private static int? ReadSize(FeatureArguments feature, string mode, EquatableArray<string> words)
    {
        var places = mode.Length == 0 ? 2 : 1;
        var needed = Math.Max(words.Count, 1) + places;
        if (!feature.Reader.IsGiven("maxTokens"))
        {
            if (words.Count > 0) return needed;
            Report(feature, "", "neither maxTokens nor a Vocabulary", "the size of a model is known while you type: write for instance 10000 as its first argument");
            return null;
        }
        if (feature.Reader.Int("maxTokens") is not { } size) return null;
        var what = $"{(words.Count > 0 ? $"the {Literal.Of(words.Count)} words" : "a word")}, and {(places == 2 ? "padding and unknown words" : "unknown words")}, have a place";
        var fault = size < needed ? $"it needs at least {Literal.Of(needed)}: {what}"
            : size > EncodingTable.MostIndices ? $"there are at most {Literal.Of(EncodingTable.MostIndices)}, which float32 numbers tell apart" : null;
        if (fault is null) return size;
        Report(feature, "maxTokens", $"the maxTokens {Literal.Of(size)}", fault);
        return null;
    }
}
