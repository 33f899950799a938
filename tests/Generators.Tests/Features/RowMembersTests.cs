using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Features;

/// <summary>The generated half of a row shows the right values to a visitor, and makes the right row of a table.</summary>
public class RowMembersTests
{
    private const string Row = """
        public enum Port { [System.Runtime.Serialization.EnumMember(Value = "S")] Southampton, Cherbourg = 5, Cobh = 5, Queenstown = 9 }

        [Features] public sealed partial record Inner([Number] int Rooms, [Category] Port Port, [Category] bool Garden, [Normalize] decimal Price, [Date(DateParts.TimeOfDay)] TimeOnly Bell, [Column("name"), Vocabulary(9)] string Name);

        [Features]
        public sealed partial record Row(
            [Normalize] float? Age, [Normalize] Half Size, [Category] Port Port, [Category] Port? Next, [Column("House")] Inner Home,
            [MinMax, Items(2)] float[] Levels, [Date(DateParts.Month)] DateOnly? Day, [Date(DateParts.Month)] DateTimeOffset At,
            [Date(DateParts.Month)] DateTime? Then, [Category("a", "b")] string? Kind, [Category] bool Member, [SampleWeight] double Weight,
            [Label] bool? Answer = null, [Number] byte Count = 7, [Ignore] string Note = "none", [Ignore] Version? Build = null);
        """;

    private const string Probe = """
        using System.Globalization;
        using System.Numerics;
        using LanguageExt;

        public readonly struct Recorder(List<string> seen) : IFeatureVisitor
        {
            public void Number(int column, double? value) => seen.Add(FormattableString.Invariant($"{column} {value}"));
            public void Category(int column, int? index) => seen.Add(FormattableString.Invariant($"{column} #{index}"));
            public void Text(int column, string? value) => seen.Add(FormattableString.Invariant($"{column} '{value}'"));
            public void Date(int column, DateTime? value) => seen.Add(FormattableString.Invariant($"{column} {value:yyyy-MM-ddTHH:mm}"));
            public void Numbers<TNumber>(int column, int count, TNumber[]? values) where TNumber : struct, INumber<TNumber> =>
                seen.Add(FormattableString.Invariant($"{column} {count} of {string.Join(' ', values ?? [])}"));
        }

        public sealed class Cells(string[] columns, object?[] cells) : ITableReader
        {
            private bool read;
            public string Name => "cells";
            public IReadOnlyList<string> Columns => columns;
            public string Unit => "row";
            public int Position => 0;
            public bool Read() => !read && (read = true);
            public bool IsMissing(int column) => cells[column] is null;
            public string Show(int column) => $"{cells[column]}";
            public bool TryRead<T>(int column, out T value) where T : ISpanParsable<T>
            {
                value = cells[column] is T cell ? cell : default!;
                return cells[column] is T;
            }
        }

        public static class Probe
        {
            private static readonly Inner Home = new(3, Port.Queenstown, true, 1.5m, new TimeOnly(18, 30), "Sea");
            private static readonly Row Full = new(2.5f, (Half)3, Port.Southampton, Port.Cherbourg, Home, [1, 2], new DateOnly(2026, 11, 30),
                new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.FromHours(5)), new DateTime(2026, 5, 6, 7, 8, 0), "b", false, 0.5, true, 9);

            public static string Shown(int which) => Show(which switch
            {
                0 => Full,
                1 => Full with { Age = null, Next = null, Day = null, Then = null, Kind = null, Answer = null, Member = true },
                2 => Full with { Port = (Port)77, Next = (Port)3, Answer = false, Home = Home with { Garden = false } },
                _ => Full with { Home = null!, Levels = null! },
            });

            public static bool ReadsWhatItShows()
            {
                var row = Read(
                    ["age", "Size", "PORT", "Next", "House.Rooms", "House.Port", "House.Garden", "House.Price", "House.Bell", "House.name", "Levels.0", "Levels.1", "Day", "At", "Then", "Kind", "Member", "Weight", "Answer", "Count", "Note"],
                    [2.5f, (Half)3, "s", "cherbourg", 3, "Queenstown", true, 1.5m, new TimeOnly(18, 30), "Sea", 1f, 2f, Full.Day, Full.At, Full.Then, "b", false, 0.5, true, (byte)9, "n"]);
                return row.Levels.SequenceEqual(Full.Levels) && row with { Levels = Full.Levels } == Full with { Note = "n" };
            }

            public static string ReadWithoutOptionalColumns()
            {
                var row = Read(
                    ["Size", "Port", "House.Rooms", "House.Port", "House.Garden", "House.Price", "House.Bell", "House.name", "Levels.0", "Levels.1", "At", "Member", "Weight"],
                    [(Half)3, "S", 3, "S", true, 1.5m, new TimeOnly(18, 30), "Sea", 1f, 2f, Full.At, false, 0.5]);
                return $"{row.Age}{row.Next}{row.Day}{row.Then}{row.Kind}{row.Answer}{row.Build} {row.Count} {row.Note}";
            }

            public static string Missing() => Table<Row>.From(new Cells(["Size"], [(Half)1])).Match(_ => "read", error => error.Message);

            private static Row Read(string[] columns, object?[] cells) =>
                Table<Row>.From(new Cells(columns, cells)).Match(table => table[0], error => throw new InvalidOperationException(error.Message));

            private static string Show<T>(T row) where T : IFeatures<T>
            {
                var seen = new List<string>();
                var recorder = new Recorder(seen);
                T.Visit(row, ref recorder);
                return string.Join("|", seen);
            }
        }
        """;

