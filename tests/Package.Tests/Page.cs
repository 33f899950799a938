using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelDsl.Package.Tests;

/// <summary>
/// The C# code of a page for users, as a reader types it. Blocks that start with a comment <c>// Name.cs</c> go into that file, all others
/// into <c>Program.cs</c>, one after the other.
/// </summary>
/// <param name="Files">The files by name.</param>
/// <param name="Printed">
/// The printed lines according to the page, in order: comments after <c>Console.WriteLine</c>, and blocks of plain text right after a block
/// of C#.
/// </param>
internal sealed partial record Page(IReadOnlyDictionary<string, string> Files, IReadOnlyList<string> Printed)
{
    private const string Program = "Program.cs";

    /// <summary>Reads a page.</summary>
    /// <param name="markdown">Its text.</param>
    /// <param name="isShown">Returns true for blocks that only show code, which a reader does not type.</param>
    public static Page Read(string markdown, Func<string, bool>? isShown = null)
    {
        var files = new Dictionary<string, string>();
        var printed = new List<string>();
        var codeEnd = -1;
        foreach (Match block in Block().Matches(markdown))
        {
            var (language, text) = (block.Groups["language"].Value, block.Groups["text"].Value);
            if (language.Length == 0 && codeEnd >= 0 && string.IsNullOrWhiteSpace(markdown[codeEnd..block.Index]))
                printed.AddRange(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            if (language != "csharp" || isShown?.Invoke(text) == true) continue;
            codeEnd = block.Index + block.Length;
            var name = FileName().Match(text) is { Success: true } named ? named.Groups[1].Value : Program;
            files[name] = files.GetValueOrDefault(name, "") + text + "\n";
            printed.AddRange(Said().Matches(text).Select(match => match.Groups[1].Value));
        }
        return new(files, printed);
    }

    /// <summary>Returns the lines of the page that are missing in a program's output; each is searched after the previous one.</summary>
    public IReadOnlyList<string> MissingIn(string output)
    {
        var lines = new Queue<string>(output.Split('\n').Select(line => line.TrimEnd()));
        var missing = new List<string>();
        foreach (var expected in Printed)
        {
            var rest = new Queue<string>(lines);
            while (rest.Count > 0 && !AreAlike(expected, rest.Peek())) rest.Dequeue();
            if (rest.Count == 0) missing.Add(expected);
            else
            {
                rest.Dequeue();
                lines = rest;
            }
        }
        return missing;
    }

    /// <summary>
    /// Tells whether two lines are the same except for the last digits of their decimal numbers, which depend on the processor. The numbers
    /// must be within 3 % of each other or 0.02. Integers must be equal.
    /// </summary>
    internal static bool AreAlike(string expected, string actual)
    {
        if (Number().Replace(expected.TrimEnd(), "#") != Number().Replace(actual, "#")) return false;
        return Number().Matches(expected).Zip(Number().Matches(actual)).All(pair =>
        {
            var (a, b) = (pair.First.Value, pair.Second.Value);
            if (!a.Contains('.', StringComparison.Ordinal)) return a == b;
            var (x, y) = (double.Parse(a, CultureInfo.InvariantCulture), double.Parse(b, CultureInfo.InvariantCulture));
            return Math.Abs(x - y) <= Math.Max(0.02, 0.03 * Math.Abs(x));
        });
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\A// (\w+\.cs)$", RegexOptions.Multiline)]
    private static partial Regex FileName();

    [GeneratedRegex(@"^\s*Console\.WriteLine\(.*\);\s*// (.+)$", RegexOptions.Multiline)]
    private static partial Regex Said();

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();
}
