namespace ModelDsl.Import.Python;

/// <summary>Breaks lines of Python that are too long.</summary>
internal static class PythonLines
{
    /// <summary>
    /// Breaks a line at commas within brackets, where Python goes on to the next line by itself. The comment at its end goes above it.
    /// </summary>
    public static IEnumerable<string> Wrap(string line, int longest)
    {
        if (line.Length <= longest || line.TrimStart().StartsWith("\"", StringComparison.Ordinal)) return [line];
        var lines = new List<string>();
        var indent = line.Length - line.TrimStart().Length;
        var comment = line.LastIndexOf("  # ", StringComparison.Ordinal);
        if (comment > indent)
        {
            lines.Add(new string(' ', indent) + line.Substring(comment + 2));
            line = line.Substring(0, comment);
        }
        var deeper = new string(' ', indent + 4);
        var depth = 0;
        while (line.Length > longest && LastBreak(line, longest, ref depth) is > 0 and var place)
        {
            lines.Add(line.Substring(0, place));
            line = deeper + line.Substring(place).TrimStart();
        }
        lines.Add(line);
        return lines;
    }

    /// <param name="line">A line, or what is left of one.</param>
    /// <param name="longest">The break is before this column.</param>
    /// <param name="depth">How many brackets are open where the line begins; then, where the next one does.</param>
    private static int LastBreak(string line, int longest, ref int depth)
    {
        var (open, place, there) = (depth, 0, depth);
        for (var i = 0; i < longest; i++)
        {
            open += line[i] is '(' or '[' ? 1 : line[i] is ')' or ']' ? -1 : 0;
            if (line[i] == ',' && open > 0) (place, there) = (i + 1, open);
        }
        depth = there;
        return place;
    }
}
