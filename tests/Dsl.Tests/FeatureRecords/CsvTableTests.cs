using System.Globalization;
using LanguageExt;
using ModelDsl.FeatureRecords;
using ModelDsl.Tests.Data;

namespace ModelDsl.Tests.FeatureRecords;

/// <summary>Rows from CSV files: dates, decimal commas, missing marks, and faults with their lines.</summary>
public sealed class CsvTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Dates_in_a_form_keep_the_clock_of_their_text()
    {
        var format = new CsvFormat { DateFormat = "dd.MM.yyyy HH:mm zzz" };
        var row = Load("when,at,day\n30.11.2026 18:00 +05:00,30.11.2026 18:00 -03:00,30.11.2026 00:00 +01:00\n", format).ThrowIfFail()[0];
        Assert.Equal(new DateTime(2026, 11, 30, 18, 0, 0), row.When);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 18, 0, 0, TimeSpan.FromHours(-3)), row.At);
        Assert.Equal(new DateOnly(2026, 11, 30), row.Day);
        var days = Load("when,at,day\n30.11.2026,01.12.2026,2.12.2026\n", new CsvFormat { DateFormat = "d.M.yyyy" }).ThrowIfFail()[0];
        Assert.Equal(new MomentRow(
            new DateTime(2026, 11, 30), new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero), new DateOnly(2026, 12, 2)), days);
        Assert.Contains("line 2, column when: '2026-11-30' is not a date", Message(Load("when\n2026-11-30\n", new CsvFormat { DateFormat = "d.M.yyyy" })));
        Assert.Contains("line 2, column day: '30.11.2026 01:00' is not a date", Message(Load("day\n30.11.2026 01:00\n", new CsvFormat { DateFormat = "d.M.yyyy HH:mm" })));
    }

    /// <summary>A time alone would be another moment tomorrow, and a day without a year another one next year.</summary>
    [Theory]
    [InlineData("18:00", null)]
    [InlineData("11/30", null)]
    [InlineData("30 Nov", null)]
    [InlineData("30 Nov 18:00", null)]
    [InlineData("30 Nov 6 PM", null)]
    [InlineData("Nov 2026", null)]
    [InlineData("November 30", null)]
    [InlineData("Nov 30 18:00", null)]
    [InlineData("11/30 6 PM", null)]
    [InlineData("11/30 23:30 -08:00", null)]
    [InlineData("11/26", null)]
    [InlineData("18:00", "t")]
    [InlineData("November 30", "M")]
    public void A_moment_without_a_day_or_a_year_is_no_date(string text, string? form)
    {
        foreach (var column in (string[])["when", "at", "day"])
            Assert.Contains($"line 2, column {column}: '{text}' is not a", Message(Load($"{column}\n{text}\n", new CsvFormat { DateFormat = form })));
    }

    [Theory]
    [InlineData("2026-11-30", null)]
    [InlineData("2026-11-30T00:00:00", null)]
    [InlineData("2026-11-30T00:00:00.000Z", null)]
    [InlineData("11/30/2026", null)]
    [InlineData("11/30/26", null)]
    [InlineData("Mon, 30 Nov 2026 00:00:00 GMT", null)]
    [InlineData("30 November 2026", null)]
    [InlineData("00:00 30 Nov 2026", null)]
    [InlineData("Nov 30, 2026 12:00 AM", null)]
    [InlineData("20261130", "yyyyMMdd")]
    [InlineData("30.11.26", "dd.MM.yy")]
    public void A_date_with_a_year_is_one(string text, string? form)
    {
        var table = $"when,at,day\n\"{text}\",\"{text}\",\"{text}\"\n";
        var row = Load(table, new CsvFormat { DateFormat = form }).ThrowIfFail()[0];
        var day = new DateTime(2026, 11, 30);
        Assert.Equal((day, new DateTimeOffset(day, TimeSpan.Zero), DateOnly.FromDateTime(day)), (row.When, row.At, row.Day));
    }

    [Fact]
    public void The_first_day_of_the_calendar_and_the_29th_of_February_are_dates()
    {
        Assert.Equal(new DateTime(2028, 2, 29), Load("when\n2028-02-29\n").ThrowIfFail()[0].When);
        Assert.Equal(new DateOnly(1900, 1, 1), Load("day\n1900-01-01\n").ThrowIfFail()[0].Day);
        Assert.Contains("is not a date", Message(Load("when\n02/29\n")));
        Assert.Contains("CsvFormat.DateFormat is 'dd.MM.', which has no year", Message(Load("when\n30.11.\n", new CsvFormat { DateFormat = "dd.MM." })));
    }

    [Fact]
    public void A_wrong_format_is_told_where_the_file_shows_it()
    {
        var semicolons = Message(Load("number;count\n1.5;3\n"));
        Assert.Contains("no column has the name of a parameter of MomentRow; the columns are number;count. The first line is one column, with \";\" in it.", semicolons);
        Assert.Contains("write new CsvFormat { Delimiter = \";\" }; if numbers are written as 1,5 too, new CsvFormat { DecimalComma = true }.", semicolons);
        Assert.Contains("write new CsvFormat { Delimiter = \"\\t\" }.", Message(Load("number\tcount\n1.5\t3\n")));
        Assert.Contains("write new CsvFormat { Delimiter = \",\" }.", Message(Load("number,count\n1.5,3\n", new CsvFormat { Delimiter = ";" })));
        Assert.Contains("'3,5' may be a number with a decimal comma: if so, write new CsvFormat { DecimalComma = true, Delimiter = \";\" }.",
            Message(Load("number;count\n3,5;3\n", new CsvFormat { Delimiter = ";" })));
        Assert.Contains("'3.5' is a number with a decimal point: leave CsvFormat.DecimalComma out.", Message(Load("number;count\n3.5;3\n", new CsvFormat { DecimalComma = true })));
        // Without evidence nothing is added.
        foreach (var plain in (string[])["number,count\nx,3\n", "a;b,number\n1,x\n", "number,count\n\"1,2,3\",3\n", "number,count\n\",5\",3\n", "number,kind\n1,\"3,5\"x\n"])
            Assert.DoesNotContain("CsvFormat", Message(Load(plain)));
        Assert.Equal("a;b", Load("note\na;b\n").ThrowIfFail()[0].Note);
    }

    [Fact]
    public void Decimal_commas_marks_and_default_values()
    {
        var format = new CsvFormat { DecimalComma = true, MissingMarks = ["NA", "?"] };
        var rows = Load("Number;count;kind;note\n1,5;3,0;b;x\nNA;;A;na\n?;-7;\tb ;?\n", format).ThrowIfFail();
        Assert.Equal([1.5f, null, null], rows.Select(row => row.Number));
        Assert.Equal([3, 5, -7], rows.Select(row => row.Count));
        Assert.Equal([Kind.B, Kind.A, Kind.B], rows.Select(row => row.Kind));
        Assert.Equal(["x", "na", null], rows.Select(row => row.Note));
        Assert.Contains("line 2, column number: '1.5' is not a number", Message(Load("number\n1.5\n", format)));
        Assert.Contains("line 2, column number: '1,5' is not a number", Message(Load("number\n\"1,5\"\n")));
        Assert.Contains("line 2, column count: '3.5' is not a whole number from -2147483648 to 2147483647", Message(Load("count\n3.5\n")));
        Assert.Equal([null], Load("number\nNA\n", new CsvFormat { MissingMarks = ["NA"] }).ThrowIfFail().Select(row => row.Number));
        Assert.Contains("'na' is not a number", Message(Load("number\nna\n", new CsvFormat { MissingMarks = ["NA"] })));
    }

    [Fact]
    public void A_member_has_the_name_that_its_author_wrote()
    {
        // The name in the table is of one ü, the author's of two characters, with a blank.
        Assert.Equal([Kind.Green], Load("kind\ngr\u00fcn\n").ThrowIfFail().Select(row => row.Kind));
        Assert.Contains("line 2, column kind: 'c' is not one of", Message(Load("kind\nc\n")));
    }

    [Fact]
    public void Faults_name_lines_also_after_shuffling_and_splitting()
    {
        var table = Load("note,number\n" + string.Concat(Enumerable.Range(0, 10).Select(i => i == 3 ? "\"two\nlines\",0\n" : $"n{i},{i}\n"))).ThrowIfFail();
        // The row over two lines is named by its first one.
        Assert.Equal([2, 3, 4, 5, 7, 8, 9, 10, 11, 12],
            Enumerable.Range(0, 10).Select(i => int.Parse(table.Place(i)["line ".Length..], CultureInfo.InvariantCulture)));
        var lines = Enumerable.Range(0, 10).ToDictionary(i => table[i], table.Place);
        var parts = table.Split(0.25, seed: 1).ThrowIfFail();
        // 2.5 rows are three, as for data sets.
        Assert.Equal((7, 3), (parts.Train.Count, parts.Validation.Count));
        foreach (var view in (Table<MomentRow>[])[table.Shuffle(3), table.Shuffle(3).Take(4), parts.Train, parts.Validation.Shuffle(1)])
            for (var i = 0; i < view.Count; i++) Assert.Equal(lines[view[i]], view.Place(i));
        Assert.Equal(table.Order(Comparer<MomentRow>.Create((a, b) => a.GetHashCode().CompareTo(b.GetHashCode()))),
            parts.Train.Concat(parts.Validation).Order(Comparer<MomentRow>.Create((a, b) => a.GetHashCode().CompareTo(b.GetHashCode()))));
    }

    [Fact]
    public void A_bound_of_faults_ends_reading()
    {
        var message = Message(Load("number\n" + string.Concat(Enumerable.Repeat("x\n", 10_000)) + "1,2,3\n"));
        Assert.EndsWith("and more.", message);
        Assert.True(message.Length < 3000);
        Assert.DoesNotContain("10002", message);
        Assert.Contains("line 3: it has 2 columns, but the first line has 1", Message(Load("number\n1\n2,3\n")));
        Assert.Contains("2 columns are called note", Message(Load("note,NOTE\na,b\n")));
        Assert.Contains("it has no rows", Message(Load("note\n")));
    }

    [Fact]
    public void Items_of_an_array_are_columns_that_follow_each_other()
    {
        var schema = new FeatureSchema("Row", [.. FeatureColumn.Items("Levels", "level", 3, FeatureEncoding.Number())]);
        var table = CsvTableReader.Open("x", new StringReader("level.2,level.0,level.1\n3,1,2\n"), new CsvFormat()).ThrowIfFail();
        var cells = RowCells.Open(schema, table).ThrowIfFail();
        Assert.True(table.Read());
        Assert.Equal([1, 2, 3], cells.Numbers<int>(0, 3));
    }

    private Fin<Table<MomentRow>> Load(string text, CsvFormat? format = null) => Csv.Load<MomentRow>(folder.Write("rows.csv", text), format);

    private static string Message<T>(Fin<T> result) => result.Match(Succ: _ => "", Fail: fault => fault.Message);
}

