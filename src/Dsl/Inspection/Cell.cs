using System.Numerics;
using ModelDsl.FeatureRecords;

namespace ModelDsl.Inspection;

/// <summary>The value of a column in a row: a number, a category's index, a text, or a date. All are null for a missing value.</summary>
internal readonly record struct Cell(double? Number = null, int? Category = null, string? Text = null, DateTime? Date = null)
{
    /// <summary>Whether the row lacks a value.</summary>
    public bool IsMissing => Number is null && Category is null && Text is null && Date is null;

    /// <summary>Writes the encoded value. Returns what is wrong with it, or null.</summary>
    public string? Encode(ColumnEncoder encoder, Span<float> to) =>
        Number is { } number ? encoder.Number(number, to)
        : Category is { } category ? encoder.Category(category, to)
        : Text is { } text ? encoder.Text(text, to)
        : Date is { } date ? encoder.Date(date, to)
        : encoder.Missing(to);
}

/// <summary>Collects the values of one column.</summary>
internal readonly struct CellCollector(int wanted, List<Cell> cells) : IFeatureVisitor
{
    public void Number(int column, double? value) => Add(column, new Cell(Number: value));

    public void Category(int column, int? index) => Add(column, new Cell(Category: index));

    public void Text(int column, string? value) => Add(column, new Cell(Text: value));

    public void Date(int column, DateTime? value) => Add(column, new Cell(Date: value));

    public void Numbers<TNumber>(int column, int count, TNumber[]? values) where TNumber : struct, INumber<TNumber>
    {
        if (wanted >= column && wanted < column + count && values is not null)
            cells.Add(new Cell(Number: double.CreateTruncating(values[wanted - column])));
    }

    private void Add(int column, Cell cell)
    {
        if (column == wanted) cells.Add(cell);
    }
}
