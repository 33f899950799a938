namespace ModelDsl;

/// <summary>Texts of errors about files: of a length that people read, whatever stands in the file.</summary>
internal static class FaultText
{
    private const int LongestPart = 120;

    /// <summary>How many faults are told.</summary>
    public const int Most = 20;

    /// <summary>A part of a file as it is told: its begin, without what a terminal would take for commands.</summary>
    /// <param name="text">The part.</param>
    /// <param name="longest">How many characters are told.</param>
    public static string Clip(string text, int longest = LongestPart)
    {
        var begin = text.Length <= longest ? text : ValueText.Cut(text, longest);
        var shown = begin.AsSpan().ContainsAnyInRange('\0', '\u001F') || begin.AsSpan().ContainsAnyInRange('\u007F', '\u009F')
            ? string.Concat(begin.Select(c => char.IsControl(c) ? '\uFFFD' : c))
            : begin;
        return begin.Length < text.Length ? shown + "…" : shown;
    }

    /// <summary>Whether there are more faults than are told: what makes a list of them may stop.</summary>
    public static bool AreEnough(IReadOnlyCollection<string> faults) => faults.Count > Most;

    /// <summary>The first faults, and whether there are more.</summary>
    public static string Join(IReadOnlyCollection<string> faults) => string.Join("; ", faults.Take(Most)) + (AreEnough(faults) ? "; and more" : "");
}
