using System.Globalization;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>The lines of a CSV file, as they become numbers.</summary>
internal sealed class CsvRows
{
    private readonly string path;
    private readonly string[] header;
    private readonly CsvLabels labels;
    private readonly int labelColumn;
    private readonly int[] featureColumns;
    private readonly List<float> features = [];
    private readonly List<string> names = [];
    private readonly List<int> indices = [];
    private readonly List<float> targets = [];

    internal CsvRows(string path, string[] header, CsvOptions options)
    {
        (this.path, this.header, labels) = (path, header, options.Labels);
        labelColumn = labels == CsvLabels.None ? -1 : options.Label is { } label ? Column(label) : header.Length - 1;
        var ignored = options.Ignore.Select(Column).ToArray();
        featureColumns = [.. Enumerable.Range(0, header.Length).Where(column => column != labelColumn && !ignored.Contains(column))];
        if (featureColumns.Length == 0) Fault ??= $"{path}: no column is left for the features; the columns are {Columns}.";
    }

    /// <summary>What is wrong with the columns, or null.</summary>
    internal string? Fault { get; private set; }

    private string Columns => string.Join(", ", header);

    /// <summary>Takes a line in.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    internal string? Add(string[] cells, int line)
    {
        if (cells.Length != header.Length)
            return $"{path}, line {line}: it has {cells.Length} columns, but the first line has {header.Length}.";
        foreach (var column in featureColumns)
        {
            if (Number(cells, column, line, features) is { } wrong) return wrong;
        }
        return labels switch
        {
            CsvLabels.ClassNames => Name(cells[labelColumn], line),
            CsvLabels.ClassIndices => Index(cells[labelColumn], line),
            CsvLabels.Targets => Number(cells, labelColumn, line, targets),
            _ => null,
        };
    }

    /// <summary>All lines as a data set.</summary>
    internal Fin<Dataset> ToDataset()
    {
        Shape shape = [featureColumns.Length];
        var name = Path.GetFileName(path);
        if (features.Count == 0) return Error.New($"{path}: it has no lines with samples.");
        switch (labels)
        {
            case CsvLabels.None: return Dataset.Unlabelled<float>(shape, features.ToArray(), name: name);
            case CsvLabels.Targets: return Dataset.Create<float>(shape, features.ToArray(), targets.ToArray(), [1], name);
            case CsvLabels.ClassIndices: return Dataset.Create<float>(shape, features.ToArray(), indices.ToArray(), name: name);
            default:
                var classes = names.Distinct().Order(StringComparer.Ordinal).ToArray();
                var rows = names.Select(label => Array.BinarySearch(classes, label, StringComparer.Ordinal)).ToArray();
                return Dataset.Create<float>(shape, features.ToArray(), rows, classes, name: name);
        }
    }

    private int Column(string wanted)
    {
        var column = Array.IndexOf(header, wanted);
        if (column < 0) Fault ??= $"{path}: there is no column {wanted}; the columns are {Columns}.";
        else if (Array.LastIndexOf(header, wanted) != column) Fault ??= $"{path}: two columns are called {wanted}.";
        return column;
    }

    private string? Number(string[] cells, int column, int line, List<float> destination)
    {
        var cell = cells[column];
        if (cell.Length == 0) return Missing(column, line);
        if (!float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return $"{Where(column, line)}: '{cell}' is not a number; numbers are written as 1.5 or 2e-3.";
        if (!float.IsFinite(number)) return $"{Where(column, line)}: '{cell}' is not a finite number that float32 holds.";
        destination.Add(number);
        return null;
    }

    private string? Name(string cell, int line)
    {
        if (cell.Length == 0) return Missing(labelColumn, line);
        names.Add(cell);
        return null;
    }

    private string? Index(string cell, int line)
    {
        if (cell.Length == 0) return Missing(labelColumn, line);
        if (!int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > Dataset.LargestClass)
            return $"{Where(labelColumn, line)}: '{cell}' is not a class index, 0 … {Dataset.LargestClass}.";
        indices.Add(index);
        return null;
    }

    private string Missing(int column, int line) => $"{Where(column, line)}: the cell is empty; fill it in or leave the line out.";

    private string Where(int column, int line) => $"{path}, line {line}, column {header[column]}";
}
