using System.Globalization;
using ModelDsl.Formatting;
using ModelDsl.Printing;

namespace ModelDsl;

// The text form of a confusion matrix.
public sealed partial class ConfusionMatrix
{
    /// <summary>Maximum number of classes in a table; a larger table is not readable.</summary>
    private const int MostClasses = 20;

    private const int MostCharacters = 16;

    /// <summary>
    /// Returns a table of counts. Rows are true classes, with each class's recall; columns are predicted classes, with their precision. The
    /// accuracy is in the corner. For many classes it returns only their number, the number of samples and the accuracy.
    /// </summary>
    public override string ToString()
    {
        if (Classes > MostClasses)
            return string.Create(CultureInfo.InvariantCulture, $"Confusion matrix of {Classes} classes: {Total} samples, accuracy {Accuracy:F3}");
        string[][] rows =
        [
            ["true \\ predicted", .. All.Select(NameOf), "recall"],
            .. All.Select(row => (string[])
                [NameOf(row), .. All.Select(column => NumberText.Of(this[row, column])), Text(Recall(row).IfNone(double.NaN))]),
            ["precision", .. All.Select(column => Text(Precision(column).IfNone(double.NaN))), Text(Accuracy)],
        ];
        int[] widths = [.. Enumerable.Range(0, Classes + 2).Select(column => rows.Max(row => row[column].Length))];
        return string.Join('\n', rows.Select(row => Line(row, widths)));
    }

    private IEnumerable<int> All => Enumerable.Range(0, Classes);

    private string NameOf(int index)
    {
        if (ClassNames.IsEmpty) return NumberText.Of(index);
        var name = ValueText.OneLine(ClassNames[index]);
        return name.Length <= MostCharacters ? name : ValueText.Cut(name, MostCharacters - 1) + "…";
    }

    private static string Text(double share) => double.IsNaN(share) ? "-" : share.ToString("F3", CultureInfo.InvariantCulture);

    private static string Line(string[] row, int[] widths) =>
        row[0].PadRight(widths[0]) + string.Concat(row.Skip(1).Select((cell, i) => "  " + cell.PadLeft(widths[i + 1])));
}
