using System.Text;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.FeatureRecords;

namespace ModelDsl;

/// <summary>Reads CSV files into tables of rows.</summary>
public static class CsvTables
{
    extension(Csv)
    {
        /// <summary>
        /// Reads rows from a file (RFC 4180) whose first line names the columns. They are matched with the parameters of the record by
        /// name; the case of letters does not matter, and columns without a parameter are left out.
        /// </summary>
        /// <typeparam name="TRow">A record with <see cref="FeaturesAttribute"/>.</typeparam>
        /// <param name="path">The file, in UTF-8, with or without a byte order mark.</param>
        /// <param name="format">How the file is written; see the defaults there.</param>
        /// <returns>
        /// The rows, or an error: the file can't be read or is not UTF-8. Or one error with all faults up to a bound: a column that is
        /// missing or there twice, a line with another number of columns, a cell that is empty or has another type. Faults name the line
        /// and the column. If the file looks as if its delimiter or its decimal mark were others, the error says so.
        /// </returns>
        public static Fin<Table<TRow>> Load<TRow>(string path, CsvFormat? format = null) where TRow : IFeatures<TRow>
        {
            format ??= new CsvFormat();
            if (format.Fault is { } fault) return Error.New($"{path}: {fault}.");
            try
            {
                using var text = Utf8File.Open(path);
                return CsvTableReader.Open(path, text, format).Bind(table => Table<TRow>.From(table).BiMap(
                    Succ: rows => rows, Fail: error => table.Hint.Length == 0 ? error : Error.New(error.Message + table.Hint)));
            }
            catch (DecoderFallbackException)
            {
                return Error.New(Utf8File.Fault(path));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                return Error.New($"{path}: cannot be read. {error.Message}");
            }
        }
    }
}
