using LanguageExt;
using ModelDsl.FeatureRecords;

namespace ModelDsl.Tests.FeatureRecords;

/// <summary>Each encoding alone: its formula, its places, and its edges.</summary>
public class EncodingTests
{
    [Fact]
    public void Zeros_of_both_signs_are_one_number_in_any_order()
    {
        foreach (var encoding in (FeatureEncoding[])[FeatureEncoding.MinMax(), FeatureEncoding.Normalize(), FeatureEncoding.Bins(3)])
        {
            var one = Learn(encoding, 0.0, -0.0, 1, 2).Numbers;
            var other = Learn(encoding, -0.0, 0.0, 1, 2).Numbers;
            Assert.Equal(one.Select(BitConverter.DoubleToInt64Bits), other.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void Numbers_far_apart_have_finite_statistics()
    {
        Assert.Equal([0, 0, 1e300], Learn(FeatureEncoding.Normalize(), -1e300, 1e300).Numbers);
        var thirds = Learn(FeatureEncoding.Bins(3, BinStrategy.Uniform), -1.5e308, 1.5e308).Numbers;
        Assert.Equal([-50, 50], thirds.Select(x => Math.Round(x / 1e306)));
        Assert.Equal([0.0], Learn(FeatureEncoding.Bins(2), -1.5e308, 1.5e308).Numbers);
        Assert.Contains("too far apart", Refused(FeatureEncoding.MinMax(), -1.5e308, 1.5e308));
    }

    [Fact]
    public void A_constant_column_keeps_the_distance_from_it()
    {
        Assert.Equal([3, 3, 1], Learn(FeatureEncoding.Normalize(), 3, 3).Numbers);
        Assert.Equal([3, 3, 1], Learn(FeatureEncoding.MinMax(), 3).Numbers);
        Assert.Equal([2, 0], Encode(FeatureEncoding.MinMax(), 5, 3, 3));
    }

    [Fact]
    public void The_median_of_an_even_count_is_the_mean_of_two() =>
        Assert.Equal(2.5, Learn(FeatureEncoding.Number(), 1, 2, 3, 10).Numbers[0]);

    [Fact]
    public void Means_keep_the_digits_that_a_plain_sum_loses()
    {
        // Each step of a plain sum rounds, and 20,000 steps lose three digits.
        double[] numbers = [.. Enumerable.Repeat(0.1, 20_000), 0.3];
        Assert.Equal((double)(2000.3m / 20_001), Learn(FeatureEncoding.Normalize(missing: Missing.Mean), numbers).Numbers[1], 5e-17);
    }

    [Fact]
    public void Logarithms_of_small_numbers_are_exact()
    {
        var learnt = Learn(FeatureEncoding.Normalize(log: true), 1e-12, 3e-12);
        Assert.Equal(2e-12, learnt.Numbers[1], 1e-20);
        Assert.Equal(1e-12, learnt.Numbers[2], 1e-20);
    }

    [Fact]
    public void Logarithms_end_at_minus_one()
    {
        var log = FeatureEncoding.Normalize(log: true);
        Assert.Equal("is −1 or less, but Log takes the logarithm of 1 + x", Fault(log, -1, 1, 2));
        Assert.Null(Fault(log, -0.999, 1, 2));
        Assert.True(Learn(log, -0.5, 2).Numbers[2] > 0);
    }

    [Fact]
    public void An_interval_begins_at_its_boundary_and_missing_comes_last()
    {
        var bucket = FeatureEncoding.Bucket([0, 2]);
        Assert.Equal([0, 1, 0, 0], Encode(bucket, 0));
        Assert.Equal([0, 0, 1, 0], Encode(bucket, 2));
        Assert.Equal([0, 0, 0, 1], Encode(bucket, null));
        var index = FeatureEncoding.Bucket([0, 2], asIndex: true);
        Assert.Equal([3], Encode(index, null));
        Assert.Equal([1], Encode(index, 0));
        Assert.Equal(["x < 0", "0 ≤ x < 2", "x ≥ 2", "x is missing"], bucket.Names(Column(bucket), Statistics.Nothing));
    }

    [Fact]
    public void Bins_of_equal_numbers_are_read_again()
    {
        var bins = FeatureEncoding.Bins(3);
        var learnt = Learn(bins, 1, 1, 1, 1);
        Assert.Equal([1, 1], learnt.Numbers);
        Assert.Null(bins.Misfit(learnt, true));
        Assert.NotNull(bins.Misfit(new Statistics([1], []), true));
        Assert.NotNull(bins.Misfit(new Statistics([2, 1], []), true));
        Assert.NotNull(bins.Misfit(new Statistics([1, double.PositiveInfinity], []), true));
    }

    [Fact]
    public void A_cycle_has_an_indicator_and_an_end()
    {
        var cyclic = FeatureEncoding.Cyclic(4);
        Assert.Equal([1, 0, 0], Encode(cyclic, 1).Select(x => MathF.Round(x, 6)));
        Assert.Equal([0, 0, 1], Encode(cyclic, null));
        Assert.Equal("is too large for its period", Fault(FeatureEncoding.Cyclic(0.1), 1e308));
        var exact = Encode(cyclic, 1 + 4.0 * (1L << 40));
        Assert.Equal(Encode(cyclic, 1), exact);
    }

    [Fact]
    public void Parts_of_dates_are_shares_of_their_circles()
    {
        float[] Of(DateParts parts, DateTime? date, params DateTime[] train)
        {
            var encoding = FeatureEncoding.Date(parts);
            var sample = new ColumnSample();
            foreach (var one in train) sample.Add(DateEncoding.Days(one));
            var to = Filled(encoding.Width(true));
            var encoder = encoding.Encoder(Column(encoding), encoding.Learn(sample, true).ThrowIfFail());
            Assert.Null(date is { } given ? encoder.Date(given, to) : encoder.Missing(to));
            return to;
        }

        void Turns(DateParts parts, DateTime date, double turns)
        {
            var found = Of(parts, date);
            Assert.Equal(Math.Sin(2 * Math.PI * turns), found[0], 1e-6);
            Assert.Equal(Math.Cos(2 * Math.PI * turns), found[1], 1e-6);
            Assert.Equal(0, found[2]);
        }

        Turns(DateParts.Month, new DateTime(2026, 4, 1), 0.25);
        Turns(DateParts.DayOfMonth, new DateTime(2026, 2, 8), 0.25);
        Turns(DateParts.DayOfWeek, new DateTime(2026, 11, 30), 0);
        Turns(DateParts.DayOfWeek, new DateTime(2026, 12, 6), 6 / 7.0);
        Turns(DateParts.DayOfYear, new DateTime(2024, 7, 2), 183 / 366.0);
        Turns(DateParts.DayOfYear, new DateTime(2023, 7, 2), 182 / 365.0);
        Turns(DateParts.TimeOfDay, new DateTime(2026, 11, 30, 6, 0, 0), 0.25);
        Assert.Equal([0, 0, 1, 1], new[] { 27, 30, 28, 29 }.Select(day => Of(DateParts.Weekend, new DateTime(2026, 11, day))[0]));
        Assert.Equal([0, 0, 0, 1], Of(DateParts.Trend | DateParts.Month, null, new DateTime(2000, 1, 1), new DateTime(2000, 1, 3)));
        Assert.Equal([2, 0], Of(DateParts.Trend, new DateTime(2000, 1, 4), new DateTime(2000, 1, 1), new DateTime(2000, 1, 3)));
    }

    [Fact]
    public void Categories_have_places_for_others_and_for_missing_ones()
    {
        float[] Of(FeatureEncoding encoding, string? text)
        {
            var to = Filled(encoding.Width(true));
            var encoder = encoding.Encoder(Column(encoding), Statistics.Nothing);
            Assert.Null(text is null ? encoder.Missing(to) : encoder.Text(text, to));
            return to;
        }

        string[] names = ["a", "gr\u00fcn"];
        Assert.Equal([0, 1, 0, 0], Of(FeatureEncoding.Category(names, Unknown.Own), "gru\u0308n "));
        Assert.Equal([0, 0, 1, 0], Of(FeatureEncoding.Category(names, Unknown.Own), "b"));
        Assert.Equal([0, 0, 0, 1], Of(FeatureEncoding.Category(names, Unknown.Own), null));
        Assert.Equal([0, 0, 0], Of(FeatureEncoding.Category(names, Unknown.Zeros), "b"));
        Assert.Equal([0, 0, 1], Of(FeatureEncoding.Category(names, Unknown.Zeros), null));
        Assert.Equal([2], Of(FeatureEncoding.Category(names, Unknown.Own, asIndex: true), "b"));
        Assert.Equal([3], Of(FeatureEncoding.Category(names, Unknown.Own, asIndex: true), null));
        Assert.Equal([2], Of(FeatureEncoding.Category(names, asIndex: true), null));
    }

    [Fact]
    public void A_vocabulary_fills_its_places_and_no_more()
    {
        var words = FeatureEncoding.Vocabulary(4);
        var sample = new ColumnSample();
        foreach (var word in "dd dd dd a a bb bb c".Split(' ')) sample.Add(word);
        Assert.Equal(["dd", "a"], words.Learn(sample, true).ThrowIfFail().Words);
        Assert.Equal(["dd", "a", "bb"], words.Learn(sample, false).ThrowIfFail().Words);
        Assert.Null(words.Misfit(new Statistics([], ["a", "b", "c"]), false));
        // A nullable column has a place less for words: a file with more would write past the end of a one-hot row.
        Assert.Equal("needs at most 2 different words", words.Misfit(new Statistics([], ["a", "b", "c"]), true));
        Assert.NotNull(words.Misfit(new Statistics([], ["a", "a"]), false));
        Assert.NotNull(words.Misfit(new Statistics([], ["a", "b", "c", "d"]), false));
        var learnt = new ColumnSample();
        var visitor = new LearningVisitor(new FeatureSchema("Row"), [learnt], new FeatureFaults(new FeatureSchema("Row")));
        foreach (var word in (string[])["gru\u0308n", "gr\u00fcn ", "rot"]) visitor.Text(0, word);
        Assert.Equal(["gr\u00fcn", "rot"], learnt.WordsByFrequency());
    }

    [Fact]
    public void Weights_and_labels_are_checked()
    {
        Assert.NotNull(Fault(FeatureEncoding.SampleWeight(), -1));
        Assert.NotNull(Fault(FeatureEncoding.SampleWeight(), double.PositiveInfinity));
        Assert.Null(Fault(FeatureEncoding.SampleWeight(), 0));
        Assert.Contains("not finite", Fault(FeatureEncoding.NumberLabel(), double.NaN));
        Assert.Contains("too large", Fault(FeatureEncoding.NumberLabel(), 1e300));
        var classes = FeatureEncoding.ClassLabel("a", "b");
        var to = new float[1];
        Assert.NotNull(classes.Encoder(Column(classes), Statistics.Nothing).Category(2, to));
        Assert.NotNull(classes.Encoder(Column(classes), Statistics.Nothing).Category(-1, to));
        Assert.Null(classes.Encoder(Column(classes), Statistics.Nothing).Missing(to));
        Assert.True(float.IsNaN(to[0]));
        Assert.NotNull(classes.Encoder(new FeatureColumn("x", "x", classes), Statistics.Nothing).Missing(to));
    }

    [Fact]
    public void Encodings_that_differ_have_different_texts()
    {
        FeatureEncoding[] all =
        [
            FeatureEncoding.Number(), FeatureEncoding.Number(Missing.Zero), FeatureEncoding.Number(indicator: false),
            FeatureEncoding.Normalize(),
            FeatureEncoding.Normalize(log: true), FeatureEncoding.MinMax(),
            FeatureEncoding.Bucket([1]), FeatureEncoding.Bucket([1], asIndex: true),
            FeatureEncoding.Bucket([2]), FeatureEncoding.Bins(3), FeatureEncoding.Bins(3, BinStrategy.Uniform),
            FeatureEncoding.Bins(3, asIndex: true),
            FeatureEncoding.Bins(4), FeatureEncoding.Cyclic(7), FeatureEncoding.Cyclic(24),
            FeatureEncoding.Date(DateParts.Month), FeatureEncoding.Date(DateParts.Trend),
            FeatureEncoding.Flag(), FeatureEncoding.Category(["a"]), FeatureEncoding.Category(["a"], Unknown.Own), FeatureEncoding.Category(["a"], asIndex: true),
            FeatureEncoding.Category(["a", "b"]), FeatureEncoding.Vocabulary(9), FeatureEncoding.Vocabulary(9, oneHot: true), FeatureEncoding.ClassLabel("a", "b"),
            FeatureEncoding.ClassLabel("b", "a"), FeatureEncoding.NumberLabel(), FeatureEncoding.NumberLabel(normalize: true), FeatureEncoding.SampleWeight(),
            FeatureEncoding.Ignored(),
            FeatureEncoding.TextVectorization(Texts), FeatureEncoding.TextVectorization(Texts with { MaxTokens = 8 }),
            FeatureEncoding.TextVectorization(Texts with { Length = 4 }), FeatureEncoding.TextVectorization(Texts with { Ngrams = 2 }),
            FeatureEncoding.TextVectorization(Texts with { Split = TextSplit.Character }),
            FeatureEncoding.TextVectorization(Texts with { Standardize = TextStandardization.Lower }), FeatureEncoding.TextVectorization(Texts, ["a"]),
            FeatureEncoding.TextVectorization(new TextOptions { MaxTokens = 9, OutputMode = TextOutputMode.Count }),
            FeatureEncoding.TextVectorization(new TextOptions { MaxTokens = 9, OutputMode = TextOutputMode.TfIdf }),
        ];
        Assert.Equal(all.Length, all.Select(one => one.ToString()).Distinct().Count());
    }

    [Fact]
    public void A_text_fills_its_places_and_no_more()
    {
        Statistics Learnt(FeatureEncoding encoding, params string?[] texts)
        {
            var sample = encoding.NewSample();
            foreach (var text in texts)
            {
                if (text is null) sample.AddMissing();
                else sample.AddText(text);
            }
            return encoding.Learn(sample, isOptional: true).ThrowIfFail();
        }
        float[] Numbers(FeatureEncoding encoding, Statistics learnt, string? text)
        {
            var to = Filled(encoding.Width(true));
            var encoder = encoding.Encoder(Column(encoding), learnt);
            Assert.Null(text is null ? encoder.Missing(to) : encoder.Text(text, to));
            return to;
        }
        var indices = FeatureEncoding.TextVectorization(Texts with { MaxTokens = 4 });
        var learnt = Learnt(indices, "a b. A", "c!", null);
        Assert.Equal(["a", "c"], learnt.Words);
        Assert.Equal((true, 3), (indices.IsIndex, indices.Width(true)));
        Assert.Equal([2, 1, 2], Numbers(indices, learnt, "a b a c"));
        Assert.Equal([0, 0, 0], Numbers(indices, learnt, null));
        Assert.Equal(["x [0]", "x [1]", "x [2]"], indices.Names(Column(indices), learnt));
        Assert.NotNull(indices.Encoder(new FeatureColumn("x", "x", indices), learnt).Missing(new float[3]));
        // A missing text is one of the texts whose number weights the words.
        var weighted = FeatureEncoding.TextVectorization(new TextOptions { MaxTokens = 5, OutputMode = TextOutputMode.TfIdf });
        learnt = Learnt(weighted, "a b", "a", null);
        Assert.Equal([Math.Log(1 + 3 / 3.0), Math.Log(1 + 3 / 2.0)], learnt.Numbers);
        Assert.Equal(["x: [UNK]", "x: a", "x: b", "x [3]", "x [4]"], weighted.Names(Column(weighted), learnt));
        Assert.Equal([0, 2 * (float)learnt.Numbers[0], 0, 0, 0], Numbers(weighted, learnt, "a a"));
        Assert.Equal([0, 0, 0, 0, 0], Numbers(weighted, learnt, null));
        // Files.
        Assert.Null(weighted.Misfit(learnt, true));
        Assert.NotNull(weighted.Misfit(learnt with { Numbers = [1] }, true));
        Assert.NotNull(weighted.Misfit(learnt with { Words = ["a", "a"] }, true));
        Assert.NotNull(indices.Misfit(new Statistics([], ["a", "b", "c"]), true));
        Assert.NotNull(indices.Misfit(new Statistics([1], ["a"]), true));
        // Words that their author wrote.
        var given = FeatureEncoding.TextVectorization(new TextOptions { OutputMode = TextOutputMode.Count }, ["good", "bad"]);
        learnt = Learnt(given, "nothing");
        Assert.Equal([1, 2, 0], Numbers(given, learnt, "Good good film"));
        Assert.Equal("has another vocabulary now than in the file", given.Misfit(new Statistics([], ["bad", "good"]), false));
        Assert.Null(given.Misfit(learnt, false));
        Assert.Contains("never be found", FeatureEncoding.TextVectorization(Texts, ["Bad"]).Learn(given.NewSample(), false).Match(Succ: _ => "", Fail: fault => fault.Message));
        Assert.Contains("no words to learn", indices.Learn(indices.NewSample(), false).Match(Succ: _ => "", Fail: fault => fault.Message));
    }

    private static readonly TextOptions Texts = new() { MaxTokens = 9, Length = 3 };

    private static FeatureColumn Column(FeatureEncoding encoding) => new("x", "x", encoding, IsOptional: true);

    private static Fin<Statistics> Try(FeatureEncoding encoding, double[] train)
    {
        var sample = new ColumnSample();
        foreach (var number in train) sample.Add(number);
        return encoding.Learn(sample, isOptional: true);
    }

    private static Statistics Learn(FeatureEncoding encoding, params double[] train) => Try(encoding, train).ThrowIfFail();

    private static string Refused(FeatureEncoding encoding, params double[] train) => Try(encoding, train).Match(Succ: _ => "", Fail: fault => fault.Message);

    /// <summary>Returns room with numbers of an earlier row, which an encoding must not leave there.</summary>
    private static float[] Filled(int width) => [.. Enumerable.Repeat(9f, width)];

    private static float[] Encode(FeatureEncoding encoding, double? value, params double[] train)
    {
        var to = Filled(encoding.Width(true));
        var encoder = encoding.Encoder(Column(encoding), Learn(encoding, train));
        Assert.Null(value is { } number ? encoder.Number(number, to) : encoder.Missing(to));
        return to;
    }

    private static string? Fault(FeatureEncoding encoding, double value, params double[] train) =>
        encoding.Encoder(Column(encoding), Learn(encoding, train)).Number(value, new float[Math.Max(1, encoding.Width(true))]);
}