    private static readonly Lazy<Type> Compiled = new(() => GeneratorHarness.Run(Row, Probe).Load().GetType("Probe")!);

    [Theory]
    [InlineData(0, "0 2.5|1 3|2 #0|3 #1|4 3|5 #2|6 #1|7 1.5|8 0001-01-01T18:30|9 'Sea'|10 2 of 1 2|12 2026-11-30T00:00|13 2026-01-02T03:04|14 2026-05-06T07:08|15 'b'|16 #0|17 0.5|18 #1|19 9")]
    [InlineData(1, "0 |1 3|2 #0|3 #|4 3|5 #2|6 #1|7 1.5|8 0001-01-01T18:30|9 'Sea'|10 2 of 1 2|12 |13 2026-01-02T03:04|14 |15 ''|16 #1|17 0.5|18 #|19 9")]
    [InlineData(2, "0 2.5|1 3|2 #-1|3 #-1|4 3|5 #2|6 #0|7 1.5|8 0001-01-01T18:30|9 'Sea'|10 2 of 1 2|12 2026-11-30T00:00|13 2026-01-02T03:04|14 2026-05-06T07:08|15 'b'|16 #0|17 0.5|18 #0|19 9")]
    [InlineData(3, "0 2.5|1 3|2 #0|3 #1|4 |5 #|6 #|7 |8 |9 ''|10 2 of |12 2026-11-30T00:00|13 2026-01-02T03:04|14 2026-05-06T07:08|15 'b'|16 #0|17 0.5|18 #1|19 9")]
    public void A_visitor_sees_each_value_at_its_column(int which, string expected) => Assert.Equal(expected, Call("Shown", which));

    [Fact]
    public void A_row_made_of_a_table_has_the_values_of_its_cells() => Assert.True((bool)Call("ReadsWhatItShows"));

    [Fact]
    public void Columns_that_a_table_lacks_have_their_defaults() => Assert.Equal(" 7 none", Call("ReadWithoutOptionalColumns"));

    [Fact]
    public void Columns_without_a_default_are_missed_by_their_names()
    {
        var message = (string)Call("Missing");
        Assert.Contains("House.name", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Note", message, StringComparison.Ordinal);
    }

    private static object Call(string method, params object[] arguments) => Compiled.Value.GetMethod(method)!.Invoke(null, arguments)!;
}
