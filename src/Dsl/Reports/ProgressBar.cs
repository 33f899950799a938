using System.Text;
using LanguageExt;
using ModelDsl.Reports;

namespace ModelDsl;

/// <summary>
/// Shows a run in the terminal: one line for every epoch. In an interactive terminal the line is updated while the epoch runs, with a bar,
/// the steps and the time left. If the output goes to a file, or several runs share the terminal, each epoch is one plain line at its end.
/// The figures are exactly those of <see cref="Fitted{T}.History"/>.
/// </summary>
/// <remarks>
/// A line is updated if the output is not redirected, <c>TERM</c> is not <c>dumb</c>, and no build server runs the program (<c>CI</c>,
/// <c>TF_BUILD</c>). It is plain if <c>NO_COLOR</c> is set, or if a console of Windows does not process escape sequences.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed record ProgressBar : Callback
{
    /// <summary>The characters of a bar: what is done, and what is left.</summary>
    internal const string UnicodeBar = "━─";

    private const string AsciiBar = "=-";
    private const string Green = "\u001b[32m";
    private const string Grey = "\u001b[90m";
    private const string Uncolored = "\u001b[0m";
    private const int BarWidth = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter? given;
    private TextWriter writer = null!;
    private TerminalOutput terminal = null!;
    private bool live;
    private int drawn;
    private long epochBegin;
    private long nextRefresh;

    /// <summary>Creates a progress bar.</summary>
    /// <param name="writer">
    /// The writer that gets the lines; by default <see cref="Console.Out"/>. <see cref="Console.Error"/> is a terminal too. Any other
    /// writer gets one plain line an epoch.
    /// </param>
    public ProgressBar(TextWriter? writer = null) => given = writer is null ? null : TextWriter.Synchronized(writer);

    /// <summary>The clock.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the terminal can show; null if the writer tells.</summary>
    internal TerminalOutput? Terminal { get; init; }

    /// <inheritdoc/>
    public override bool OnlyLooksOn => true;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        writer = given ?? Console.Out;
        terminal = Terminal ?? TerminalOutput.Of(writer);
        live = context.RunName.Length == 0 && terminal.IsLive;
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
        Redraw(context, $"ETA {FigureText.Of(left)}  {FigureText.Of(context.Metrics.WithLoss(context.Loss), "  ")}");
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, Epoch epoch)
    {
        if (live)
        {
            Redraw(context, $"{FigureText.Of(epoch.Duration)}  {FigureText.Of(epoch.Figures, "  ")}", whole: true);
            return;
        }
        var run = context.RunName.Length == 0 ? "" : context.RunName + ", ";
        writer.WriteLine($"{run}{Title(context)}: {FigureText.Of(epoch.Duration)}, {FigureText.Of(epoch.Figures)}");
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context)
    {
        if (drawn > 0) writer.WriteLine();
        drawn = 0;
    }

    private static string Title(TrainingContext context) => $"Epoch {context.Epoch}/{context.Options.Epochs}";

    /// <summary>
    /// Draws the line again. A complete line ends with a new line; if room is short, it omits the bar rather than a figure.
    /// </summary>
    /// <remarks>
    /// Spaces delete what is left of the last line, since not every console knows the escape sequence for that. The last column stays
    /// empty: many consoles begin a new line when it is written.
    /// </remarks>
    private void Redraw(TrainingContext context, string figures, bool whole = false)
    {
        var title = Title(context) + " ";
        var tail = $" {context.Step}/{context.Steps}  {figures}";
        var columns = terminal.ReadWidth() - 1;
        var room = columns - title.Length - BarWidth;
        var line = new StringBuilder("\r");
        int length;
        if (whole && tail.Length > room)
        {
            line.Append(title, 0, title.Length - 1).Append(tail);
            length = title.Length - 1 + tail.Length;
        }
        else
        {
            var shown = Math.Clamp(room, 0, tail.Length);
            AppendBar(line.Append(title), (int)((long)BarWidth * context.Step / context.Steps)).Append(tail, 0, shown);
            length = title.Length + BarWidth + shown;
        }
        line.Append(' ', Math.Max(0, Math.Min(drawn, columns) - length));
        if (whole) line.Append(writer.NewLine);
        writer.Write(line.ToString());
        writer.Flush();
        drawn = whole ? 0 : length;
    }

    private StringBuilder AppendBar(StringBuilder line, int done)
    {
        var bar = terminal.HasUnicode ? UnicodeBar : AsciiBar;
        var (begin, middle, end) = terminal.HasColors ? (Green, Grey, Uncolored) : ("", "", "");
        return line.Append(begin).Append(bar[0], done).Append(middle).Append(bar[1], BarWidth - done).Append(end);
    }
}
