using Spectre.Console;
using Spectre.Console.Rendering;

namespace ModelDsl.Examples;

/// <summary>Tells the story in the terminal; a quiet one says only how it ends.</summary>
internal sealed class Narrator(IAnsiConsole console, bool quiet)
{
    private int chapters;

    /// <summary>Where it is told.</summary>
    public IAnsiConsole Console => console;

    /// <summary>Whether only the end is told.</summary>
    public bool Quiet => quiet;

    /// <summary>Begins a chapter.</summary>
    public void Begin(string title)
    {
        if (quiet) return;
        chapters++;
        console.WriteLine();
        console.Write(new Rule($"[bold]{chapters}. {Markup.Escape(title)}[/]") { Justification = Justify.Left });
    }

    /// <summary>Says a sentence or two.</summary>
    public void Say(string text)
    {
        if (!quiet) console.Write(new Text(text + "\n"));
    }

    /// <summary>Shows a table, a chart, pictures.</summary>
    public void Show(IRenderable what)
    {
        if (quiet) return;
        console.Write(what);
    }

    /// <summary>Shows small pictures where the terminal has 24-bit colours, and nothing where it has not: the files have them.</summary>
    public void Show(IReadOnlyList<CaptionedImage> pictures)
    {
        var terminal = console.Profile.Capabilities;
        if (quiet || !terminal.Ansi || !terminal.Unicode || terminal.ColorSystem != ColorSystem.TrueColor) return;
        console.WriteLine();
        console.Write(new ThumbnailRows(pictures));
    }

    /// <summary>Does work that consists of many equal parts, with a bar while it lasts where the terminal can show one.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="parts">Number of parts.</param>
    /// <param name="work">Does it, and calls back after every part, from any thread.</param>
    public T Count<T>(string what, int parts, Func<Action, T> work)
    {
        if (quiet || console.Profile.Capabilities is not { Ansi: true, Interactive: true }) return work(static () => { });
        return console.Progress().AutoClear(true).Start(progress =>
        {
            var bar = progress.AddTask(Markup.Escape(what), maxValue: parts);
            return work(() => bar.Increment(1));
        });
    }

    /// <summary>Says something that is said at the end, also by a quiet narrator; a line stays one line, for those who read it from a file.</summary>
    public void Conclude(string line) => console.Profile.Out.Writer.WriteLine(line);
}
