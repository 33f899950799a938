using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>
/// CSV files (RFC 4180): a sample a line, its features numbers in the invariant culture, <c>1.5</c> or <c>2e-3</c>. Errors name the file,
/// the line and the column.
/// </summary>
public static class Csv
{
    /// <summary>A data set of a file: samples of shape <c>[features]</c>, one feature for each column that is not the label.</summary>
    /// <param name="path">The file, in UTF-8 (or with a byte order mark that says otherwise).</param>
    /// <param name="options">The label column and the file's form; see the defaults there.</param>
    /// <returns>
    /// The data set, or an error: a file that cannot be read, no such column, a line with another number of columns, a cell that is missing
    /// or not a finite number, a label that is not what the options say, no lines, no features.
    /// </returns>
    public static Fin<Dataset> Load(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        if (options.Delimiter.Length == 0)
            return Error.New($"{path}: the delimiter of CsvOptions is empty; give the text between two columns.");
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = options.Delimiter,
            HasHeaderRecord = options.HasHeader,
            TrimOptions = TrimOptions.Trim,
        };
        try
        {
            using var text = new StreamReader(path);
            using var parser = new CsvParser(text, configuration);
            return Load(path, parser, options);
        }
        catch (BadDataException error)
        {
            return Error.New($"{path}, line {error.Context?.Parser?.RawRow}: quotation marks do not match.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Error.New($"{path}: cannot be read. {error.Message}");
        }
    }

    private static Fin<Dataset> Load(string path, CsvParser parser, CsvOptions options)
    {
        if (!parser.Read()) return Error.New($"{path}: the file is empty.");
        var first = parser.Record!;
        string[] header = options.HasHeader
            ? [.. first]
            : [.. Enumerable.Range(1, first.Length).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        var rows = new CsvRows(path, header, options);
        if (rows.Fault is { } wrongColumns) return Error.New(wrongColumns);
        for (var more = !options.HasHeader || parser.Read(); more; more = parser.Read())
        {
            if (rows.Add(parser.Record!, parser.RawRow) is { } wrongCell) return Error.New(wrongCell);
        }
        return rows.ToDataset();
    }
}
