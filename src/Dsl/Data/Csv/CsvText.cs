using System.Globalization;
using System.Text;
using ModelDsl.Printing;

namespace ModelDsl.Data;

/// <summary>Reads the text of a CSV cell without the white space around it, and formats it for errors.</summary>
internal static class CsvText
{
    private const int ShownCharacters = 40;
    private const int ShownNames = 12;

    /// <summary>
    /// Returns whether a character is invisible at the start or end of a text. These are white space of every kind, soft hyphens, direction
    /// marks, joiners, and all other characters without width.
    /// </summary>
    internal static bool IsWhite(char c) => char.IsWhiteSpace(c)
        || c is '\u00AD' or '\u061C' or '\u180E' or '\uFEFF'
            or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F');

    /// <summary>
    /// Returns whether a character is half of a surrogate pair without its other half. UTF-8, and so a file, can't hold it.
    /// </summary>
    internal static bool IsHalf(ReadOnlySpan<char> text, int at) => char.IsSurrogate(text[at])
        && !(char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        && !(char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]));

    /// <summary>Returns the fault of the names of classes; null if there is none.</summary>
    internal static string? Fault(IEnumerable<string?> classNames)
    {
        foreach (var name in classNames)
        {
            if (name is null) return "a class has the name null";
            for (var i = 0; i < name.Length; i++)
                if (IsHalf(name, i)) return $"the class {Quoted(name)} has half of a surrogate pair in its name, which no file can hold";
        }
        return null;
    }

    /// <summary>Returns the text without white space at both ends.</summary>
    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var (begin, end) = (0, text.Length);
        while (begin < end && IsWhite(text[begin])) begin++;
        while (begin < end && IsWhite(text[end - 1])) end--;
        return text[begin..end];
    }

    /// <summary>
    /// Returns a name: trimmed, and in Unicode's form C, so that an <c>ü</c> of one character and one of two are the same.
    /// </summary>
    internal static string Name(ReadOnlySpan<char> text) => FormC(Trim(text).ToString());

    /// <summary>Returns a name in Unicode's form C. Names are equal if their forms are equal.</summary>
    internal static string FormC(string name)
    {
        // No character below U+0300 changes in form C (Unicode Standard Annex 15), and .NET's own check allocates.
        if (!name.AsSpan().ContainsAnyExceptInRange('\0', '\u02FF')) return name;
        try
        {
            return name.IsNormalized(NormalizationForm.FormC) ? name : name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // An unpaired surrogate has no form C: only names given by a program can hold one.
            return name;
        }
    }

    /// <summary>Returns text in quotation marks for an error message: shortened, and without invisible characters.</summary>
    internal static string Quoted(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder("'");
        for (var i = 0; i < Math.Min(text.Length, ShownCharacters); i++)
        {
            var c = text[i];
            if (char.IsControl(c) || (IsWhite(c) && c != ' ') || IsHalf(text, i)) shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else shown.Append(c);
        }
        return shown.Append(text.Length > ShownCharacters ? "…'" : "'").ToString();
    }

    /// <summary>Returns names as an error message lists them.</summary>
    internal static string Listed(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(ShownNames).Select(name => FaultText.Clip(name))) +
        (names.Count > ShownNames ? string.Create(CultureInfo.InvariantCulture, $", … ({names.Count} in all)") : "");
}
