namespace ModelDsl.Data;

/// <summary>
/// Splits CSV (RFC 4180) into records of cells, each with the line where it begins. A cell in quotation marks may hold delimiters, line
/// breaks and doubled quotation marks. Lines end in LF, CR LF or CR; blank lines are skipped. If the delimiter consists of blanks only, a
/// longer run is also one delimiter, and blanks at the ends of a line are no delimiters.
/// </summary>
internal sealed class CsvReader(TextReader text, string delimiter)
{
    private readonly bool isOfBlanks = delimiter.AsSpan().Trim(' ').IsEmpty;
    private readonly List<(int End, int Line)> cells = [];
    private char[] characters = new char[256];
    private int used;
    private int line;

    /// <summary>Number of cells of the record.</summary>
    internal int Count => cells.Count;

    /// <summary>The line in which the record begins, from 1.</summary>
    internal int Line => LineOf(0);

    /// <summary>The fault of the text, and its line; null if there is none.</summary>
    internal (int Line, string What)? Fault { get; private set; }

    /// <summary>A cell of the record, trimmed.</summary>
    internal ReadOnlySpan<char> this[int cell]
    {
        get
        {
            var begin = cell == 0 ? 0 : cells[cell - 1].End;
            return CsvText.Trim(characters.AsSpan(begin, cells[cell].End - begin));
        }
    }

    /// <summary>The line in which a cell begins, from 1.</summary>
    internal int LineOf(int cell) => cells[cell].Line;

    /// <summary>Reads the next record. Returns false at the end of the text, and if the text has a fault.</summary>
    internal bool Read()
    {
        while (NextLine() is { } record)
        {
            used = 0;
            cells.Clear();
            var isQuoted = ReadRecord(record);
            if (Fault is not null) return false;
            if (cells.Count > 1 || isQuoted || !this[0].IsEmpty) return true;
        }
        return false;
    }

    /// <summary>Reads cells to the end of the record. Returns whether the last cell was in quotation marks.</summary>
    private bool ReadRecord(string record)
    {
        var at = isOfBlanks ? SkipWhite(record, 0, false) : 0;
        while (true)
        {
            var begins = line;
            at = SkipWhite(record, at, true);
            var isQuoted = at < record.Length && record[at] == '"';
            if (isQuoted) (record, at) = ReadQuoted(record, at + 1);
            else at = ReadPlain(record, at);
            cells.Add((used, begins));
            if (Fault is not null || at >= record.Length) return isQuoted;
            at += delimiter.Length;
            if (!isOfBlanks) continue;
            at = SkipWhite(record, at, false);
            if (at == record.Length) return isQuoted;
        }
    }

    /// <summary>Reads up to the next delimiter.</summary>
    private int ReadPlain(string record, int at)
    {
        var length = record.AsSpan(at).IndexOf(delimiter, StringComparison.Ordinal);
        var cell = length < 0 ? record.AsSpan(at) : record.AsSpan(at, length);
        if (cell.Contains('"'))
            Fault = (line, "quotation marks surround a whole cell; one in the text is written twice, within quotation marks");
        Append(cell);
        return at + cell.Length;
    }

    /// <summary>Reads from the opening quotation mark to the delimiter after the closing one, which may be some lines below.</summary>
    private (string Record, int At) ReadQuoted(string record, int at)
    {
        var opened = line;
        while (true)
        {
            var length = record.AsSpan(at).IndexOf('"');
            Append(length < 0 ? record.AsSpan(at) : record.AsSpan(at, length));
            if (length < 0)
            {
                if (NextLine() is not { } next)
                {
                    Fault ??= (opened, "quotation marks that are opened here are never closed");
                    return (record, record.Length);
                }
                Append("\n");
                (record, at) = (next, 0);
                continue;
            }
            at += length + 1;
            if (at < record.Length && record[at] == '"')
            {
                Append("\"");
                at++;
                continue;
            }
            at = SkipWhite(record, at, true);
            if (at < record.Length && !IsDelimiter(record, at))
                Fault = (line, "quotation marks are closed before the cell ends; one in the text is written twice");
            return (record, at);
        }
    }

    /// <summary>Returns the first position without white space.</summary>
    /// <param name="record">The text.</param>
    /// <param name="at">The start position.</param>
    /// <param name="stopsAtDelimiter">Whether white space that is a delimiter ends the search.</param>
    private int SkipWhite(string record, int at, bool stopsAtDelimiter)
    {
        while (at < record.Length && CsvText.IsWhite(record[at]) && !(stopsAtDelimiter && IsDelimiter(record, at))) at++;
        return at;
    }

    private bool IsDelimiter(string record, int at) => record.AsSpan(at).StartsWith(delimiter, StringComparison.Ordinal);

    private string? NextLine()
    {
        var next = text.ReadLine();
        if (next is null) return null;
        line++;
        if (!next.Contains('\0')) return next;
        Fault = (line, "it holds a NUL character, which is never part of text; a file in UTF-16 must be saved as UTF-8");
        return null;
    }

    private void Append(ReadOnlySpan<char> part)
    {
        if (characters.Length - used < part.Length) Array.Resize(ref characters, Math.Max(2 * characters.Length, used + part.Length));
        part.CopyTo(characters.AsSpan(used));
        used += part.Length;
    }
}
