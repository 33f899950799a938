using System.Diagnostics;
using LanguageExt;

namespace ModelDsl.Tests.Text;

/// <summary>Edges of texts, options that are wrong, and what a vectorizer costs.</summary>
public class TextVectorizerTests
{
    private static readonly string[] Reviews = ["A good film, good actors!", "a bad film", "It isn't good.", ""];

    private static readonly TextOptions Three = new() { Length = 3 };

    [Fact]
    public void Texts_are_cut_off_and_padded_at_their_ends()
    {
        var vectorizer = Learn(Three);
        Assert.Equal(["", "[UNK]", "good", "film", "a", "it", "isnt", "bad", "actors"], vectorizer.Vocabulary.ToArray());
        Assert.Equal([4, 2, 3], TextLaws.Encode(vectorizer, "A good film, a good one"));
        Assert.Equal([1, 2, 0], TextLaws.Encode(vectorizer, "The GOOD"));
        Assert.Equal([0, 0, 0], TextLaws.Encode(vectorizer, ""));
        Assert.Equal([0, 0, 0], TextLaws.Encode(vectorizer, " \t .!? \n"));
        Assert.Equal("TextVectorizer of 7 words (length: 3)", vectorizer.ToString());
    }

    [Fact]
    public void Columns_count_words()
    {
        float[] Of(TextOutputMode mode, string text) => TextLaws.Encode(Learn(new TextOptions { MaxTokens = 3, OutputMode = mode }), text);
        Assert.Equal([1, 1, 0], Of(TextOutputMode.MultiHot, "good, good; the BEST"));
        Assert.Equal([2, 2, 0], Of(TextOutputMode.Count, "good, good; the BEST"));
        Assert.Equal([0, 0, 0], Of(TextOutputMode.Count, ""));
        // "good" and "film" are in two of four texts each.
        var weight = (float)Math.Log(1 + 4 / 3.0);
        Assert.Equal([2 * weight, 2 * weight, 0], Of(TextOutputMode.TfIdf, "good, good; the BEST"));
        Assert.Equal([0f, 1, 0, 0, 0, 0, 0, 0, 0, 0], TextLaws.Encode(Learn(new TextOptions { MaxTokens = 10, OutputMode = TextOutputMode.Count, PadToMaxTokens = true }), "good"));
    }

