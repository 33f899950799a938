using System.Text;

namespace ModelDsl.Import;

/// <summary>Makes identifiers of the names in a file. No two are the same, whatever their case.</summary>
internal sealed class Names
{
    // Words that C# or Python keep for themselves.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "abstract", "and", "as", "assert", "async", "await", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class",
        "const", "continue", "decimal", "def", "default", "del", "delegate", "do", "double", "elif", "else", "enum", "event", "except",
        "explicit", "extern", "false", "field", "finally", "fixed", "float", "for", "foreach", "from", "global", "goto", "if", "implicit",
        "import", "in", "int", "interface", "internal", "is", "lambda", "lock", "long", "namespace", "new", "none", "nonlocal", "not",
            "null",
        "object", "operator", "or", "out", "override", "params", "pass", "private", "protected", "public", "raise", "readonly", "record",
        "ref", "return", "sbyte", "sealed", "self", "short", "sizeof", "stackalloc", "static", "string", "struct", "super", "switch",
            "this",
        "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "var", "virtual", "void", "volatile",
        "while", "with", "yield",
    };

    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name that nothing else has. The first of several that would be the same has no number.</summary>
    public string Unique(string name)
    {
        var candidate = name;
        for (var number = 2; Reserved.Contains(candidate) || !taken.Add(candidate); number++)
            candidate = char.IsDigit(name[^1]) ? $"{name}_{number}" : $"{name}{number}";
        return candidate;
    }

    /// <summary>Pascal case of a path: <c>layer1.0.conv1</c> becomes <c>Layer1_0_Conv1</c>, <c>encoder.self_attn</c>
    /// <c>EncoderSelfAttn</c>. Null if no letter is left.</summary>
    public static string? Pascal(IEnumerable<string> parts)
    {
        var name = new StringBuilder();
        foreach (var word in parts.SelectMany(Words))
        {
            // Numbers stand apart from what is beside them.
            if (name.Length > 0 && (char.IsDigit(word[0]) || char.IsDigit(name[^1])))
                name.Append('_');
            name.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
        }
        var text = name.ToString().TrimStart('_');
        if (!text.Any(char.IsLetter))
            return null;
        return char.IsDigit(text[0]) ? $"_{text}" : text;
    }

    /// <summary>The same in camel case.</summary>
    public static string Camel(string pascal)
    {
        var end = pascal.TakeWhile(char.IsUpper).Count();
        var lower = end > 1 && end < pascal.Length && char.IsLetter(pascal[end]) ? end - 1 : Math.Max(end, 1);
        return pascal.Substring(0, lower).ToLowerInvariant() + pascal.Substring(lower);
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var letter in text)
            if (letter is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9')
                word.Append(letter);
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        if (word.Length > 0)
            yield return word.ToString();
    }
}
