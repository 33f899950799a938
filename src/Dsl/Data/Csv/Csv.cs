using System.Globalization;
using System.Text;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl;

/// <summary>
/// CSV files (RFC 4180): one sample on each line. Its features are numbers in the invariant culture, <c>1.5</c> or <c>2e-3</c>. Errors name
/// the file, the line and the column.
/// </summary>
public static class Csv
{
    /// <summary>
    /// Reads a data set from a file: samples of shape <c>[features]</c>, one feature for each column that is not the label and not ignored.
    /// </summary>
    /// <remarks>
    /// White space at the ends of a cell is removed, whatever its kind. Blank lines are skipped. A cell in quotation marks may hold
    /// delimiters, line breaks, and quotation marks written twice.
    /// </remarks>
    /// <param name="path">The file, in UTF-8, with or without a byte order mark.</param>
    /// <param name="options">The label column and the format of the file; see the defaults there.</param>
    /// <returns>
    /// The data set, or an error: the file can't be read, is not UTF-8, or has no lines or no features. Errors of columns: the label column
    /// does not exist, or a column has no name. Errors of lines: another number of columns, or a cell that is missing or not a finite
    /// number. Errors of labels: a form that the options do not allow, or a class that is not in <see cref="CsvOptions.Classes"/>.
    /// </returns>
    public static Fin<Dataset> Load(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        if (options.Fault is { } fault) return Error.New($"{path}: {fault}.");
        try
        {
            using var text = Utf8File.Open(path);
            return Load(path, new CsvReader(text, options.Delimiter), options);
        }
        catch (DecoderFallbackException)
        {
            return Error.New(Utf8File.Fault(path));
        }
        catch (OutOfMemoryException)
        {
            return Error.New($"{path}: there is not enough memory for so many numbers. Write IDX files, which Idx.Map leaves on disk.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Error.New($"{path}: cannot be read. {error.Message}");
        }
    }

    private static Fin<Dataset> Load(string path, CsvReader reader, CsvOptions options)
    {
        if (!reader.Read()) return Error.New(Fault(path, reader) ?? $"{path}: the file is empty.");
        var header = Enumerable.Range(0, reader.Count)
            .Select(i => options.HasHeader ? CsvText.Name(reader[i]) : (i + 1).ToString(CultureInfo.InvariantCulture)).ToArray();
        return CsvColumns.Choose(path, header, options).Bind(columns =>
        {
            var rows = new CsvRows(path, columns, options);
            for (var more = !options.HasHeader || reader.Read(); more; more = reader.Read())
            {
                if (rows.Add(reader) is { } wrong) return Error.New(wrong);
            }
            return Fault(path, reader) is { } fault ? Error.New(fault) : rows.ToDataset();
        });
    }

    private static string? Fault(string path, CsvReader reader) => reader.Fault is var (line, what) ? $"{path}, line {line}: {what}." : null;
}
