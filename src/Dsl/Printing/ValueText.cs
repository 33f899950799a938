using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelDsl.Printing;

/// <summary>
/// Formats values as text for people, the same in every culture and never long:
/// <c>Sgd { LearningRate = 0.1, Momentum = 0.9, Nesterov = False }</c>. Members that are null are omitted.
/// </summary>
internal static partial class ValueText
{
    /// <summary>Maximum number of list items that are written; the number of further items follows them.</summary>
    public const int MostItems = 8;

    private const int MostCharacters = 1000;

    /// <summary>Returns a record's kind and its members in braces; only the kind if there are no members.</summary>
    /// <param name="record">The record.</param>
    /// <param name="printMembers">The function that the compiler gives every record: it writes the members.</param>
    public static string Of(object record, Func<StringBuilder, bool> printMembers) => Invariantly(() =>
    {
        var members = new StringBuilder();
        return printMembers(members) ? $"{Kind(record)} {{ {Line(WithoutNulls(members.ToString()))} }}" : Kind(record);
    });

    /// <summary>
    /// Makes a text whose numbers are the same in every culture. This includes numbers formatted without a culture: by the compiler in
    /// records, by users in faults.
    /// </summary>
    public static T Invariantly<T>(Func<T> make)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return make();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    /// <summary>
    /// Writes members in the same way as the compiler, but with lists in brackets and characters in quotation marks. Members that are null
    /// or empty are omitted. Returns whether any were written.
    /// </summary>
    public static bool Members(this StringBuilder text, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var begin = text.Length;
        foreach (var (name, value) in members)
        {
            if (Of(value) is not { Length: > 0 } written) continue;
            if (text.Length > begin) text.Append(", ");
            text.Append(name).Append(" = ").Append(written);
        }
        return text.Length > begin;
    }

    /// <summary>Returns a list in brackets: <c>[1, 2, 3]</c>; only the first items of a long list.</summary>
    public static string List<T>(IEnumerable<T> items)
    {
        var all = items.ToArray();
        var shown = string.Join(", ", all.Take(MostItems).Select(item => Of(item)));
        return all.Length > MostItems ? $"[{shown}, … {Of(all.Length - MostItems)} more]" : $"[{shown}]";
    }

    /// <summary>Returns a text on one line of limited length.</summary>
    public static string Line(string text)
    {
        var line = OneLine(text);
        return line.Length <= MostCharacters ? line : Cut(line, MostCharacters) + " …";
    }

    /// <summary>
    /// Returns a text on one line. Characters that would begin a new line or move the cursor are written as in code: <c>\n</c>, <c>\t</c>.
    /// </summary>
    public static string OneLine(string text)
    {
        if (!text.Any(Moves)) return text;
        var line = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                _ when Moves(c) => line.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => line.Append(c),
            };
        }
        return line.ToString();
    }

    /// <summary>Returns the first characters of a longer text; a surrogate pair is never divided.</summary>
    public static string Cut(string text, int most) => text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>Returns the name of a value's type, without its type arguments.</summary>
    public static string Kind(object value) => value.GetType().Name.Split('`')[0];

    private static string Of(object? value) => value switch
    {
        null => "",
        string text => text.Length == 0 || text.Any(char.IsLetterOrDigit) ? text : $"\"{text}\"",
        Delegate => "a function",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        Shape shape => shape.ToString(),
        IEnumerable list => list.Cast<object?>().ToArray() is { Length: > 0 } items ? List(items) : "",
        _ => value.ToString() ?? "",
    };

    private static bool Moves(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    /// <summary>Removes the members for which the compiler wrote only the name.</summary>
    private static string WithoutNulls(string members)
    {
        var written = Null().Replace(members, "");
        return written.EndsWith(", ", StringComparison.Ordinal) ? written[..^2] : written;
    }

    [GeneratedRegex(@"(?<=^|, )\w+ = (?:, |$)")]
    private static partial Regex Null();
}
