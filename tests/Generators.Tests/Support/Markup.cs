using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>An expected diagnostic.</summary>
public sealed record Mark(string Id, string File, TextSpan Span)
{
    public static Mark Of(Diagnostic diagnostic) =>
        new(diagnostic.Id, diagnostic.Location.SourceTree?.FilePath ?? "", diagnostic.Location.SourceSpan);
}

/// <summary>
/// Source text whose expected diagnostics are marked: <c>[Dense({|MDSL030:0|})]</c>. Marks nest. A line <c>// file</c> begins another file.
/// </summary>
public sealed partial record Markup(ImmutableArray<string> Files, ImmutableArray<Mark> Marks)
{
    public static Markup Parse(string text)
    {
        var marks = ImmutableArray.CreateBuilder<Mark>();
        var files = NewFile().Split(text).Select((file, i) => Read(file, $"Source{i}.cs", marks)).ToImmutableArray();
        return new Markup(files, marks.ToImmutable());
    }

    private static string Read(string text, string path, ImmutableArray<Mark>.Builder marks)
    {
        var (plain, open, position) = (new StringBuilder(), new Stack<(string Id, int Start)>(), 0);
        foreach (Match match in Delimiter().Matches(text))
        {
            plain.Append(text, position, match.Index - position);
            position = match.Index + match.Length;
            if (match.Groups["id"] is { Success: true, Value: var id }) open.Push((id, plain.Length));
            else
            {
                var (ended, start) = open.Pop();
                marks.Add(new Mark(ended, path, TextSpan.FromBounds(start, plain.Length)));
            }
        }
        if (open.Count > 0) throw new ArgumentException($"A mark is not closed: {text}");
        return plain.Append(text, position, text.Length - position).ToString();
    }

    [GeneratedRegex(@"\{\|(?<id>[A-Z]+[0-9]+):|\|\}")]
    private static partial Regex Delimiter();

    [GeneratedRegex(@"^// file\n", RegexOptions.Multiline)]
    private static partial Regex NewFile();
}
