namespace ModelDsl;

/// <summary>Texts of errors about files: of a length that people read, whatever stands in the file.</summary>
internal static class FaultText
{
    private const int LongestPart = 120;

    /// <summary>How many faults are told.</summary>
    public const int Most = 20;

    /// <summary>A part of a file as it is told: its begin, without what a terminal would take for commands.</summary>
    public static string Clip(string text)
    {
        var isLong = text.Length > LongestPart;
        var end = !isLong ? text.Length : char.IsHighSurrogate(text[LongestPart - 1]) ? LongestPart - 1 : LongestPart;
        var shown = string.Concat(text.Take(end).Select(c => char.IsControl(c) ? '\uFFFD' : c));
        return isLong ? shown + "…" : shown;
    }

    /// <summary>Whether there are more faults than are told: what makes a list of them may stop.</summary>
    public static bool AreEnough(IReadOnlyCollection<string> faults) => faults.Count > Most;

    /// <summary>The first faults, and whether there are more.</summary>
    public static string Join(IReadOnlyCollection<string> faults) => string.Join("; ", faults.Take(Most)) + (AreEnough(faults) ? "; and more" : "");
}
