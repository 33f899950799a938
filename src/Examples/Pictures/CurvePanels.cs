using System.Globalization;
using ScottPlot;
using ScottPlot.MultiplotLayouts;
using SkiaSharp;

namespace ModelDsl.Examples;

/// <summary>A curve of a plot: one number per epoch.</summary>
/// <param name="Name">Its name in the legend; null if it is not in the legend.</param>
/// <param name="Figures">The numbers of the epochs 1, 2, …, or of other steps.</param>
/// <param name="Color">Index of its colour; curves of one colour belong together.</param>
/// <param name="Dashed">True for a dashed line.</param>
internal sealed record Curve(string? Name, IReadOnlyList<double> Figures, int Color, bool Dashed = false);

/// <summary>A plot of curves over epochs.</summary>
/// <param name="Title">The title above the plot.</param>
/// <param name="Quantity">The name of the vertical axis.</param>
/// <param name="Curves">The curves.</param>
/// <param name="Logarithmic">True for a logarithmic vertical axis: for positive numbers that are far apart.</param>
internal sealed record CurvePanel(string Title, string Quantity, IReadOnlyList<Curve> Curves, bool Logarithmic = false)
{
    /// <summary>The name of the horizontal axis.</summary>
    public string Step { get; init; } = "epoch";
}

/// <summary>Plots of curves over epochs, side by side, as PNG.</summary>
internal static class CurvePanels
{
    private const int PanelWidth = 520;
    private const int WidePanelWidth = 860;
    private const int PlotHeight = 360;
    private const int WidePlotHeight = 520;
    private const int LegendRow = 24;
    private const int LegendColumns = 4;

    /// <summary>Eleven colours that most people with a colour vision deficiency can also tell apart: blue and orange first.</summary>
    private static readonly Color[] Palette =
        [.. new[] { "#1f77b4", "#d95f02", "#2ca02c", "#d62728", "#7b4fb5", "#8c564b", "#e377c2", "#6e6e6e", "#a8a800", "#17becf", "#000000" }
            .Select(hex => Color.FromHex(hex))];

    private static readonly MarkerShape[] Markers =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown];

    /// <summary>Draws the plots.</summary>
    public static byte[] ToPng(params IReadOnlyList<CurvePanel> panels)
    {
        Fonts.Default = CaptionFont.Typeface.FamilyName;
        var alone = panels.Count == 1;
        var width = alone ? WidePanelWidth : PanelWidth * panels.Count;
        var height = (alone ? WidePlotHeight : PlotHeight)
            + LegendRow * (1 + panels.Max(p => p.Curves.Count(c => c.Name is not null)) / LegendColumns);
        var plots = new Multiplot { Layout = new Columns() };
        plots.AddPlots(panels.Count);
        for (var i = 0; i < panels.Count; i++) Draw(plots.GetPlot(i), panels[i]);
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        plots.Render(surface.Canvas, new PixelRect(0, width, height, 0));
        return surface.ToPng();
    }

    private static void Draw(Plot plot, CurvePanel panel)
    {
        foreach (var curve in panel.Curves)
            Draw(plot, panel.Logarithmic ? curve with { Figures = [.. curve.Figures.Select(Math.Log10)] } : curve);
        if (panel.Logarithmic) plot.Axes.Left.TickGenerator = LogarithmicTicks(panel.Curves.SelectMany(curve => curve.Figures));
        plot.Title(panel.Title);
        plot.XLabel(panel.Step);
        plot.YLabel(panel.Quantity);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.Margins(0.06, 0.1);
        plot.Axes.Left.MinimumSize = 72;
        var legend = plot.ShowLegend(Edge.Bottom).Legend;
        (legend.OutlineWidth, legend.ShadowColor) = (0, Colors.Transparent);
        legend.TightHorizontalWrapping = true;
    }

    /// <summary>Returns ticks at round numbers for a logarithmic axis. There are more of them if the numbers are close together.</summary>
    private static ScottPlot.TickGenerators.NumericManual LogarithmicTicks(IEnumerable<double> figures)
    {
        double[] all = [.. figures.Where(double.IsNormal)];
        double[] digits = all.Length == 0 || all.Max() / all.Min() < 50 ? [1, 1.5, 2, 3, 4, 5, 7] : [1, 3];
        double[] values = [.. Enumerable.Range(-9, 16).SelectMany(power => digits.Select(digit => digit * Math.Pow(10, power)))];
        return new([.. values.Select(Math.Log10)], [.. values.Select(value => value.ToString("G3", CultureInfo.InvariantCulture))]);
    }

    private static void Draw(Plot plot, Curve curve)
    {
        double[] epochs = [.. Enumerable.Range(1, curve.Figures.Count)];
        var line = plot.Add.Scatter(epochs, [.. curve.Figures], Palette[curve.Color % Palette.Length]);
        (line.LegendText, line.LineWidth, line.MarkerShape) = (curve.Name ?? "", 2, Markers[curve.Color % Markers.Length]);
        line.MarkerSize = curve.Figures.Count > 30 ? 0 : 7;
        if (curve.Dashed) line.LinePattern = LinePattern.Dashed;
    }
}
