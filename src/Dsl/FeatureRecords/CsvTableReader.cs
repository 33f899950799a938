using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl.FeatureRecords;

/// <summary>The cells of a CSV file.</summary>
internal sealed class CsvTableReader : ITableReader
{
    private readonly CsvReader reader;
    private readonly CsvFormat format;
    private readonly IFormatProvider culture;
    private string? otherDecimal;

    private CsvTableReader(string name, CsvReader reader, CsvFormat format) =>
        (Name, this.reader, this.format, culture, Columns) =
        (name, reader, format, format.Culture, [.. Enumerable.Range(0, reader.Count).Select(i => CsvText.Name(reader[i]))]);

    public string Name { get; }

    public IReadOnlyList<string> Columns { get; }

    public string Unit => "line";

    public int Position => reader.Line;

    /// <summary>Opens a file and reads its first line.</summary>
    internal static Fin<CsvTableReader> Open(string path, TextReader text, CsvFormat format)
    {
        var reader = new CsvReader(text, format.DelimiterUsed);
        return reader.Read() ? new CsvTableReader(path, reader, format)
            : Error.New(reader.Fault is var (line, what) ? $"{path}, line {line}: {what}." : $"{path}: the file is empty.");
    }

    public bool Read()
    {
        if (!reader.Read())
        {
            return reader.Fault is not var (line, what) ? false
                : throw new InvalidDataException(FormattableString.Invariant($"line {line}: {what}"));
        }
        return reader.Count == Columns.Count ? true
            : throw new InvalidDataException(FormattableString.Invariant(
                $"line {reader.Line}: it has {Words.Counted(reader.Count, "column")}, but the first line has {Columns.Count}"));
    }

    public bool IsMissing(int column)
    {
        var cell = reader[column];
        if (cell.IsEmpty) return true;
        foreach (var mark in format.MissingMarks) if (cell.SequenceEqual(CsvText.Trim(mark))) return true;
        return false;
    }

    public bool TryRead<T>(int column, out T value) where T : ISpanParsable<T>
    {
        if (CellValue.TryParse(reader[column], culture, out value, format.DateFormat)) return true;
        // A text that is a number in the other form is evidence of the fault, not a value.
        if (otherDecimal is null && typeof(T) != typeof(string) && IsDecimal(reader[column])) otherDecimal = reader[column].ToString();
        return false;
    }

    /// <summary>
    /// What the file shows of a wrong format, as a sentence to add to an error: a delimiter in a header of one column, or a number with
    /// another decimal mark. Empty if it shows nothing.
    /// </summary>
    internal string Hint =>
        Columns.Count == 1 && Array.Find(Delimiters, IsInHeader) is { } delimiter
            ? $" The first line is one column, with {Shown(delimiter)} in it. If these stand between columns, write new CsvFormat {{ Delimiter = {Shown(delimiter)} }}" +
                (delimiter == ";" ? "; if numbers are written as 1,5 too, new CsvFormat { DecimalComma = true }." : ".")
        : otherDecimal is null ? ""
        : format.DecimalComma ? $" {CsvText.Quoted(otherDecimal)} is a number with a decimal point: leave CsvFormat.DecimalComma out."
        : $" {CsvText.Quoted(otherDecimal)} may be a number with a decimal comma: if so, write new CsvFormat {{ DecimalComma = true, Delimiter = {Shown(format.DelimiterUsed)} }}.";

    private static readonly string[] Delimiters = [";", "\t", ",", "|"];

    private bool IsInHeader(string delimiter) =>
        delimiter != format.DelimiterUsed && Columns[0].Contains(delimiter, StringComparison.Ordinal);

    private static string Shown(string delimiter) => $"\"{delimiter.Replace("\t", "\\t", StringComparison.Ordinal)}\"";

    /// <summary>Whether a text is a number with the decimal mark that this file should not have.</summary>
    private bool IsDecimal(ReadOnlySpan<char> text)
    {
        var mark = text.IndexOf(format.DecimalComma ? '.' : ',');
        if (mark <= 0 || mark == text.Length - 1 || text.Length > 40) return false;
        Span<char> point = stackalloc char[text.Length];
        text.CopyTo(point);
        point[mark] = '.';
        return double.TryParse(point, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);
    }

    public string Show(int column) => reader[column].ToString();
}
