using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>Lines have at most 140 columns, comments too. A line with a text may be longer, because a text is read as a whole.</summary>
public class ColumnsTests
{
    private const int Columns = 140;

    [Fact]
    public void No_line_of_code_is_too_long() => Assert.Empty(
        from file in Repository.SourceFiles
        from line in TooLong(Repository.Read(file))
        select $"{file}, line {line}");

    [Theory]
    [InlineData("class A; // {0}", 1)]
    [InlineData("/// <summary>{0}</summary>\nclass A;", 1)]
    [InlineData("class A\n{\n    int {0};\n}", 3)]
    [InlineData("class A { string a = \"{0}\"; }")]
    [InlineData("class A { string a = $\"{0}\"; }")]
    [InlineData("class A { string a = \"\"\"\n    {0}\n    \"\"\"; }")]
    public void A_line_that_is_too_long_is_found(string source, params int[] lines) =>
        Assert.Equal(lines, TooLong(source.Replace("{0}", new string('x', Columns), StringComparison.Ordinal)));

    private static IEnumerable<int> TooLong(string source)
    {
        var text = SourceText.From(source);
        var lines = text.Lines.Where(line => line.Span.Length > Columns).ToArray();
        if (lines.Length == 0) return [];
        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        return lines.Where(line => !root.DescendantTokens(line.Span).Any(token => IsText(token) && token.Span.IntersectsWith(line.Span)))
            .Select(line => line.LineNumber + 1);
    }

    private static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken;
}
