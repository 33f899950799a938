namespace ModelDsl.Tables.Tests;

/// <summary>Queries of a real database, and what SQLite's columns really hold.</summary>
public sealed class DatabaseTests : IDisposable
{
    private readonly Database database = new();

    public DatabaseTests() => database.Run(
        "CREATE TABLE passengers (age REAL, fare DECIMAL(8, 2), embarked TEXT, ticket TEXT, years INTEGER, survived BOOLEAN, notes BLOB)");

    public void Dispose() => database.Dispose();

    [Fact]
    public void RowsOfAQueryAreRecords()
    {
        Add(22.0, 7.25, "S", "A/5 21171", 22, 0);
        Add(null, 71, "c", 113803, 38.0, 1);
        using var reader = database.Query("SELECT * FROM passengers");
        var table = reader.ToTable<Passenger>().Value();
        Assert.Equal([new(22, 7.25f, Port.S, "A/5 21171", 22, false), new(null, 71, Port.C, "113803", 38, true)], table);
        Assert.Equal("the query: 2 rows of Passenger", table.ToString());
        Assert.False(reader.IsClosed);
    }

    [Fact]
    public void ATextInAnIntegerColumnIsAnErrorOfItsRow()
    {
        Add(1.0, 1, "S", "x", 1, 0);
        Add(2.0, 2, "S", "x", "young", 0);
        Assert.Equal("titanic: row 1, column Years: 'young' is not a whole number from -2147483648 to 2147483647.", Error());
    }

    [Fact]
    public void EveryFaultIsToldAtOnce()
    {
        Add(1.0, null, "S", "x", 1.5, 0);
        Add("old", 2, "X", null, 2, 7);
        Assert.Equal("titanic: row 0, column Fare: the cell is empty; fill it in, leave the row out, or make the parameter nullable; "
            + "row 0, column Years: '1.5' is not a whole number from -2147483648 to 2147483647; row 1, column Age: 'old' is not a number; "
            + "row 1, column Embarked: 'X' is not one of S, C, Q; "
            + "row 1, column Ticket: the cell is empty; fill it in, leave the row out, or make the parameter nullable; "
            + "row 1, column Survived: '7' is not true or false, yes or no, 1 or 0.", Error());
    }

    [Fact]
    public void FaultsHaveABound()
    {
        for (var i = 0; i < 100; i++) Add(1.0, "dear", "S", "x", 1, 0);
        var error = Error();
        Assert.EndsWith("; and more.", error, StringComparison.Ordinal);
        Assert.Equal(20, error.Split("'dear'").Length - 1);
    }

    [Fact]
    public void ColumnsThatAreMissingOrTwiceAreErrors()
    {
        Add(1.0, 1, "S", "x", 1, 0);
        Assert.Equal("titanic: there is no column Fare; there is no column Years; the columns are age, embarked, ticket, survived.",
            Error("SELECT age, embarked, ticket, survived FROM passengers"));
        Assert.StartsWith("titanic: 2 columns are called Fare; ", Error("SELECT *, fare FROM passengers"), StringComparison.Ordinal);
    }

    [Fact]
    public void BytesAndNumbersThatDoNotFitAreErrors()
    {
        Add(new byte[] { 1, 2, 3 }, 1e300, "S", "x", 3_000_000_000, 0);
        Assert.Equal("titanic: row 0, column Age: '3 bytes' is not a number; row 0, column Fare: '1E+300' is not a number; "
            + "row 0, column Years: '3000000000' is not a whole number from -2147483648 to 2147483647.", Error());
    }

    [Fact]
    public void NoRowsAreAnError() => Assert.Equal("titanic: it has no rows.", Error());

    [Fact]
    public void AReaderIsReadFromItsRow()
    {
        Add(1.0, 1, "S", "first", 1, 0);
        Add(1.0, 1, "S", "second", 1, 0);
        using var reader = database.Query("SELECT * FROM passengers");
        Assert.True(reader.Read());
        Assert.Equal(["second"], reader.ToTable<Passenger>().Value().Select(row => row.Ticket));
    }

    [Fact]
    public void FailuresOfTheDatabaseAreErrors()
    {
        Add(1.0, 1, "S", "x", 1, 0);
        Add(2.0, long.MinValue, "S", "x", 1, 0);
        // SQLite computes row by row: the second one overflows.
        var error = Error("SELECT age, abs(fare) fare, embarked, ticket, years, survived FROM (SELECT age, CAST(fare AS INTEGER) fare, embarked, ticket, years, survived FROM passengers)");
        Assert.StartsWith("titanic: the query failed: ", error, StringComparison.Ordinal);
        Assert.Contains("integer overflow", error, StringComparison.Ordinal);
        var closed = database.Query("SELECT * FROM passengers");
        closed.Dispose();
        Assert.StartsWith("titanic: the query failed: ", closed.ToTable<Passenger>("titanic").Error(), StringComparison.Ordinal);
    }

    private void Add(params object?[] cells) => database.Run("INSERT INTO passengers VALUES ($p0, $p1, $p2, $p3, $p4, $p5, NULL)", cells);

    private string Error(string sql = "SELECT * FROM passengers")
    {
        using var reader = database.Query(sql);
        return reader.ToTable<Passenger>("titanic").Error();
    }
}
