using LanguageExt;
using ScottPlot;
using ScottPlot.MultiplotLayouts;
using SkiaSharp;

namespace ModelDsl.Examples;

/// <summary>Loss and accuracy of every epoch, on the training and on the validation part, side by side; as PNG.</summary>
internal static class TrainingCurves
{
    private const int Width = 1000;
    private const int Height = 440;

    private static readonly Color TrainingColor = Color.FromHex("#1f77b4");
    private static readonly Color ValidationColor = Color.FromHex("#d95f02");

    /// <summary>Draws the curves.</summary>
    /// <param name="history">The epochs; at least one, each with validation.</param>
    public static byte[] ToPng(Seq<Epoch> history)
    {
        Fonts.Default = CaptionFont.Typeface.FamilyName;
        var curves = new Multiplot { Layout = new Columns() };
        curves.AddPlots(2);
        Draw(curves.GetPlot(0), "Loss: smaller is better", "loss", history, e => e.Loss, e => e.ValidationLoss);
        Draw(curves.GetPlot(1), "Accuracy: larger is better", "accuracy", history, e => e.Accuracy, e => e.ValidationAccuracy);
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        curves.Render(surface.Canvas, new PixelRect(0, Width, Height, 0));
        return surface.ToPng();
    }

    private static void Draw(Plot plot, string title, string quantity, Seq<Epoch> history, Func<Epoch, double> training, Func<Epoch, double> validation)
    {
        Line(plot, "training", history, training, TrainingColor, MarkerShape.FilledCircle);
        Line(plot, "validation", history, validation, ValidationColor, MarkerShape.FilledSquare);
        plot.Title(title);
        plot.XLabel("epoch");
        plot.YLabel(quantity);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.Margins(0.06, 0.1);
        plot.Axes.Left.MinimumSize = 72;
        var legend = plot.ShowLegend(Edge.Bottom).Legend;
        (legend.OutlineWidth, legend.ShadowColor) = (0, Colors.Transparent);
    }

    private static void Line(Plot plot, string name, Seq<Epoch> history, Func<Epoch, double> figure, Color color, MarkerShape marker)
    {
        double[] epochs = [.. history.Map(e => (double)e.Number)];
        double[] figures = [.. history.Map(figure)];
        var line = plot.Add.Scatter(epochs, figures, color);
        (line.LegendText, line.LineWidth, line.MarkerSize, line.MarkerShape) = (name, 2, 8, marker);
    }
}
