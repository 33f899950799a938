using System.Runtime.InteropServices;

namespace ModelDsl.Vectorization;

/// <summary>Counts the tokens of training texts. What is learnt of them does not depend on the order of the texts.</summary>
internal sealed class TextCounts
{
    private readonly TextOptions options;
    private readonly TextTokens tokens;
    private readonly Dictionary<string, Count> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Count>.AlternateLookup<ReadOnlySpan<char>> pieces;

    internal TextCounts(TextOptions options)
    {
        (this.options, tokens) = (options, new TextTokens(options));
        pieces = counts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Number of texts.</summary>
    internal long Texts { get; private set; }

    internal void Add(string text)
    {
        Texts++;
        var taker = new Taker(this);
        tokens.Read(text, ref taker);
    }

    /// <summary>Counts a text without tokens.</summary>
    internal void AddEmpty() => Texts++;

    /// <summary>
    /// Returns the most frequent words; of words of the same frequency, the one that is last in the order of code points comes first, as in
    /// Keras. Their weights are <c>ln(1 + N / (1 + n))</c> for a word in n of N texts; none if the options don't weight.
    /// </summary>
    internal (string[] Words, double[] IdfWeights) Learn()
    {
        counts.Remove(TextVocabulary.Unknown);
        KeyValuePair<string, Count>[] all = [.. counts];
        Array.Sort(all, static (one, other) => one.Value.Tokens != other.Value.Tokens
            ? other.Value.Tokens.CompareTo(one.Value.Tokens) : CodePoints.Compare(other.Key, one.Key));
        var kept = all.AsSpan(0, Math.Min(all.Length, options.MostWords)).ToArray();
        return (Array.ConvertAll(kept, word => word.Key), options.OutputMode != TextOutputMode.TfIdf ? []
            : Array.ConvertAll(kept, word => Math.Log(1 + Texts / (1.0 + word.Value.Texts))));
    }

    /// <summary>How often a token occurs, and in how many texts.</summary>
    private struct Count
    {
        internal long Tokens;
        internal long Texts;

        /// <summary>The number of the last text that has it, so that a text counts once.</summary>
        internal long Last;
    }

    private readonly struct Taker(TextCounts counts) : ITokenTaker
    {
        public bool Take(scoped ReadOnlySpan<char> token)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts.pieces, token, out _);
            count.Tokens++;
            if (count.Last == counts.Texts) return true;
            count.Last = counts.Texts;
            count.Texts++;
            return true;
        }
    }
}

/// <summary>Compares texts by code points, as their UTF-8 bytes compare. UTF-16's own order has surrogates before U+E000.</summary>
internal static class CodePoints
{
    internal static int Compare(string one, string other)
    {
        var same = one.AsSpan().CommonPrefixLength(other);
        return same == one.Length || same == other.Length ? one.Length - other.Length : Rank(one[same]) - Rank(other[same]);
    }

    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
