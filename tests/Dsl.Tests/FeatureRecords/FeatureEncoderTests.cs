using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LanguageExt;

namespace ModelDsl.Tests.FeatureRecords;

/// <summary>What an encoder learns, and how it encodes rows.</summary>
public class FeatureEncoderTests
{
    private static FeatureRow[] Rows => FeatureGoldenTests.Rows;

    [Property(MaxTest = 50)]
    public void The_order_of_training_rows_changes_no_statistic(int seed)
    {
        var rows = Random(new Random(seed), 30);
        FeatureRow[] shuffled = [.. rows];
        new Random(seed + 1).Shuffle(shuffled);
        Assert.Equal(Learn(rows).ToText(), Learn(shuffled).ToText());
    }

    [Property(MaxTest = 50)]
    public void A_row_is_encoded_by_itself(int seed)
    {
        var random = new Random(seed);
        var (encoder, rows) = (Learn(Random(random, 20)), Random(random, 10));
        var all = encoder.Encode(rows).ThrowIfFail();
        for (var i = 0; i < rows.Length; i++)
        {
            var (alone, among) = (new float[encoder.Width], new float[encoder.Width]);
            encoder.Encode(rows[i], alone).ThrowIfFail();
            all.CopySamples([i], among);
            Assert.Equal(alone, among);
        }
    }

