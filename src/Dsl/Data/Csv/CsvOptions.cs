using System.Text;
using ModelDsl.Data;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>The contents of the label column of a CSV file.</summary>
public enum CsvLabels
{
    /// <summary>
    /// Names of classes, <c>setosa</c>. The class indices follow the order of the names: by number if all names are numbers, otherwise in
    /// ordinal order. The data set knows the names.
    /// </summary>
    ClassNames,

    /// <summary>Class indices, <c>0, 1, 2 …</c></summary>
    ClassIndices,

    /// <summary>Real numbers for a regression to predict: targets of shape <c>[1]</c>.</summary>
    Targets,

    /// <summary>No labels: data for prediction. The column named by <see cref="CsvOptions.Label"/> is left out.</summary>
    None,
}

/// <summary>The options for reading a CSV file.</summary>
public sealed record CsvOptions
{
    /// <summary>
    /// Name of the label column. The default is the last column that is not ignored. In a file without a header the columns are called 1,
    /// 2, 3 …
    /// </summary>
    public string? Label { get; init; }

    /// <summary>The contents of the label column; by default names of classes.</summary>
    public CsvLabels Labels { get; init; } = CsvLabels.ClassNames;

    /// <summary>
    /// Names of all classes, by class index. For a set to evaluate or to continue training with, give those of the training set,
    /// <c>Classes = train.ClassNames</c>. Any other name in the label column is an error. By default the classes are those of the file.
    /// </summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>
    /// Names of columns to leave out, for instance of row numbers; <c>""</c> for columns without a name. Their cells may hold anything.
    /// </summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>
    /// The text between two columns, one or more characters; a comma by default. If it consists of blanks only, it means that many blanks
    /// or more.
    /// </summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>Whether the first line names the columns; true by default.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The fault of the options, for any file; null if there is none.</summary>
    internal string? Fault =>
        string.IsNullOrEmpty(Delimiter) ? "the delimiter of CsvOptions is empty; give the text between two columns"
        : Delimiter.AsSpan().ContainsAny("\"\r\n\0")
            ? "the delimiter of CsvOptions holds quotation marks, a line break or a NUL, which mean something else in CSV"
        : !Enum.IsDefined(Labels) ? $"CsvOptions.Labels is {Labels}, which is not one of its values"
        : Ignore is null || Ignore.Contains(null!) ? "CsvOptions.Ignore is null or holds a null; give names of columns, or []"
        : Classes is null ? null
        : Classes.Contains(null!) ? "CsvOptions.Classes holds a null; give names"
        : CsvText.Fault(Classes) is { } unnamed ? $"CsvOptions.Classes: {unnamed}"
        : Labels == CsvLabels.Targets ? "CsvOptions.Classes are given, but Labels are Targets: numbers have no classes"
        : Labels == CsvLabels.ClassNames && Classes.Count == 0
            ? "CsvOptions.Classes is empty; give the names of all classes, or null for those of the file"
        : Classes.GroupBy(name => CsvText.Name(name)).FirstOrDefault(same => same.Count() > 1) is { } twice
            && Labels == CsvLabels.ClassNames
            ? $"CsvOptions.Classes name {twice.Key} twice"
        : null;

    /// <summary>Returns the options: the same text in every culture.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(Label), Label), (nameof(Labels), Labels), (nameof(Classes), Classes), (nameof(Ignore), Ignore),
        (nameof(Delimiter), Delimiter), (nameof(HasHeader), HasHeader));
}