    /// <summary>A text is in lower case and split as Unicode says, where Keras's defaults see ASCII alone.</summary>
    [Fact]
    public void Letters_and_white_space_are_those_of_Unicode()
    {
        var vectorizer = TextVectorizer.Learn(["Äpfel\u00A0\u3000ÜBER \U00010400"], Three).ThrowIfFail();
        Assert.Equal(["äpfel", "über", "\U00010428"], vectorizer.Tokens("A\u0308PFEL u\u0308ber \U00010400").ToArray());
        Assert.Equal(3, TextLaws.Encode(vectorizer, "ÄPFEL über \U00010428").Distinct().Count(number => number > 1));
        // Punctuation is that of ASCII: other quotation marks stay.
        Assert.Equal(["“so”"], vectorizer.Tokens("“SO”!").ToArray());
        Assert.Equal(["a\0b"], vectorizer.Tokens("a\0B").ToArray());
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        try
        {
            System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("tr-TR");
            Assert.Equal(["inside"], vectorizer.Tokens("INSIDE").ToArray());
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Punctuation_is_the_32_characters_of_Keras()
    {
        var options = new TextOptions { Standardize = TextStandardization.StripPunctuation, Split = TextSplit.Character, Length = 1 };
        var ascii = string.Concat(Enumerable.Range(0, 128).Select(i => (char)i));
        Assert.Equal(ascii.Where(c => !"!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'".Contains(c)).Select(c => c.ToString()), TextVectorizer.Of(["a"], options).ThrowIfFail().Tokens(ascii));
    }

    [Fact]
    public void A_very_long_text_is_a_text()
    {
        var text = string.Concat(Enumerable.Repeat("good \U0001F600 ", 300_000));
        foreach (var split in Enum.GetValues<TextSplit>())
        {
            var ngrams = split == TextSplit.None ? 1 : 2;
            var vectorizer = Learn(new TextOptions { Split = split, OutputMode = TextOutputMode.Count, Ngrams = ngrams });
            var tokens = split switch { TextSplit.Whitespace => 600_000 * 2 - 1, TextSplit.Character => 7 * 300_000 * 2 - 1, _ => 1 };
            Assert.Equal(tokens, TextLaws.Encode(vectorizer, text).Sum());
        }
    }

    [Fact]
    public void Wrong_options_are_told_together()
    {
        string Wrong(TextOptions options) => TextVectorizer.Learn(Reviews, options).Match(Succ: _ => "", Fail: fault => fault.Message);
        Assert.Equal("The options of texts: Length is not given, but the numbers of words need it: the count of tokens of every text.", Wrong(new TextOptions()));
        Assert.Contains("Length is 0, but", Wrong(new TextOptions { Length = 0 }));
        Assert.Contains("Length is 5, but it has a meaning for TextOutputMode.Int alone: Count has a column for each word", Wrong(new TextOptions { Length = 5, OutputMode = TextOutputMode.Count }));
        Assert.Contains("MaxTokens is 2, but it needs at least 3: two places are for padding and unknown words; Ngrams is 0, but it needs at least 1", Wrong(Three with { MaxTokens = 2, Ngrams = 0 }));
        Assert.Contains("MaxTokens is 1, but it needs at least 2: one place is for unknown words", Wrong(new TextOptions { MaxTokens = 1, OutputMode = TextOutputMode.Count }));
        Assert.Contains("MaxTokens is 16777217, but there are at most 16777216, which float32", Wrong(Three with { MaxTokens = 16_777_217 }));
        Assert.Equal("", Wrong(Three with { MaxTokens = 16_777_216 }));
        Assert.Contains("Ngrams is 2, but with TextSplit.None a text is one token", Wrong(Three with { Ngrams = 2, Split = TextSplit.None }));
        Assert.Contains("PadToMaxTokens is set, but the numbers of words", Wrong(Three with { MaxTokens = 9, PadToMaxTokens = true }));
        Assert.Contains("PadToMaxTokens is set, but MaxTokens is not given", Wrong(new TextOptions { PadToMaxTokens = true, OutputMode = TextOutputMode.Count }));
        Assert.Contains("Standardize is 9, which is no member of TextStandardization; Split is 9, which is no member of TextSplit; OutputMode is 9",
            Wrong(new TextOptions { Standardize = (TextStandardization)9, Split = (TextSplit)9, OutputMode = (TextOutputMode)9 }));
        Assert.Contains("Text 1 is null", TextVectorizer.Learn(["a", null!], Three).Match(Succ: _ => "", Fail: fault => fault.Message));
        Assert.Equal("There are no words to learn in 2 texts.", TextVectorizer.Learn(["", "!"], Three).Match(Succ: _ => "", Fail: fault => fault.Message));
        Assert.Throws<ArgumentException>(() => FeatureEncoding.TextVectorization(new TextOptions()));
        Assert.Throws<ArgumentException>(() => FeatureEncoding.TextVectorization(Three));
    }

    [Fact]
    public void Words_that_would_never_be_found_are_told()
    {
        string Wrong(TextOptions options, double[]? weights, params string[] words) =>
            TextVectorizer.Of(words, options, weights).Match(Succ: _ => "", Fail: fault => fault.Message);
        Assert.Equal("The vocabulary has the word 'Good', which no text has after it was standardized and split: it would never be found.", Wrong(Three, null, "a", "Good"));
        Assert.Contains("'new york'", Wrong(Three, null, "new york"));
        Assert.Equal("", Wrong(Three with { Ngrams = 2 }, null, "new york"));
        Assert.Contains("the word 'a' twice", Wrong(Three, null, "a", "b", "a"));
        Assert.Contains("without characters, which is the padding", Wrong(Three, null, "a", ""));
        Assert.Contains("has no words", Wrong(Three, null, "", "[UNK]"));
        Assert.Contains("has 3 words, but MaxTokens = 4 leaves room for 2", Wrong(Three with { MaxTokens = 4 }, null, "a", "b", "c"));
        var weighted = new TextOptions { OutputMode = TextOutputMode.TfIdf };
        Assert.Contains("has 2 words, but 0 weights", Wrong(weighted, null, "a", "b"));
        Assert.Contains("a weight that is not finite", Wrong(weighted, [1, double.NaN], "a", "b"));
        Assert.Contains("weights, which have a meaning for TextOutputMode.TfIdf alone", Wrong(Three, [1], "a"));
        Assert.Equal([1.5f, 4, 0], TextLaws.Encode(TextVectorizer.Of(["a", "b"], weighted, [2, 1]).ThrowIfFail(), "a c a"));
    }

    [Fact]
    public void Damaged_texts_are_refused()
    {
        var text = Learn(new TextOptions { MaxTokens = 5, OutputMode = TextOutputMode.TfIdf }).ToText();
        string Refused(string changed) => TextVectorizer.FromText(changed).Match(Succ: _ => "", Fail: fault => fault.Message);
        Assert.Equal("", Refused(text));
        Assert.StartsWith("The text of a TextVectorizer can't be read: ", Refused(text[..40]));
        Assert.Contains("can't be read", Refused("[]"));
        Assert.Contains("split is Words", Refused(text.Replace("\"Whitespace\"", "\"Words\"")));
        Assert.Contains("split is 1", Refused(text.Replace("\"Whitespace\"", "\"1\"")));
        Assert.Contains("MaxTokens = 4 leaves room for 3", Refused(text.Replace("\"maxTokens\":5", "\"maxTokens\":4")));
        Assert.Contains("the word 'film' twice", Refused(text.Replace("\"a\"", "\"film\"")));
        Assert.Contains("Length is 3, but", Refused(text.Replace("\"maxTokens\":5", "\"maxTokens\":5,\"length\":3")));
        Assert.Contains("4 words, but 3 weights", Refused(System.Text.RegularExpressions.Regex.Replace(text, "\"idfWeights\":\\[[^,]*,", "\"idfWeights\":[")));
    }

    [Fact]
    public void Texts_become_data_sets()
    {
        var vectorizer = Learn(Three);
        var data = vectorizer.ToDataset(Reviews, [1, 0, 1, 0], ["bad", "good"]).ThrowIfFail();
        Assert.Equal((4, LabelKind.ClassIndices), (data.Count, data.LabelKind));
        Assert.Equal(["bad", "good"], data.ClassNames.ToArray());
        Assert.Equal([4f, 2, 3, 4, 7, 3, 5, 6, 2, 0, 0, 0], data.ToTensor().ToArray());
        Assert.False(vectorizer.ToDataset(Reviews).ThrowIfFail().HasLabels);
        Assert.Contains("Text 1 is null", vectorizer.ToDataset(["a", null!]).Match(Succ: _ => "", Fail: fault => fault.Message));
        Assert.True(vectorizer.ToDataset([]).IsFail);
        Assert.True(vectorizer.ToDataset(Reviews, [1]).IsFail);
        Assert.Throws<ArgumentException>(() => vectorizer.Encode("a", new float[4]));
        Assert.Throws<ArgumentException>(() => vectorizer.Encode("a", new int[2]));
        Assert.Throws<InvalidOperationException>(() => Learn(new TextOptions { OutputMode = TextOutputMode.Count }).Encode("a", new int[8]));
    }

    [Theory]
    [InlineData(TextOutputMode.Int), InlineData(TextOutputMode.TfIdf)]
    public void Encoding_a_text_allocates_nothing(TextOutputMode mode)
    {
        var vectorizer = Learn(new TextOptions { OutputMode = mode, Length = mode == TextOutputMode.Int ? 200 : null, Ngrams = 2 });
        string[] texts = [Reviews[0], string.Concat(Enumerable.Repeat("Grüße an den guten Film, sagt er. ", 400)), ""];
        var numbers = new float[vectorizer.Width];
        void Encode()
        {
            foreach (var text in texts) vectorizer.Encode(text, numbers);
        }
        for (var i = 0; i < 100; i++) Encode();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Encode();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        // Characters that may change in form C begin at U+0300.
        Assert.All(Enumerable.Range(0, 0x300), i => Assert.True(((char)i).ToString().IsNormalized()));
    }

    /// <summary>Some millions of words a second are usual; the bound leaves room for slow and busy machines.</summary>
    [Fact]
    public void Encoding_is_quick()
    {
        var random = new Random(1);
        string[] texts = [.. Enumerable.Range(0, 2000).Select(_ => string.Join(' ', Enumerable.Range(0, 100).Select(_ => "word" + (int)Math.Pow(10_000, random.NextDouble()))))];
        var vectorizer = TextVectorizer.Learn(texts, new TextOptions { MaxTokens = 5000, Length = 100 }).ThrowIfFail();
        var (begin, numbers) = (Stopwatch.GetTimestamp(), new float[100]);
        foreach (var text in texts) vectorizer.Encode(text, numbers);
        Assert.InRange(200_000 / Stopwatch.GetElapsedTime(begin).TotalSeconds, 2e5, double.MaxValue);
    }

    private static TextVectorizer Learn(TextOptions options) => TextVectorizer.Learn(Reviews, options).ThrowIfFail();
}
