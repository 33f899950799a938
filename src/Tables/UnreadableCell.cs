namespace ModelDsl.Tables;

/// <summary>A cell that is no value of a type that rows have: reading it is an error, which shows its text.</summary>
/// <param name="Text">What it holds.</param>
internal sealed record UnreadableCell(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
