using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelDsl.Printing;

/// <summary>
/// Values as text for people, the same in every culture and never long: <c>Sgd { LearningRate = 0.1, Momentum = 0.9, Nesterov = False }</c>. What is
/// null is left out.
/// </summary>
internal static partial class ValueText
{
    /// <summary>Items of a list that are written; how many more there are is told.</summary>
    public const int MostItems = 8;

    private const int MostCharacters = 1000;

    /// <summary>A record's kind and its members in braces; the kind alone where there are none.</summary>
    /// <param name="record">The record.</param>
    /// <param name="printMembers">What the compiler gives every record: writes its members.</param>
    public static string Of(object record, Func<StringBuilder, bool> printMembers) => Invariantly(() =>
    {
        var members = new StringBuilder();
        return printMembers(members) ? $"{Kind(record)} {{ {Line(WithoutNulls(members.ToString()))} }}" : Kind(record);
    });

    /// <summary>
    /// Makes text whose numbers are the same in every culture, also where they are written without one: by the compiler in records, by users in faults.
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
    /// Writes members as the compiler does, but lists in brackets and signs in quotation marks, and nothing of what is null or empty; whether there
    /// are any.
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

    /// <summary>A list in brackets: <c>[1, 2, 3]</c>; of a long one the first items.</summary>
    public static string List<T>(IEnumerable<T> items)
    {
        var all = items.ToArray();
        var shown = string.Join(", ", all.Take(MostItems).Select(item => Of(item)));
        return all.Length > MostItems ? $"[{shown}, … {Of(all.Length - MostItems)} more]" : $"[{shown}]";
    }

    /// <summary>A text on one line that is not long.</summary>
    public static string Line(string text)
    {
        var line = OneLine(text);
        return line.Length <= MostCharacters ? line : Cut(line, MostCharacters) + " …";
    }

    /// <summary>A text on one line: what would begin another, or move along it, as it is written in code, <c>\n</c>, <c>\t</c>.</summary>
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

    /// <summary>The first characters of a longer text, of a pair of surrogates both or none.</summary>
    public static string Cut(string text, int most) => text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The name of a value's type, without the types of a generic one.</summary>
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

    /// <summary>Members without those of which the compiler wrote the name alone.</summary>
    private static string WithoutNulls(string members)
    {
        var written = Null().Replace(members, "");
        return written.EndsWith(", ", StringComparison.Ordinal) ? written[..^2] : written;
    }

    [GeneratedRegex(@"(?<=^|, )\w+ = (?:, |$)")]
    private static partial Regex Null();
}
