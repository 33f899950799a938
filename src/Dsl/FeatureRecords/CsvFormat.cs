using System.Globalization;
using System.Text;
using ModelDsl.Data;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>How a CSV file of rows is written. Its first line names the columns.</summary>
public sealed record CsvFormat
{
    /// <summary>
    /// The text between two columns; a comma by default, and a semicolon if <see cref="DecimalComma"/> is set. If it consists of blanks
    /// only, it means that many blanks or more.
    /// </summary>
    public string? Delimiter { get; init; }

    /// <summary>Whether numbers are written with a decimal comma, <c>1,5</c>; by default with a point.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>
    /// Texts that mean a missing value, besides an empty cell: <c>["NA", "?"]</c>. Case matters; white space at their ends does not.
    /// </summary>
    public IReadOnlyList<string> MissingMarks { get; init; } = [];

    /// <summary>The form of dates, <c>dd.MM.yyyy</c>; by default ISO 8601, and the forms of the invariant culture.</summary>
    public string? DateFormat { get; init; }

    /// <summary>The delimiter that applies.</summary>
    internal string DelimiterUsed => Delimiter ?? (DecimalComma ? ";" : ",");

    /// <summary>The culture of numbers and dates.</summary>
    internal IFormatProvider Culture => DecimalComma
        ? new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } }
        : CultureInfo.InvariantCulture;

    /// <summary>The fault of the format, for any file; null if there is none.</summary>
    internal string? Fault =>
        DelimiterUsed.Length == 0 ? "the delimiter of CsvFormat is empty; give the text between two columns"
        : DelimiterUsed.AsSpan().ContainsAny("\"\r\n\0")
            ? "the delimiter of CsvFormat holds quotation marks, a line break or a NUL, which mean something else in CSV"
        : DecimalComma && DelimiterUsed == "," ? "CsvFormat has a comma between columns and in numbers; give another delimiter"
        : MissingMarks is null || MissingMarks.Contains(null!) ? "CsvFormat.MissingMarks is null or holds a null; give texts, or []"
        : DateFormat is { Length: > 1 } form && !form.Contains('y') ? $"CsvFormat.DateFormat is {CsvText.Quoted(form)}, which has no year; give a form as dd.MM.yyyy"
        : DateFormat is { Length: 0 } ? "CsvFormat.DateFormat is empty; give a form as dd.MM.yyyy, or null"
        : null;

    /// <summary>Returns the options: the same text in every culture.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(Delimiter), Delimiter), (nameof(DecimalComma), DecimalComma), (nameof(MissingMarks), MissingMarks),
        (nameof(DateFormat), DateFormat));
}
