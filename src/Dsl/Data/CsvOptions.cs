using System.Text;

namespace ModelDsl;

/// <summary>What the label column of a CSV file holds.</summary>
public enum CsvLabels
{
    /// <summary>
    /// Names of classes, <c>setosa</c>. The class indices follow the names in ordinal order; the data set knows the names.
    /// </summary>
    ClassNames,

    /// <summary>Class indices, <c>0, 1, 2 …</c></summary>
    ClassIndices,

    /// <summary>Real numbers, to be predicted by a regression: targets of shape <c>[1]</c>.</summary>
    Targets,

    /// <summary>There is no label column: data to be predicted.</summary>
    None,
}

/// <summary>How a CSV file is to be read.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Name of the label column; the last column unless given. In a file without header the columns are called 1, 2, 3 …
    /// </summary>
    public string? Label { get; init; }

    /// <summary>What the label column holds; names of classes unless set.</summary>
    public CsvLabels Labels { get; init; } = CsvLabels.ClassNames;

    /// <summary>Names of columns to leave out, such as a running number.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>What stands between the columns; a comma unless set.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Whether the first line names the columns; true unless set.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The options: the same text in every culture.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(Label), Label), (nameof(Labels), Labels), (nameof(Ignore), Ignore), (nameof(Delimiter), Delimiter), (nameof(HasHeader), HasHeader));
}