/// <summary>The kinds of a row; one name is written in an unusual way.</summary>
public enum Kind
{
    A,
    B,
    Green,
}

/// <summary>A row of dates and a little more, written by hand. Every column may be absent.</summary>
public sealed record MomentRow(
    DateTime? When = null, DateTimeOffset? At = null, DateOnly? Day = null, float? Number = null, int Count = 5, Kind? Kind = null,
    string? Note = null)
    : IFeatures<MomentRow>
{
    private static readonly string[] KindNames = ["a", "b", " gru\u0308n"];
    private static readonly Kind[] Kinds = [FeatureRecords.Kind.A, FeatureRecords.Kind.B, FeatureRecords.Kind.Green];

    public static FeatureSchema Schema { get; } = new("MomentRow",
        new FeatureColumn("When", "when", FeatureEncoding.Date(DateParts.Month), IsOptional: true),
        new FeatureColumn("At", "at", FeatureEncoding.Date(DateParts.Month), IsOptional: true),
        new FeatureColumn("Day", "day", FeatureEncoding.Date(DateParts.Month), IsOptional: true),
        new FeatureColumn("Number", "number", FeatureEncoding.Normalize(), IsOptional: true),
        new FeatureColumn("Count", "count", FeatureEncoding.Number()) { HasDefault = true },
        new FeatureColumn("Kind", "kind", FeatureEncoding.Category(KindNames), IsOptional: true),
        new FeatureColumn("Note", "note", FeatureEncoding.Ignored(), IsOptional: true));

    static void IFeatures<MomentRow>.Visit<TVisitor>(MomentRow row, ref TVisitor visitor)
    {
        visitor.Date(0, row.When);
        visitor.Date(1, row.At?.DateTime);
        visitor.Date(2, row.Day?.ToDateTime(default));
        visitor.Number(3, row.Number);
        visitor.Number(4, row.Count);
        visitor.Category(5, row.Kind is { } kind ? (int)kind : null);
    }

    static MomentRow IFeatures<MomentRow>.Create(RowCells cells) => new(
        cells.DateTimeOrNull(0), cells.DateTimeOffsetOrNull(1), cells.DateOnlyOrNull(2), cells.NumberOrNull<float>(3),
        cells.IsMissing(4) ? 5 : cells.Number<int>(4), cells.MemberOrNull(5, KindNames, Kinds), cells.TextOrNull(6));
}
