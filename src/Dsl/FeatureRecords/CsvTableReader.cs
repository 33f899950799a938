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

    private CsvTableReader(string name, CsvReader reader, CsvFormat format) =>
        (Name, this.reader, this.format, culture, Columns) =
        (name, reader, format, format.Culture, [.. Enumerable.Range(0, reader.Count).Select(i => CsvText.Name(reader[i]))]);

    public string Name { get; }

    public IReadOnlyList<string> Columns { get; }

    public string Unit => "line";

    public int Position => reader.Line;

    /// <summary>Opens a file and reads its first line.</summary>
    internal static Fin<ITableReader> Open(string path, TextReader text, CsvFormat format)
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

    public bool TryRead<T>(int column, out T value) where T : ISpanParsable<T> =>
        CellValue.TryParse(reader[column], culture, out value, format.DateFormat);

    public string Show(int column) => reader[column].ToString();
}
