using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LanguageExt;

namespace ModelDsl.Tests.Text;

/// <summary>Laws of every text and every option, against a slow counter that works with lists of words.</summary>
public class TextLaws
{
    /// <summary>Pieces of texts: words, white space of Unicode, pairs and halves of surrogates, both forms of ü, NUL.</summary>
    private static readonly string[] Pieces =
    [
        "a", "B", "ab", "c", "-", "!", "'", " ", " ", " ", "\t", "\r\n", "\u00A0", "\u3000", "\U0001F600", "\uD83D", "\uDE00", "\u00FC", "u\u0308", "\u00C4", "\0", "\uFFFE", "[UNK]", "\u0130", "1", "\uFF5E",
    ];

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Pieces[random.Next(Pieces.Length)]));

    private static string[] Texts(Random random) => [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => Text(random)).Append("a b ab")];

    internal static TextOptions Options(Random random)
    {
        var (split, mode) = ((TextSplit)random.Next(3), (TextOutputMode)random.Next(4));
        var most = random.Next(2) == 0 ? null : (int?)random.Next(3, 12);
        return new TextOptions
        {
            MaxTokens = most,
            Standardize = (TextStandardization)random.Next(4),
            Split = split,
            Ngrams = split == TextSplit.None ? 1 : random.Next(1, 4),
            OutputMode = mode,
            Length = mode == TextOutputMode.Int ? random.Next(1, 20) : null,
            PadToMaxTokens = mode != TextOutputMode.Int && most is not null && random.Next(2) == 0,
        };
    }

    [Property(MaxTest = 300)]
    public void Numbers_are_those_of_a_slow_counter(int seed)
    {
        var random = new Random(seed);
        var (options, texts) = (Options(random), Texts(random));
        var vectorizer = TextVectorizer.Learn(texts, options).ThrowIfFail();
        var first = options.OutputMode == TextOutputMode.Int ? 2 : 1;
        var words = vectorizer.Vocabulary.Skip(first).ToArray();
        var documents = texts.Select(text => SlowTokens(text, options)).ToArray();
        // The words: all that occur, or as many as there is room for, by frequency; none is there twice.
        var counts = documents.SelectMany(all => all).Where(word => word != "[UNK]").GroupBy(word => word).ToDictionary(same => same.Key, same => same.Count());
        var room = Math.Min(counts.Count, (options.MaxTokens ?? int.MaxValue) - first);
        Assert.Equal(room, words.Length);
        Assert.Equal(room, words.Distinct().Count());
        Assert.Equal(counts.Values.OrderDescending().Take(room), words.Select(word => counts[word]));
        Assert.Equal(options.PadToMaxTokens ? options.MaxTokens : options.Length ?? first + words.Length, vectorizer.Width);
        foreach (var text in texts.Append(Text(random)).Append(""))
        {
            var tokens = SlowTokens(text, options);
            Assert.Equal(tokens, vectorizer.Tokens(text));
            var numbers = tokens.ConvertAll(token => Array.IndexOf(words, token) is >= 0 and var at ? first + at : first - 1);
            var expected = new float[vectorizer.Width];
            if (first == 2) numbers.Take(expected.Length).Select(number => (float)number).ToArray().CopyTo(expected, 0);
            else
                foreach (var number in numbers)
                    expected[number] = options.OutputMode == TextOutputMode.MultiHot ? 1 : expected[number] + 1;
            if (options.OutputMode == TextOutputMode.TfIdf)
            {
                var weights = Array.ConvertAll(
                    words, word => Math.Log(1 + texts.Length / (1.0 + documents.Count(all => all.Contains(word)))));
                Assert.Equal(weights, vectorizer.IdfWeights);
                for (var i = 0; i < expected.Length; i++)
                    expected[i] *= (float)(i == 0 ? weights.Average() : i <= weights.Length ? weights[i - 1] : 0);
            }
            Assert.Equal(expected, Encode(vectorizer, text));
            if (first == 1) continue;
            var indices = new int[vectorizer.Width];
            vectorizer.Encode(text, indices);
            Assert.Equal(expected, indices.Select(index => (float)index));
        }
    }

    [Property(MaxTest = 100)]
    public void The_order_of_texts_changes_no_bit(int seed)
    {
        var random = new Random(seed);
        var (options, texts) = (Options(random), Texts(random));
        string[] shuffled = [.. texts];
        random.Shuffle(shuffled);
        Assert.Equal(TextVectorizer.Learn(texts, options).ThrowIfFail(), TextVectorizer.Learn(shuffled, options).ThrowIfFail());
    }

    [Property(MaxTest = 100)]
    public void A_vectorizer_from_its_text_or_its_vocabulary_gives_the_same_bits(int seed)
    {
        var random = new Random(seed);
        var (options, texts) = (Options(random), Texts(random));
        var vectorizer = TextVectorizer.Learn(texts, options).ThrowIfFail();
        var read = TextVectorizer.FromText(vectorizer.ToText()).ThrowIfFail();
        Assert.Equal((vectorizer, vectorizer.ToText(), options), (read, read.ToText(), read.Options));
        var all = vectorizer.ToDataset(texts).ThrowIfFail();
        for (var i = 0; i < texts.Length; i++)
        {
            var among = new float[vectorizer.Width];
            all.CopySamples([i], among);
            Assert.Equal(Bits(Encode(vectorizer, texts[i])), Bits(among));
            Assert.Equal(Bits(Encode(vectorizer, texts[i])), Bits(Encode(read, texts[i])));
        }
        // Words as get_vocabulary() gives them, with the places before them or without.
        var given = TextVectorizer.Of(vectorizer.Vocabulary, options, vectorizer.IdfWeights).ThrowIfFail();
        var words = vectorizer.Vocabulary.Skip(options.OutputMode == TextOutputMode.Int ? 2 : 1);
        var plain = TextVectorizer.Of(words, options, vectorizer.IdfWeights);
        Assert.Equal(vectorizer, given);
        Assert.Equal(vectorizer, plain.ThrowIfFail());
    }

    private static IEnumerable<int> Bits(float[] numbers) => numbers.Select(BitConverter.SingleToInt32Bits);

    internal static float[] Encode(TextVectorizer vectorizer, string text)
    {
        float[] numbers = [.. Enumerable.Repeat(9f, vectorizer.Width)];
        vectorizer.Encode(text, numbers);
        return numbers;
    }

    /// <summary>The tokens of a text, by strings and lists.</summary>
    private static List<string> SlowTokens(string text, TextOptions options)
    {
        // UTF-8 replaces halves of pairs.
        text = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
        text = text.Replace('\uFFFE', '\uFFFD').Normalize();
        if (options.Standardize is TextStandardization.Lower or TextStandardization.LowerAndStripPunctuation)
            text = text.ToLowerInvariant();
        if (options.Standardize is TextStandardization.StripPunctuation or TextStandardization.LowerAndStripPunctuation)
            text = string.Concat(text.Where(c => !"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".Contains(c)));
        List<string> tokens = options.Split switch
        {
            TextSplit.Whitespace => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)],
            TextSplit.Character => [.. text.EnumerateRunes().Select(rune => rune.ToString())],
            _ => text.Length == 0 ? [] : [text],
        };
        return [.. Enumerable.Range(1, options.Ngrams).SelectMany(n =>
            Enumerable.Range(0, Math.Max(0, tokens.Count - n + 1)).Select(i => string.Join(' ', tokens.GetRange(i, n))))];
    }
}
