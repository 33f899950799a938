using System.Text;

namespace ModelDsl.Generators.Support;

/// <summary>Writes indented C# with LF line ends, on every machine.</summary>
internal sealed class SourceWriter
{
    /// <summary>Number of columns at which a line is wrapped.</summary>
    private const int Width = 140;

    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Writes a line, or the several lines of a raw string, at the current depth.</summary>
    public SourceWriter Line(string lines = "")
    {
        foreach (var line in lines.Split('\n'))
        {
            var content = line.TrimEnd('\r');
            if (content.Length > 0) text.Append(' ', 4 * depth).Append(content);
            text.Append('\n');
        }
        return this;
    }

    /// <summary>Writes a list, separated by commas, on as many lines as it needs.</summary>
    /// <param name="before">The text before the first item.</param>
    /// <param name="items">The items.</param>
    /// <param name="after">The text after the last item.</param>
    public SourceWriter List(string before, IEnumerable<string> items, string after)
    {
        var line = new StringBuilder(before);
        var separator = "";
        foreach (var item in items)
        {
            if (4 * depth + line.Length + separator.Length + item.Length + after.Length > Width && separator.Length > 0)
            {
                Line(line.Append(',').ToString());
                (line, separator) = (new StringBuilder("    "), "");
            }
            line.Append(separator).Append(item);
            separator = ", ";
        }
        return Line(line.Append(after).ToString());
    }

    /// <summary>Writes a header and a block in braces; the block ends with the returned value.</summary>
    public Block Braces(string header)
    {
        Line(header).Line("{");
        depth++;
        return new Block(this);
    }

    public override string ToString() => text.ToString();

    internal readonly struct Block(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer.depth--;
            writer.Line("}");
        }
    }
}
