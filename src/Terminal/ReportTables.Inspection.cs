using LanguageExt;
using Spectre.Console;

namespace ModelDsl;

// Tables of what a model learnt.
public static partial class ReportTables
{
    /// <summary>Returns a table with a row for every feature, the most important first: mean and deviation of its importance.</summary>
    public static Table ToTable(this PermutationImportance importance)
    {
        var table = new Table().AddColumn("feature");
        foreach (var name in new[] { $"{importance.Baseline.Name}, importance", "deviation" }) table.AddColumn(Right(name));
        foreach (var feature in importance.Ranked)
            table.AddRow(Markup.Escape(feature.Feature), FigureText.Of(feature.Mean), FigureText.Of(feature.Deviation));
        return table;
    }

    /// <summary>Returns a table with a row for every point and a column for every output.</summary>
    public static Table ToTable(this PartialDependence dependence)
    {
        var table = new Table().AddColumn(Right(dependence.Feature));
        foreach (var output in dependence.Outputs) table.AddColumn(Right(output));
        foreach (var point in dependence.Points) table.AddRow([Markup.Escape(point.Label), .. point.Mean.Map(FigureText.Of)]);
        return table;
    }

    /// <summary>
    /// Returns a table with a row for every column of the data and one for the intercept. If numbers were scaled, the weights for numbers
    /// before scaling follow those for numbers as the Dense layer gets them.
    /// </summary>
    public static Table ToTable(this Coefficients coefficients)
    {
        var table = new Table().AddColumn("column");
        foreach (var output in coefficients.Outputs) table.AddColumn(Right(output));
        if (coefficients.AreScaled)
            foreach (var output in coefficients.Outputs) table.AddColumn(Right($"{output}, unscaled"));
        foreach (var row in coefficients.Columns.Add(coefficients.Intercept))
        {
            var raw = coefficients.AreScaled ? row.Raw : Seq<double>.Empty;
            table.AddRow([Markup.Escape(row.Column), .. row.Weights.Map(FigureText.Of), .. raw.Map(FigureText.Of)]);
        }
        return table;
    }

    /// <summary>Returns a table with a row for every bin, and the expected calibration error below.</summary>
    public static Table ToTable(this Calibration calibration)
    {
        var table = new Table().AddColumn(Right("probability"));
        foreach (var name in new[] { "predicted", "observed", "predictions" }) table.AddColumn(Right(name));
        foreach (var bin in calibration.Bins)
        {
            table.AddRow(FormattableString.Invariant($"{bin.Low:0.####} … {bin.High:0.####}"), FigureText.Of(bin.Predicted),
                FigureText.Of(bin.Observed), Number(bin.Count));
        }
        return table.AddRow("expected error", "", FigureText.Of(calibration.ExpectedError), Number(calibration.Count));
    }

    private static TableColumn Right(string name) => new TableColumn(Markup.Escape(name)).RightAligned();
}
