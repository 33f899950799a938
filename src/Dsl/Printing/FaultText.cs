namespace ModelDsl.Printing;

/// <summary>Texts of errors about files: of a length that people read, whatever stands in the file.</summary>
internal static class FaultText
{
    private const int LongestPart = 120;

    /// <summary>How many faults are told.</summary>
    public const int Most = 20;

    /// <summary>A part of a file as it is told: its beginning, on one line, without commands for a terminal.</summary>
    /// <param name="text">The part.</param>
    /// <param name="longest">How many characters are told.</param>
    public static string Clip(string text, int longest = LongestPart)
    {
        var begin = text.Length <= longest ? text : ValueText.Cut(text, longest);
        return ValueText.OneLine(begin) + (begin.Length < text.Length ? "…" : "");
    }

    /// <summary>Whether there are more faults than are told: what makes a list of them may stop.</summary>
    public static bool AreEnough(IReadOnlyCollection<string> faults) => faults.Count > Most;

    /// <summary>The first faults, and whether there are more.</summary>
    public static string Join(IReadOnlyCollection<string> faults) => string.Join("; ", faults.Take(Most)) + (AreEnough(faults) ? "; and more" : "");
}
