namespace ModelDsl.Printing;

/// <summary>Makes error texts about files: short enough to read, whatever the file contains.</summary>
internal static class FaultText
{
    private const int LongestPart = 120;

    /// <summary>Maximum number of faults that are reported.</summary>
    public const int Most = 20;

    /// <summary>Returns a part of a file for a message: its beginning, on one line, without commands for a terminal.</summary>
    /// <param name="text">The part.</param>
    /// <param name="longest">Maximum number of characters.</param>
    public static string Clip(string text, int longest = LongestPart)
    {
        var begin = text.Length <= longest ? text : ValueText.Cut(text, longest);
        return ValueText.OneLine(begin) + (begin.Length < text.Length ? "…" : "");
    }

    /// <summary>Returns whether there are more faults than are reported: the search for faults may stop.</summary>
    public static bool AreEnough(IReadOnlyCollection<string> faults) => faults.Count > Most;

    /// <summary>Returns the first faults, and whether there are more.</summary>
    public static string Join(IReadOnlyCollection<string> faults) => string.Join("; ", faults.Take(Most)) + (AreEnough(faults) ? "; and more" : "");
}
