using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>The trainings of a lesson side by side.</summary>
internal static class RunTable
{
    /// <summary>A row for each training: its size, its last figures in training and validation, the exam, the time.</summary>
    /// <param name="what">What the first column is: <c>network</c>, <c>optimizer</c>.</param>
    /// <param name="figure">The figure that is shown, by Keras's name.</param>
    /// <param name="runs">The trainings.</param>
    public static Table Of(string what, string figure, IEnumerable<LessonRun> runs)
    {
        var table = StoryTables.Of(
            (what, false), ("weights", true), ("epochs", true), ("training", true), ("validation", true), ("test", true), ("time", true));
        table.Title = new TableTitle(Markup.Escape(figure));
        foreach (var run in runs)
        {
            table.AddRow(Markup.Escape(run.Name), $"{run.Description.ParameterCount:N0}", $"{run.History.Count}", Last(run, figure),
                Last(run, $"val_{figure}"), $"[bold]{FigureText.Of(run.Exam.Find(figure).IfNone(double.NaN))}[/]", FigureText.Of(run.Duration));
        }
        return table;
    }

    private static string Last(LessonRun run, string figure) =>
        run.History.LastOrNone().Bind(epoch => epoch.Find(figure)).Map(FigureText.Of).IfNone("");
}
