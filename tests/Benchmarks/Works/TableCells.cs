using LanguageExt;
using ModelDsl.Examples;
using static ModelDsl.Functions;

namespace Benchmarks;

/// <summary>The cells of a table as text, with the fold of each row: what other libraries get. The last column is the label.</summary>
public sealed class TableCells
{
    /// <summary>Divides the rows into the folds of a cross-validation without a seed.</summary>
    /// <param name="csv">The table, with a header.</param>
    /// <param name="isNumber">Whether the label is a number; otherwise it is a class, and folds are stratified.</param>
    public TableCells(string csv, bool isNumber)
    {
        var lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        (Header, Rows, IsNumber) = (lines[0].Split(','), [.. lines[1..].Select(line => line.Split(','))], isNumber);
        Classes = isNumber ? [] : [.. Rows.Select(row => row[^1]).Distinct()];
        float[] positions = [.. Enumerable.Range(0, Rows.Count).Select(row => (float)row)];
        var numbered = isNumber ? Dataset.Unlabelled<float>([1], positions)
            : Dataset.Create<float>([1], positions, [.. Rows.Select(row => Classes.ToList().IndexOf(row[^1]))]);
        Folds = new int[Rows.Count];
        foreach (var fold in (numbered | KFold(TableTraining.Folds, stratified: !isNumber)).ThrowIfFail())
            foreach (var row in fold.Held.ToTensor().ToArray()) Folds[(int)row] = fold.Index;
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>The cells, row by row.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>Whether the label is a number.</summary>
    public bool IsNumber { get; }

    /// <summary>The classes, in the order of their first rows.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The fold in which each row is held out.</summary>
    public int[] Folds { get; }

    /// <summary>Returns the table with a last column for the fold.</summary>
    public string ToCsv() =>
        string.Join('\n', Rows.Select((row, i) => $"{string.Join(',', row)},{Folds[i]}").Prepend(string.Join(',', Header) + ",fold")) + "\n";
}
