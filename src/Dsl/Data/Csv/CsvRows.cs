using System.Globalization;
using System.Runtime.InteropServices;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl.Data;

/// <summary>Converts the records of a CSV file to numbers.</summary>
internal sealed class CsvRows(string path, CsvColumns columns, CsvOptions options)
{
    private readonly ClassIndexing classes = new(options.Classes);
    private readonly List<float> features = [];
    private readonly List<int> indices = [];
    private readonly List<float> targets = [];

    /// <summary>The columns that are read, from left to right.</summary>
    private readonly int[] read = [.. (columns.Label < 0 ? columns.Features : columns.Features.Append(columns.Label)).Order()];

    /// <summary>Whether the first line has a number as the name of every feature.</summary>
    private readonly bool namesAreNumbers = options.HasHeader
        && Array.TrueForAll(columns.Features, i => NumberOf(columns.Names[i]) is not null);

    /// <summary>
    /// Whether in every record so far each number is larger than the one before it. It is used only if the names are numbers.
    /// </summary>
    private bool samplesGrow = true;

    /// <summary>Adds a record.</summary>
    /// <returns>The fault of the record, or null.</returns>
    internal string? Add(CsvReader record)
    {
        if (record.Count != columns.Names.Length)
            return $"{path}, line {record.Line}: it has {Words.Counted(record.Count, "column")}, but the first line has {columns.Names.Length}.";
        foreach (var column in columns.Features)
        {
            if (Number(record, column, features) is { } wrong) return wrong;
        }
        samplesGrow = namesAreNumbers && samplesGrow && Grow(Array.ConvertAll(read, column => NumberOf(record[column])));
        return options.Labels switch
        {
            CsvLabels.ClassNames => Name(record, columns.Label),
            CsvLabels.ClassIndices => Index(record, columns.Label),
            CsvLabels.Targets => Number(record, columns.Label, targets),
            _ => null,
        };
    }

    /// <summary>Returns all records as a data set.</summary>
    internal Fin<Dataset> ToDataset() =>
        Unnamed().Bind(data => data.WithFeatures(Dataset.FeaturesNamed(columns.Features.Select(column => columns.Names[column]))));

    private Fin<Dataset> Unnamed()
    {
        Shape shape = [columns.Features.Length];
        var name = Path.GetFileName(path);
        var samples = CollectionsMarshal.AsSpan(features);
        if (samples.IsEmpty) return Error.New($"{path}: it has no lines with samples.");
        if (HeaderIsSample())
            return Error.New($"{path}: the first line holds a sample, not names of columns; set HasHeader = false in CsvOptions.");
        switch (options.Labels)
        {
            case CsvLabels.None: return Dataset.Unlabelled<float>(shape, samples, options.Classes, name);
            case CsvLabels.Targets: return Dataset.Create<float>(shape, samples, CollectionsMarshal.AsSpan(targets), [1], name);
            case CsvLabels.ClassIndices:
                return Dataset.Create<float>(shape, samples, CollectionsMarshal.AsSpan(indices), options.Classes, name: name);
            default:
                if (classes.Twins() is var (one, other))
                    return Error.New($"{path}: the classes {one} and {other} are the same number; write it in one way.");
                var (names, indexOf) = classes.InOrder();
                foreach (ref var index in CollectionsMarshal.AsSpan(indices)) index = indexOf[index];
                return Dataset.Create<float>(shape, samples, CollectionsMarshal.AsSpan(indices), names, name: name);
        }
    }

    /// <summary>
    /// Returns whether the column names look like a sample's cells. Two kinds of numeric headers are not samples: columns numbered from 0
    /// or 1, and columns named by the place of a measurement. Those numbers grow from left to right; the numbers of samples do not.
    /// </summary>
    private bool HeaderIsSample()
    {
        if (!namesAreNumbers || (columns.Label >= 0 && !CanBeLabel(columns.Names[columns.Label]))) return false;
        var numbers = Array.ConvertAll(read, column => NumberOf(columns.Names[column]));
        var isCount = numbers[0] is 0 or 1 && numbers.Index().All(number => number.Item == numbers[0] + number.Index);
        return !isCount && (samplesGrow || !Grow(numbers));
    }

    private bool CanBeLabel(string name) =>
        options.Labels == CsvLabels.ClassNames ? classes.Names.Contains(name) : NumberOf(name) is not null;

    private static bool Grow(double?[] numbers) => numbers.Zip(numbers.Skip(1), (one, next) => one < next).All(grows => grows);

    private static double? NumberOf(ReadOnlySpan<char> cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string? Number(CsvReader record, int column, List<float> destination)
    {
        var cell = record[column];
        if (cell.IsEmpty) return Missing(record, column);
        if (!float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return $"{Where(record, column)}: {CsvText.Quoted(cell)} is not a number; numbers are written as 1.5 or 2e-3.";
        if (!float.IsFinite(number)) return $"{Where(record, column)}: {CsvText.Quoted(cell)} is not a finite number that float32 holds.";
        destination.Add(number);
        return null;
    }

    private string? Name(CsvReader record, int column)
    {
        var cell = record[column];
        if (cell.IsEmpty) return Missing(record, column);
        if (classes.IndexOf(cell) is not { } index)
        {
            return $"{Where(record, column)}: {CsvText.Quoted(cell)} is not one of the classes that CsvOptions.Classes names: " +
                $"{CsvText.Listed(classes.Names)}.";
        }
        if (index > Dataset.LargestClass)
            return $"{Where(record, column)}: there are more than {Dataset.LargestClass} classes; is this the column of labels?";
        indices.Add(index);
        return null;
    }

    private string? Index(CsvReader record, int column)
    {
        var cell = record[column];
        if (cell.IsEmpty) return Missing(record, column);
        if (!int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > Dataset.LargestClass)
            return $"{Where(record, column)}: {CsvText.Quoted(cell)} is not a class index, 0 … {Dataset.LargestClass}.";
        indices.Add(index);
        return null;
    }

    private string Missing(CsvReader record, int column) => $"{Where(record, column)}: the cell is empty; fill it in or leave the line out.";

    private string Where(CsvReader record, int column) => $"{path}, line {record.LineOf(column)}, column {FaultText.Clip(columns.Names[column])}";
}