    [Property(MaxTest = 50)]
    public void An_encoder_read_from_its_text_gives_the_same_bits(int seed)
    {
        var random = new Random(seed);
        var encoder = Learn(Random(random, 25));
        var read = FeatureEncoder<FeatureRow>.FromText(encoder.ToText()).ThrowIfFail();
        Assert.Equal(encoder, read);
        Assert.Equal(encoder.ToText(), read.ToText());
        foreach (var row in Random(random, 20))
        {
            var (one, other) = (new float[encoder.Width], new float[encoder.Width]);
            encoder.Encode(row, one).ThrowIfFail();
            read.Encode(row, other).ThrowIfFail();
            Assert.Equal(one.Select(BitConverter.SingleToInt32Bits), other.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Each_number_has_a_name()
    {
        var encoder = Learn(Rows);
        Assert.Equal(encoder.Width, encoder.Columns.Count);
        Assert.DoesNotContain(encoder.Columns, string.IsNullOrEmpty);
        Assert.Equal(
            ["Age", "Age is missing", "Mean", "Zero", "Fare", "Rooms", "City = Aarau", "City = Bern", "City = Chur"], encoder.Columns.Take(9).ToArray());
        // Indices come after all other numbers.
        Assert.Equal(["Size", "Uniform", "Ticket"], encoder.Columns.Skip(encoder.Width - 3).ToArray());
    }

    /// <summary>Each column of the record is a feature of the data set, at the place of its numbers: indices come last.</summary>
    [Fact]
    public void Features_of_a_data_set_are_the_columns()
    {
        var encoder = Learn(Rows);
        var features = encoder.Encode(Rows).ThrowIfFail().Features;
        Assert.Equal(encoder.Columns, features.Bind(feature => feature.Columns));
        Assert.All(features, feature => Assert.Equal(FeatureRow.First(feature.Name), feature.First));
        Assert.Equal(encoder.Width, features.Map(feature => feature.Width).Sum());
        Assert.Equal(["Size", "Uniform", "Ticket"], features.Skip(features.Count - 3).Map(feature => feature.Name).ToArray());
        Assert.DoesNotContain(features, feature => feature.Name is "Weight" or "Survived");
    }

    [Fact]
    public void A_column_of_the_record_is_a_feature_of_the_data_set()
    {
        var encoder = Learn(Rows);
        foreach (var data in (Dataset[])[encoder.Encode(Rows).ThrowIfFail(), encoder.Encode([new FeatureRow()]).ThrowIfFail()])
        {
            Assert.Equal(encoder.Columns, data.Features.Bind(feature => feature.Columns));
            foreach (var feature in data.Features) Assert.Equal(FeatureRow.First(feature.Name), feature.First);
            Assert.Equal([("Age", 2), ("Mean", 1), ("City", 3), ("Word", 5), ("Date", 4), ("Size", 1), ("Uniform", 1), ("Ticket", 1)],
                data.Features.Filter(feature => feature.Name is "Age" or "Mean" or "City" or "Word" or "Date" or "Size" or "Uniform" or "Ticket")
                    .Map(feature => (feature.Name, feature.Width)).ToArray());
            // Labels and weights are no features.
            Assert.False(data.Features.Exists(feature => feature.Name is "Survived" or "Weight"));
        }
    }

    [Fact]
    public void White_space_around_a_missing_mark_makes_no_difference()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "age, fare, rooms, city, size, ticket, word, weight\n ?, 1, 2, Bern, M, ?, NA , 1\n7, 1, 2, Bern, M, a, b, 1\n");
            var table = Csv.Load<FeatureRow>(path, new CsvFormat { MissingMarks = [" ?", "NA"] });
            Assert.Contains("line 2, column ticket: the cell is empty", table.Match(Succ: _ => "", Fail: fault => fault.Message));
            File.WriteAllText(path, "age, fare, rooms, city, size, ticket, word, weight\n ?, 1, 2, Bern, M, a, NA , 1\n7, 1, 2, Bern, M, a, b, 1\n");
            table = Csv.Load<FeatureRow>(path, new CsvFormat { MissingMarks = [" ?", "NA"] });
            Assert.Equal([(null, null), (7f, "b")], table.ThrowIfFail().Select(row => (row.Age, row.Word)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Words_are_numbered_by_frequency()
    {
        FeatureRow[] rows = [.. "b a c a b d a é".Split(' ').Select(word => new FeatureRow(Ticket: word, Word: word, Date: DateTime.UnixEpoch))];
        var encoder = Learn(rows);
        int Ticket(string word) => (int)Encode(encoder, new FeatureRow(Ticket: word))[FeatureRow.First("Ticket")];
        Assert.Equal([1, 2, 3, 0, 0, 0], "a b c d é zzz".Split(' ').Select(Ticket));
        Assert.Equal(1, Ticket(" a\t"));
        float[] Word(string? word) => Encode(encoder, new FeatureRow(Word: word))[FeatureRow.First("Word")..][..5];
        Assert.Equal([0, 1, 0, 0, 0], Word(null));
        Assert.Equal([0, 0, 1, 0, 0], Word("a"));
        Assert.Equal([0, 0, 0, 0, 1], Word("c"));
        Assert.Equal([1, 0, 0, 0, 0], Word("d"));
    }

    [Fact]
    public void Values_have_their_places()
    {
        var encoder = Learn(Rows);
        float[] Of(FeatureRow row, string column, int width) => Encode(encoder, row)[FeatureRow.First(column)..][..width];
        Assert.Equal([1, 0, 0], Of(new FeatureRow(Rooms: -0.1), "Bucket", 3));
        Assert.Equal([0, 1, 0], Of(new FeatureRow(Rooms: 0), "Bucket", 3));
        Assert.Equal([0, 0, 1], Of(new FeatureRow(Rooms: 2.5), "Bucket", 3));
        Assert.Equal([0, 1], Of(new FeatureRow(City: "Chur"), "Own", 2));
        Assert.Equal([0], Of(new FeatureRow(City: "Chur"), "Rest", 1));
        Assert.Equal([1], Of(new FeatureRow(City: "Bern"), "Rest", 1));
        Assert.Equal([0, 1], Of(new FeatureRow(Yes: null), "Yes", 2));
        Assert.Equal([1, 0], Of(new FeatureRow(Yes: true), "Yes", 2));
        Assert.Equal([7.25f], Of(new FeatureRow(Rooms: 7.25), "Plain", 1));
        var noon = Of(new FeatureRow(Rooms: 12), "Hour", 2);
        Assert.Equal([0, -1], noon.Select(x => (float)Math.Round(x, 6)));
        Assert.Equal(Of(new FeatureRow(Rooms: 6), "Hour", 2).Select(x => Math.Round(x, 5)), Of(new FeatureRow(Rooms: 6 - 24 * 1000), "Hour", 2).Select(x => Math.Round(x, 5)));
        // 2024-01-01 was a Monday, 1461 days after 2020-01-01; the training dates are the 40 days from there.
        var monday = Of(new FeatureRow(Date: new DateTime(2024, 1, 1)), "Date", 4);
        Assert.Equal((1461 - 19.5) / Math.Sqrt((40 * 40 - 1) / 12.0), monday[0], 4);
        Assert.Equal([0f, 1f, 0f], monday[1..]);
        Assert.Equal([0f, 0f, 0f, 1f], Of(new FeatureRow(Date: null), "Date", 4));
    }

    [Fact]
    public void All_faults_are_told_with_row_and_column()
    {
        var encoder = Learn(Rows);
        FeatureRow[] rows =
        [
            new(), new(Fare: float.NaN), new(City: "Genf", Rooms: double.PositiveInfinity), new(Fare: -1), new(Size: "XXL"), new(Weight: -1), new(Rooms: 1e300),
        ];
        var message = encoder.Encode(rows).Match(Succ: _ => "", Fail: fault => fault.Message);
        Assert.StartsWith("the rows: row 1, Fare: NaN is not finite; write null for a missing number; ", message);
        Assert.Contains("row 2, City: 'Genf' is none of the categories Aarau, Bern, Chur; Unknown says what becomes of others", message);
        Assert.Contains("row 2, Rooms: ∞ is not finite".Replace("∞", "Infinity"), message);
        Assert.Contains("row 3, Fare: -1 is −1 or less, but Log takes the logarithm of 1 + x", message);
        Assert.Contains("row 4, Size: 'XXL' is none of the categories S, M, L, XL", message);
        Assert.Contains("row 5, Weight: -1 is not a weight", message);
        Assert.Contains("row 6, Rooms: 1E+300 is too large for float32 after scaling", message);
        Assert.Contains("The row of FeatureRow: City: 'Genf' is none of",
            encoder.Encode(new FeatureRow(City: "Genf"), new float[encoder.Width]).Match(Succ: _ => "", Fail: fault => fault.Message));
        Assert.EndsWith("; and more.", encoder.Encode(Enumerable.Repeat(new FeatureRow(City: "Genf"), 100)).Match(Succ: _ => "", Fail: fault => fault.Message));
        Assert.Contains("row 1, Age: NaN is not finite", FeatureEncoder<FeatureRow>.Learn([.. Rows[..1], new FeatureRow(Age: float.NaN)]).Match(Succ: _ => "", Fail: fault => fault.Message));
        Assert.Equal("the rows: row 1, Fare: -5 is −1 or less, but Log takes the logarithm of 1 + x.",
            FeatureEncoder<FeatureRow>.Learn([Rows[0], new FeatureRow(Fare: -5), Rows[1]]).Match(Succ: _ => "", Fail: fault => fault.Message));
        Assert.Contains("Age has no number in any training row, so its median is not known",
            FeatureEncoder<FeatureRow>.Learn([new FeatureRow(Age: null, Date: DateTime.UnixEpoch)]).Match(Succ: _ => "", Fail: fault => fault.Message));
        Assert.Equal("the rows: there are no rows.", FeatureEncoder<FeatureRow>.Learn([]).Match(Succ: _ => "", Fail: fault => fault.Message));
    }

    [Fact]
    public void A_text_of_another_form_is_refused_with_all_differences()
    {
        var text = Learn(Rows).ToText();
        string Refused(string changed) => FeatureEncoder<FeatureRow>.FromText(changed).Match(Succ: _ => "", Fail: fault => fault.Message);
        Assert.Contains("Fare is missing in the file; Price is extra in the file", Refused(text.Replace("\"name\":\"Fare\"", "\"name\":\"Price\"")));
        Assert.Contains("Hour is cyclic(24) now, but was cyclic(12)", Refused(text.Replace("cyclic(24)", "cyclic(12)")));
        Assert.Contains("flag, nullable now, but was flag", Refused(text.Replace("\"encoding\":\"flag\",\"nullable\":true", "\"encoding\":\"flag\"")));
        Assert.Contains("the column Age is there twice", Refused(text.Replace("\"columns\":[", "\"columns\":[{\"name\":\"Age\",\"encoding\":\"flag\"},")));
        Assert.Contains("can't be read", Refused(text[..50]));
        Assert.Contains("can't be read", Refused("[]"));
        // A word too many would have a number that the embedding does not have: Word is nullable, so two of its five places are taken.
        Assert.Equal("", Refused(text.Replace(WordsOf(text, "Word"), "[\"a\",\"b\",\"c\"]")));
        Assert.Contains("Word needs at most 3 different words", Refused(text.Replace(WordsOf(text, "Word"), "[\"a\",\"b\",\"c\",\"d\"]")));
        Assert.Contains("Ticket needs at most 3 different words", Refused(text.Replace(WordsOf(text, "Ticket"), "[\"a\",\"b\",\"c\",\"d\"]")));
        Assert.Contains("needs three finite numbers", Refused(System.Text.RegularExpressions.Regex.Replace(text, "\"numbers\":\\[[^,]*,", "\"numbers\":[")));
    }

    [Fact]
    public void Labels_and_weights_become_those_of_the_data_set()
    {
        var data = Learn(Rows).Encode(Rows).ThrowIfFail();
        Assert.Equal((40, LabelKind.ClassIndices, true), (data.Count, data.LabelKind, data.HasWeights));
        Assert.Equal(["False", "True"], data.ClassNames.ToArray());
        var classes = new int[4];
        data.CopyClasses([0, 1, 2, 3], classes);
        Assert.Equal([1, 0, 1, 0], classes);
        Assert.False(Learn(Rows).Encode([new FeatureRow()]).ThrowIfFail().HasLabels);
        Assert.Contains("row 1: Survived is missing", Learn(Rows).Encode([Rows[0], new FeatureRow()]).Match(Succ: _ => "", Fail: fault => fault.Message));
    }

    [Fact]
    public void Encoding_a_row_allocates_nothing()
    {
        var (encoder, row) = (Learn(Rows), Rows[5]);
        var sample = new float[encoder.Width];
        for (var i = 0; i < 1000; i++) encoder.Encode(row, sample);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) encoder.Encode(row, sample);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The goal is five million numbers a second; the bound leaves room for slow and busy machines.</summary>
    [Fact]
    public void Encoding_many_rows_is_quick_and_allocates_nothing_for_each()
    {
        var encoder = Learn(Rows);
        FeatureRow[] rows = [.. Enumerable.Range(0, 20_000).Select(i => Rows[i % Rows.Length])];
        var table = Table<FeatureRow>.Of(rows).ThrowIfFail();
        encoder.Encode(table, withLabels: true).ThrowIfFail();
        var (before, begin) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        encoder.Encode(table, withLabels: true).ThrowIfFail();
        var seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(bytes, 0, sizeof(float) * rows.Length * (encoder.Width + 2) + 20_000);
        Assert.InRange(rows.Length * encoder.Width / seconds, 5e5, double.MaxValue);
    }

    internal static FeatureEncoder<FeatureRow> Learn(IEnumerable<FeatureRow> rows) => FeatureEncoder<FeatureRow>.Learn(rows).ThrowIfFail();

    private static string WordsOf(string text, string column) =>
        System.Text.RegularExpressions.Regex.Match(text, $"\"name\":\"{column}\".*?\"words\":(\\[.*?\\])").Groups[1].Value;

    private static float[] Encode(FeatureEncoder<FeatureRow> encoder, FeatureRow row)
    {
        var sample = new float[encoder.Width];
        encoder.Encode(row, sample).ThrowIfFail();
        return sample;
    }

    private static FeatureRow[] Random(Random random, int count) => [.. Enumerable.Range(0, count).Select(i => new FeatureRow(
        Age: i > 0 && random.Next(4) == 0 ? null : (float)(random.NextDouble() * Math.Pow(10, random.Next(-6, 7))),
        Fare: (float)Math.Exp(random.NextDouble() * 20 - 10),
        Rooms: random.NextDouble() * 2000 - 1000, City: new[] { "Bern", "Aarau", "Chur" }[random.Next(3)], Size: new[] { "S", "M", "L", "XL" }[random.Next(4)],
        Ticket: "t" + random.Next(6), Word: random.Next(5) == 0 ? null : "w" + random.Next(6),
        Date: i > 0 && random.Next(5) == 0 ? null : new DateTime(random.NextInt64(DateTime.MaxValue.Ticks)),
        Yes: random.Next(3) switch { 0 => null, 1 => true, _ => false }))];
}
