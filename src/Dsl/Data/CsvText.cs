using System.Globalization;
using System.Text;

namespace ModelDsl;

/// <summary>What a cell of a CSV file says, whatever white space stands around it, and how errors show it.</summary>
internal static class CsvText
{
    private const int ShownCharacters = 40;
    private const int ShownNames = 12;

    /// <summary>Whether a character leaves no trace where text begins or ends: white space of every kind, and what has no width.</summary>
    internal static bool IsWhite(char c) => char.IsWhiteSpace(c) || c is '\uFEFF' or '\u200B' or '\u2060' or '\u180E';

    /// <summary>The text without white space at both ends.</summary>
    internal static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        var (begin, end) = (0, text.Length);
        while (begin < end && IsWhite(text[begin])) begin++;
        while (begin < end && IsWhite(text[end - 1])) end--;
        return text[begin..end];
    }

    /// <summary>A name: trimmed, and in Unicode's form C, so that an <c>ü</c> of one character and one of two are the same.</summary>
    internal static string Name(ReadOnlySpan<char> text) => FormC(Trim(text).ToString());

    /// <summary>A name in Unicode's form C. Names are the same where their forms are.</summary>
    internal static string FormC(string name)
    {
        if (Ascii.IsValid(name)) return name;
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // An unpaired surrogate has no form: only names that a program gives can hold one.
            return name;
        }
    }

    /// <summary>Text in quotation marks as an error shows it: not too long, and without what can't be seen.</summary>
    internal static string Quoted(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder("'");
        foreach (var c in text[..Math.Min(text.Length, ShownCharacters)])
        {
            if (char.IsControl(c) || (IsWhite(c) && c != ' ')) shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else shown.Append(c);
        }
        return shown.Append(text.Length > ShownCharacters ? "…'" : "'").ToString();
    }

    /// <summary>Names as an error lists them.</summary>
    internal static string Listed(IReadOnlyCollection<string> names) => string.Join(", ", names.Take(ShownNames).Select(name => FaultText.Clip(name))) +
        (names.Count > ShownNames ? string.Create(CultureInfo.InvariantCulture, $", … ({names.Count} in all)") : "");
}
