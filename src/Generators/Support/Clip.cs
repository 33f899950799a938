namespace ModelDsl.Generators.Support;

/// <summary>Makes texts of files short enough for a message.</summary>
internal static class Clip
{
    private const int LongestPart = 120;
    private const int Most = 20;

    /// <summary>Returns the beginning of a text, on one line.</summary>
    public static string Text(string text)
    {
        var begin = text.Length <= LongestPart ? text
            : text.Substring(0, char.IsHighSurrogate(text[LongestPart - 1]) ? LongestPart - 1 : LongestPart) + "…";
        return string.Concat(begin.Select(letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : letter.ToString()));
    }

    /// <summary>Returns the first of some faults, and whether there are more.</summary>
    public static string Join(IReadOnlyCollection<string> faults) =>
        string.Join("; ", faults.Take(Most)) + (faults.Count > Most ? "; and more" : "");
}
