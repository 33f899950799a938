namespace ModelDsl.Data;

/// <summary>Splits a dictionary in Python's notation, whose keys are texts, into the texts of its values. Nothing is evaluated.</summary>
internal static class PythonDictionary
{
    /// <summary>Returns the values by key, as they are written; null if the text is not a dictionary, or if a key occurs twice.</summary>
    internal static Dictionary<string, string>? Parse(string text)
    {
        text = text.Trim();
        if (text is not ['{', .., '}']) return null;
        var entries = new Dictionary<string, string>();
        var rest = text.AsSpan(1, text.Length - 2).Trim();
        while (rest.Length > 0)
        {
            if (TextEnd(rest) is not { } key) return null;
            var name = rest[1..(key - 1)].ToString();
            rest = rest[key..].TrimStart();
            if (rest is not [':', ..]) return null;
            rest = rest[1..].TrimStart();
            if (ValueEnd(rest) is not { } end || !entries.TryAdd(name, rest[..end].TrimEnd().ToString())) return null;
            rest = rest[end..];
            if (rest.Length > 0) rest = rest[1..].TrimStart();
        }
        return entries;
    }

    /// <summary>
    /// Returns where a text in quotation marks ends, after its last mark; null if it is not one. No text of a header has escapes.
    /// </summary>
    private static int? TextEnd(ReadOnlySpan<char> text)
    {
        if (text is not [('\'' or '"'), ..]) return null;
        var end = text[1..].IndexOf(text[0]);
        return end < 0 || text[..(end + 1)].Contains('\\') ? null : end + 2;
    }

    /// <summary>Returns the position of the comma after a value, or the end; null if brackets or quotation marks are not closed.</summary>
    private static int? ValueEnd(ReadOnlySpan<char> text)
    {
        var (open, position) = (0, 0);
        while (position < text.Length)
        {
            switch (text[position])
            {
                case '\'' or '"':
                    if (TextEnd(text[position..]) is not { } length) return null;
                    position += length;
                    continue;
                case '(' or '[' or '{':
                    open++;
                    break;
                case ')' or ']' or '}':
                    if (--open < 0) return null;
                    break;
                case ',' when open == 0:
                    return position;
            }
            position++;
        }
        return open == 0 && position > 0 ? position : null;
    }
}
