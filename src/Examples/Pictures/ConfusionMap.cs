using System.Globalization;
using LanguageExt;
using ScottPlot;
using SkiaSharp;

namespace ModelDsl.Examples;

/// <summary>
/// A confusion matrix as a heat map in PNG: rows are true classes, columns are predictions, colours show the share of a row.
/// </summary>
internal static class ConfusionMap
{
    private const int Width = 860;
    private const int Height = 760;

    /// <summary>Draws the matrix.</summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="names">Names of the classes, by class index.</param>
    /// <param name="title">The title above the picture.</param>
    public static byte[] ToPng(ConfusionMatrix matrix, Seq<string> names, string title)
    {
        Fonts.Default = CaptionFont.Typeface.FamilyName;
        using var plot = new Plot();
        var shares = Shares(matrix);
        var map = plot.Add.Heatmap(shares);
        map.Colormap = new ScottPlot.Colormaps.Blues().Reversed();
        map.ManualRange = new ScottPlot.Range(0, 1);
        for (var row = 0; row < matrix.Classes; row++)
            for (var column = 0; column < matrix.Classes; column++)
                Write(plot, matrix, row, column, shares[row, column]);
        plot.Title(title);
        plot.XLabel("predicted");
        plot.YLabel("true");
        plot.Axes.Bottom.TickGenerator = Ticks(names, index => index);
        plot.Axes.Left.TickGenerator = Ticks(names, index => matrix.Classes - 1 - index);
        plot.Axes.Bottom.TickLabelStyle.Rotation = -40;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.UpperRight;
        plot.Axes.Bottom.MinimumSize = 100;
        foreach (var axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left]) axis.MajorTickStyle.Length = 0;
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, matrix.Classes - 0.5, -0.5, matrix.Classes - 0.5);
        plot.Add.ColorBar(map).Axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"]);
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        plot.Render(surface.Canvas, Width, Height);
        return surface.ToPng();
    }

    private static double[,] Shares(ConfusionMatrix matrix)
    {
        var shares = new double[matrix.Classes, matrix.Classes];
        for (var row = 0; row < matrix.Classes; row++)
        {
            var total = Enumerable.Range(0, matrix.Classes).Sum(column => matrix[row, column]);
            for (var column = 0; column < matrix.Classes; column++) shares[row, column] = total == 0 ? 0
                : (double)matrix[row, column] / total;
        }
        return shares;
    }

    private static void Write(Plot plot, ConfusionMatrix matrix, int row, int column, double share)
    {
        var count = plot.Add.Text(matrix[row, column].ToString(CultureInfo.InvariantCulture), column, matrix.Classes - 1 - row);
        count.LabelAlignment = Alignment.MiddleCenter;
        count.LabelFontSize = 13;
        count.LabelFontColor = share > 0.5 ? Colors.White : Colors.Black;
        count.LabelBold = row == column;
    }

    private static ScottPlot.TickGenerators.NumericManual Ticks(Seq<string> names, Func<int, double> position) =>
        new([.. Enumerable.Range(0, names.Count).Select(position)], [.. names]);
}
