using LanguageExt;
using Spectre.Console;

namespace ModelDsl;

/// <summary>
/// Shows a run in the terminal: one line for every epoch. In an interactive terminal the line is updated while the epoch runs, with a bar,
/// the steps and the time left. If the output goes to a file, or several runs share the terminal, each epoch is one plain line at its end.
/// The figures are exactly those of <see cref="Fitted{T}.History"/>.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record ProgressBar : Callback
{
    private const int BarWidth = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole? given;
    private IAnsiConsole console = null!;
    private bool live;
    private bool open;
    private long epochBegin;
    private long nextRefresh;

    /// <summary>Creates a progress bar.</summary>
    /// <param name="console">The console that shows it; by default the process's own console.</param>
    public ProgressBar(IAnsiConsole? console = null) => given = console;

    /// <summary>The clock.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public override bool OnlyLooksOn => true;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        console = given ?? AnsiConsole.Console;
        live = context.RunName.Length == 0 && console.Profile.Capabilities is { Ansi: true, Interactive: true };
        // A run that resumes in the middle of an epoch does not call the hook of its start.
        epochBegin = nextRefresh = Clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingContext context) => epochBegin = Clock.GetTimestamp();

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context)
    {
        if (!live) return;
        var now = Clock.GetTimestamp();
        if (now < nextRefresh) return;
        nextRefresh = now + (long)(Interval.TotalSeconds * Clock.TimestampFrequency);
        var left = Clock.GetElapsedTime(epochBegin, now) / context.Step * (context.Steps - context.Step);
        var figures = Prelude.Seq1(new MetricValue("loss", context.Loss)) + context.Metrics;
        Redraw(context, context.Step, $"ETA {FigureText.Of(left)}  {FigureText.Of(figures, "  ")}");
        open = true;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, Epoch epoch)
    {
        if (live)
        {
            Redraw(context, context.Step, $"{FigureText.Of(epoch.Duration)}  {FigureText.Of(epoch.Figures, "  ")}", whole: true);
            open = false;
        }
        else
        {
            var run = context.RunName.Length == 0 ? "" : context.RunName + ", ";
            WriteLine($"{run}{Title(context, context.Epoch)}: {FigureText.Of(epoch.Duration)}, {FigureText.Of(epoch.Figures)}");
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context)
    {
        if (open) WriteLine("");
        open = false;
    }

    private static string Title(TrainingContext context, int epoch) => $"Epoch {epoch}/{context.Options.Epochs}";

    /// <summary>
    /// Draws the line again. A complete line ends with a new line; if room is short, it omits the bar rather than a figure.
    /// </summary>
    private void Redraw(TrainingContext context, int step, string figures, bool whole = false)
    {
        var title = Title(context, context.Epoch);
        var tail = $" {step}/{context.Steps}  {figures}";
        var room = console.Profile.Width - 1 - title.Length - 1 - BarWidth;
        console.Write(new ControlCode("\r\u001b[2K"));
        if (whole && tail.Length > room)
        {
            WriteLine(title + tail);
            return;
        }
        var done = (int)((long)BarWidth * step / context.Steps);
        var (filled, empty) = console.Profile.Capabilities.Unicode ? ('━', '─') : ('=', '-');
        console.Write(new Text(title + " "));
        console.Write(new Text(new string(filled, done), new Style(Color.Green)));
        console.Write(new Text(new string(empty, BarWidth - done), new Style(Color.Grey)));
        console.Write(new Text(tail[..Math.Clamp(room, 0, tail.Length)]));
        if (whole) WriteLine("");
    }

    // Not written through the console: it would break long lines at its width, and a file has no width.
    private void WriteLine(string line) => console.Profile.Out.Writer.WriteLine(line);
}
