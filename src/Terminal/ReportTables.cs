using System.Globalization;
using LanguageExt;
using Spectre.Console;

namespace ModelDsl;

/// <summary>Tables of results for the terminal.</summary>
public static partial class ReportTables
{
    /// <summary>Returns a table with a row for every epoch: its figures, its learning rate, its duration.</summary>
    public static Table ToTable(this Seq<Epoch> history)
    {
        var table = new Table().AddColumn(new TableColumn("epoch").RightAligned());
        var names = history.Bind(e => e.Figures.Map(f => f.Name)).Distinct().ToArray();
        foreach (var name in names.Append("learning_rate").Append("time"))
            table.AddColumn(new TableColumn(Markup.Escape(name)).RightAligned());
        foreach (var epoch in history)
        {
            table.AddRow(
            [
                Number(epoch.Number), .. names.Select(n => epoch.Find(n).Match(Some: FigureText.Of, None: () => "")),
                epoch.LearningRate.ToString("G4", CultureInfo.InvariantCulture), FigureText.Of(epoch.Duration),
            ]);
        }
        return table;
    }

    /// <summary>
    /// Returns a table of counts, true classes (rows) against predicted ones (columns), with each class's recall and, below, precision.
    /// </summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="classNames">
    /// Names of the classes, by class index; by default the matrix's own. A class without a name is shown by its index.
    /// </param>
    public static Table ToTable(this ConfusionMatrix matrix, Seq<string> classNames = default)
    {
        if (classNames.IsEmpty) classNames = matrix.ClassNames;
        var classes = Enumerable.Range(0, matrix.Classes).ToArray();
        string Name(int c) => Markup.Escape(c < classNames.Count ? classNames[c] : Number(c));
        string Share(Option<double> share) => share.Match(Some: s => s.ToString("F3", CultureInfo.InvariantCulture), None: () => "-");
        var table = new Table().AddColumn("true \\ predicted");
        foreach (var c in classes) table.AddColumn(new TableColumn(Name(c)).RightAligned());
        table.AddColumn(new TableColumn("recall").RightAligned());
        foreach (var row in classes)
            table.AddRow([Name(row), .. classes.Select(column => Number(matrix[row, column])), Share(matrix.Recall(row))]);
        return table.AddRow(["precision", .. classes.Select(c => Share(matrix.Precision(c))), Share(matrix.Accuracy)]);
    }

    /// <summary>Returns a table with a row for every fold: its score and its duration.</summary>
    public static Table ToTable(this CrossValidation validation)
    {
        var table = new Table().AddColumn("fold");
        foreach (var name in new[] { "score", "time" }) table.AddColumn(new TableColumn(name).RightAligned());
        foreach (var fold in validation.Folds)
            table.AddRow(Number(fold.Index + 1), FigureText.Of(fold.Score), FigureText.Of(fold.Duration));
        var mean = $"{FigureText.Of(validation.Mean)} ± {FigureText.Of(validation.Deviation)}";
        return table.AddRow("mean ± deviation", mean, FigureText.Of(validation.Duration));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
