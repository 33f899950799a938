using System.Globalization;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>The roles of the columns of a CSV file. Columns without a role are ignored.</summary>
/// <param name="Names">The names of the columns.</param>
/// <param name="Label">The label column; -1 for none.</param>
/// <param name="Features">The columns of features, in their order.</param>
internal sealed record CsvColumns(string[] Names, int Label, int[] Features)
{
    /// <summary>Returns the columns that options choose, or an error that begins with the path.</summary>
    internal static Fin<CsvColumns> Choose(string path, string[] names, CsvOptions options)
    {
        var ignored = options.Ignore.Select(name => CsvText.Name(name)).ToHashSet();
        var label = options.Label is null ? null : CsvText.Name(options.Label);
        if (label is not null && ignored.Contains(label))
            return Fault($"Label and Ignore of CsvOptions both name {label}; a label can't be ignored");
        var missing = ignored.Append(label).FirstOrDefault(name => name is not null && !names.Contains(name));
        if (missing is not null) return Fault($"there is no column {missing}; the columns are {CsvText.Listed(names)}");
        if (label is not null && names.Count(name => name == label) > 1) return Fault($"two columns are called {label}");

        var kept = Enumerable.Range(0, names.Length).Where(column => !ignored.Contains(names[column])).ToArray();
        // Other programs write row numbers in a column without a name; a delimiter at the ends of lines looks the same.
        if (kept.FirstOrDefault(column => names[column].Length == 0, -1) is >= 0 and var nameless)
        {
            return Fault(string.Create(CultureInfo.InvariantCulture,
                $"column {nameless + 1} has no name: give it one, or leave columns without a name out by Ignore = [\"\"] in CsvOptions"));
        }
        // A column with the name of the labels is never a feature, even if labels are not read.
        var column = label is not null ? Array.IndexOf(names, label) : options.Labels == CsvLabels.None || kept.Length == 0 ? -1 : kept[^1];
        int[] features = [.. kept.Where(one => one != column)];
        if (features.Length > 0) return new CsvColumns(names, options.Labels == CsvLabels.None ? -1 : column, features);
        var hint = names.Length == 1 ? $"; if that is more than one, the delimiter is not {CsvText.Quoted(options.Delimiter)}" : "";
        return Fault($"no column is left for the features; the columns are {CsvText.Listed(names)}{hint}");

        Error Fault(string what) => Error.New($"{path}: {what}.");
    }
}
