using System.Reflection;
using System.Text.Json;
using LanguageExt;

namespace ModelDsl.Tests.Text;

/// <summary>
/// Texts become the numbers of Keras's <c>TextVectorization</c>: those of its documentation, and those of its algorithm in golden.py, which
/// wrote golden.json.
/// </summary>
public class TextGoldenTests
{
    private static readonly JsonElement Cases = Read();

    /// <summary>The examples of Keras's documentation and tests.</summary>
    [Fact]
    public void The_examples_of_Keras_come_out()
    {
        var options = new TextOptions { MaxTokens = 5000, Length = 4 };
        var learnt = TextVectorizer.Learn(["foo bar", "bar baz", "baz bada boom"], options).ThrowIfFail();
        Assert.Equal(["", "[UNK]", "baz", "bar", "foo", "boom", "bada"], learnt.Vocabulary.ToArray());
        var given = TextVectorizer.Of(["baz", "bar", "foo"], options).ThrowIfFail();
        foreach (var vectorizer in (TextVectorizer[])[learnt, given])
        {
            var indices = new int[4];
            vectorizer.Encode("foo qux bar", indices);
            Assert.Equal([4, 1, 3, 0], indices);
            vectorizer.Encode("qux baz", indices);
            Assert.Equal([1, 2, 0, 0], indices);
        }
        var words = TextVectorizer.Of(["earth", "wind", "and", "fire"], options).ThrowIfFail();
        Assert.Equal(["", "[UNK]", "earth", "wind", "and", "fire"], words.Vocabulary.ToArray());
    }

    [Fact]
    public void Every_option_agrees_with_the_algorithm_of_Keras()
    {
        Assert.Equal(112, Cases.GetArrayLength());
        foreach (var one in Cases.EnumerateArray())
        {
            var options = OptionsOf(one);
            var vectorizer = TextVectorizer.Learn(Texts(one, "texts"), options).ThrowIfFail();
            Assert.Equal(Texts(one, "words"), vectorizer.Vocabulary.Skip(options.OutputMode == TextOutputMode.Int ? 2 : 1));
            Equal(Numbers(one.GetProperty("idf")), [.. vectorizer.IdfWeights], 1e-14);
            var (inputs, outputs) = (Texts(one, "inputs"), one.GetProperty("outputs"));
            for (var i = 0; i < inputs.Length; i++)
            {
                // Numbers of an earlier text must not stay.
                float[] row = [.. Enumerable.Repeat(9f, vectorizer.Width)];
                vectorizer.Encode(inputs[i], row);
                Equal(Numbers(outputs[i]), Array.ConvertAll(row, x => (double)x), 1e-6);
            }
        }
    }

    internal static TextOptions OptionsOf(JsonElement one) => new()
    {
        MaxTokens = one.GetProperty("maxTokens") is { ValueKind: JsonValueKind.Number } most ? most.GetInt32() : null,
        Standardize = one.GetProperty("standardize").GetString() switch
        {
            "lower" => TextStandardization.Lower,
            "strip_punctuation" => TextStandardization.StripPunctuation,
            null => TextStandardization.None,
            _ => TextStandardization.LowerAndStripPunctuation,
        },
        Split = one.GetProperty("split").GetString() switch
        {
            "character" => TextSplit.Character,
            null => TextSplit.None,
            _ => TextSplit.Whitespace,
        },
        Ngrams = one.GetProperty("ngrams") is { ValueKind: JsonValueKind.Number } ngrams ? ngrams.GetInt32() : 1,
        OutputMode = one.GetProperty("mode").GetString() switch
        {
            "multi_hot" => TextOutputMode.MultiHot,
            "count" => TextOutputMode.Count,
            "tf_idf" => TextOutputMode.TfIdf,
            _ => TextOutputMode.Int,
        },
        Length = one.GetProperty("length") is { ValueKind: JsonValueKind.Number } length ? length.GetInt32() : null,
    };

    private static void Equal(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    private static string[] Texts(JsonElement one, string key) =>
        [.. one.GetProperty(key).EnumerateArray().Select(text => text.GetString()!)];

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    private static JsonElement Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("texts.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
