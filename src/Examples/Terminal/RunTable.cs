using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>A table of a lesson's trainings.</summary>
internal static class RunTable
{
    /// <summary>Makes a row for each training: its size, its last numbers in training and validation, the test, the time.</summary>
    /// <param name="what">The title of the first column: <c>network</c>, <c>optimizer</c>.</param>
    /// <param name="figure">The metric that is shown, by Keras's name.</param>
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
