using LanguageExt;

namespace ModelDsl.Examples;

/// <summary>Plots of training curves as PNG: the metrics of every epoch, in training and in validation.</summary>
internal static class TrainingCurves
{
    /// <summary>Draws loss and accuracy of one training, on the training part and on the validation part.</summary>
    /// <param name="history">The epochs; at least one, each with validation.</param>
    public static byte[] ToPng(Seq<Epoch> history) => CurvePanels.ToPng(
        new CurvePanel("Loss: smaller is better", "loss", Both(history, "loss", "training", "validation", color: 0, other: 1)),
        new CurvePanel("Accuracy: larger is better", "accuracy", Both(history, "accuracy", "training", "validation", color: 0, other: 1)));

    /// <summary>Makes a plot of one metric for several trainings: solid lines for validation, dashed lines for training.</summary>
    /// <param name="title">The title above the plot.</param>
    /// <param name="figure">The metric, by Keras's name.</param>
    /// <param name="runs">The trainings.</param>
    /// <param name="training">True to draw training too.</param>
    public static CurvePanel Panel(string title, string figure, IEnumerable<LessonRun> runs, bool training) => new(
        training ? $"{title}\n(full: validation, dashed: training)" : title, figure,
        [
            .. runs.Select((run, i) => Of(run.History, $"val_{figure}", run.Name, i)),
            .. training ? runs.Select((run, i) => Of(run.History, figure, null, i) with { Dashed = true }) : [],
        ]);

    private static Curve[] Both(Seq<Epoch> history, string figure, string training, string validation, int color, int other) =>
        [Of(history, figure, training, color), Of(history, $"val_{figure}", validation, other)];

    private static Curve Of(Seq<Epoch> history, string figure, string? name, int color) =>
        new(name, [.. history.Map(epoch => epoch.Find(figure).IfNone(double.NaN))], color);
}
