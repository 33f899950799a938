using System.Text;
using ModelDsl.Data;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>What the label column of a CSV file holds.</summary>
public enum CsvLabels
{
    /// <summary>
    /// Names of classes, <c>setosa</c>. The class indices follow the names: as numbers where all are numbers, else in ordinal order. The data set
    /// knows the names.
    /// </summary>
    ClassNames,

    /// <summary>Class indices, <c>0, 1, 2 …</c></summary>
    ClassIndices,

    /// <summary>Real numbers, to be predicted by a regression: targets of shape <c>[1]</c>.</summary>
    Targets,

    /// <summary>There are no labels: data to be predicted. A column that <see cref="CsvOptions.Label"/> names is left out.</summary>
    None,
}

/// <summary>How a CSV file is to be read.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Name of the label column; the last column that is not ignored unless given. In a file without header the columns are called 1, 2, 3 …
    /// </summary>
    public string? Label { get; init; }

    /// <summary>What the label column holds; names of classes unless set.</summary>
    public CsvLabels Labels { get; init; } = CsvLabels.ClassNames;

    /// <summary>
    /// Names of all classes, by class index: for a set to evaluate or to go on training with, those of the training set,
    /// <c>Classes = train.ClassNames</c>. Any other name in the label column is an error. Unless given, the classes are those of the file.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Names of columns to leave out, such as a running number; <c>""</c> for those without a name. They may hold anything.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>
    /// What stands between the columns, one or more characters; a comma unless set. Of blanks only, it is that many blanks or more.
    /// </summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Whether the first line names the columns; true unless set.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>What is wrong with the options, whatever the file; null where nothing is.</summary>
    internal string? Fault =>
        string.IsNullOrEmpty(Delimiter) ? "the delimiter of CsvOptions is empty; give the text between two columns"
        : Delimiter.AsSpan().ContainsAny("\"\r\n\0")
            ? "the delimiter of CsvOptions holds quotation marks, a line break or a NUL, which mean something else in CSV"
        : !Enum.IsDefined(Labels) ? $"CsvOptions.Labels is {Labels}, which is none of its values"
        : Ignore is null || Ignore.Contains(null!) ? "CsvOptions.Ignore is null or holds a null; give names of columns, or []"
        : Classes is null ? null
        : Classes.Contains(null!) ? "CsvOptions.Classes holds a null; give names"
        : CsvText.Fault(Classes) is { } unnamed ? $"CsvOptions.Classes: {unnamed}"
        : Labels == CsvLabels.Targets ? "CsvOptions.Classes are given, but Labels are Targets: numbers have no classes"
        : Labels == CsvLabels.ClassNames && Classes.Count == 0
            ? "CsvOptions.Classes are none; give the names of all classes, or null for those of the file"
        : Classes.GroupBy(name => CsvText.Name(name)).FirstOrDefault(same => same.Count() > 1) is { } twice && Labels == CsvLabels.ClassNames
            ? $"CsvOptions.Classes name {twice.Key} twice"
        : null;

    /// <summary>The options: the same text in every culture.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(Label), Label), (nameof(Labels), Labels), (nameof(Classes), Classes), (nameof(Ignore), Ignore),
        (nameof(Delimiter), Delimiter), (nameof(HasHeader), HasHeader));
}
