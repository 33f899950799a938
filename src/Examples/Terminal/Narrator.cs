using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelDsl.Examples;

/// <summary>Prints the text of a lesson in the terminal. A quiet narrator prints only the conclusion.</summary>
internal sealed class Narrator(IAnsiConsole console, bool quiet)
{
    private int chapters;

    /// <summary>The terminal.</summary>
    public IAnsiConsole Console => console;

    /// <summary>True if only the conclusion is printed.</summary>
    public bool Quiet => quiet;

    /// <summary>Begins a chapter.</summary>
    public void Begin(string title)
    {
        if (quiet) return;
        chapters++;
        console.WriteLine();
        console.Write(new Rule($"[bold]{chapters}. {Markup.Escape(title)}[/]") { Justification = Justify.Left });
    }

    /// <summary>Prints a sentence or two.</summary>
    public void Say(string text)
    {
        if (!quiet) console.Write(new Text(text + "\n"));
    }

    /// <summary>Shows a table, a chart or pictures.</summary>
    public void Show(IRenderable what)
    {
        if (quiet) return;
        console.Write(what);
    }

    /// <summary>Shows small pictures if the terminal has 24-bit colours; otherwise nothing, since the files have them.</summary>
    public void Show(IReadOnlyList<CaptionedImage> pictures)
    {
        var terminal = console.Profile.Capabilities;
        if (quiet || !terminal.Ansi || !terminal.Unicode || terminal.ColorSystem != ColorSystem.TrueColor) return;
        console.WriteLine();
        console.Write(new ThumbnailRows(pictures));
    }

    /// <summary>Runs work of many equal parts. If the terminal can show it, there is a progress bar.</summary>
    /// <param name="what">The name of the work.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="work">Runs the work, and calls back after every part, from any thread.</param>
    public T Count<T>(string what, int parts, Func<Action, T> work)
    {
        if (quiet || console.Profile.Capabilities is not { Ansi: true, Interactive: true }) return work(static () => { });
        return console.Progress().AutoClear(true).Start(progress =>
        {
            var bar = progress.AddTask(Markup.Escape(what), maxValue: parts);
            return work(() => bar.Increment(1));
        });
    }

    /// <summary>
    /// Prints a line of the conclusion, also for a quiet narrator. A line is never wrapped, for programs that read it from a file.
    /// </summary>
    public void Conclude(string line) => console.Profile.Out.Writer.WriteLine(line);
}
