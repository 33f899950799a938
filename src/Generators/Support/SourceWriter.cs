using System.Text;

namespace ModelDsl.Generators.Support;

/// <summary>Writes indented C# with LF line ends, whatever machine builds.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Writes a line, or several that a raw string holds, at the current depth.</summary>
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
