namespace ModelDsl.Pictures.Folders;

/// <summary>A row of a CSV file that lists pictures.</summary>
/// <param name="File">The path.</param>
/// <param name="Label">The name of the class.</param>
internal sealed record LabelledFile(string File, string Label) : IFeatures<LabelledFile>
{
    /// <summary>The columns. Texts are only read here, so how they would be encoded does not matter.</summary>
    public static FeatureSchema Schema { get; } = new(
        nameof(LabelledFile), new("File", "file", FeatureEncoding.Vocabulary(1)), new("Label", "label", FeatureEncoding.Vocabulary(1)));

    public static LabelledFile Create(RowCells cells) => new(cells.Text(0), cells.Text(1));

    public static void Visit<TVisitor>(LabelledFile row, ref TVisitor visitor) where TVisitor : struct, IFeatureVisitor, allows ref struct
    {
        visitor.Text(0, row.File);
        visitor.Text(1, row.Label);
    }
}
