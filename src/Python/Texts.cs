namespace ModelDsl;

/// <summary>Makes parts of files short enough for a message, and safe for a terminal.</summary>
internal static class Texts
{
    private const int Longest = 120;
    private const int Most = 20;

    /// <summary>Returns the beginning of a text on one line, without commands for a terminal.</summary>
    public static string Clip(string text)
    {
        var begin = text.Length <= Longest ? text : text[..(Longest - 1)] + "…";
        return string.Concat(begin.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '�' : c));
    }

    /// <summary>Returns the first texts, and whether there are more.</summary>
    public static string Join(IReadOnlyCollection<string> texts, string between = ", ") =>
        string.Join(between, texts.Take(Most)) + (texts.Count > Most ? $"{between}and {texts.Count - Most} more" : "");
}
