using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ModelDsl.Reports;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;
using ToyData = ModelDsl.Tests.Training.ToyData;

namespace ModelDsl.Tests.Reports;

public class ProgressBarTests
{
    /// <summary>A clock that advances by 1 ms at each reading.</summary>
    private sealed class Clock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => now++;
    }

    private static readonly FitOptions Options = new()
    {
        Epochs = 3,
        BatchSize = 1,
        Optimizer = new Sgd(0.1),
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(50, seed: 2),
    };

    private static TerminalOutput Live(int width = 160, bool colors = true, bool unicode = true) =>
        new(IsLive: true, colors, unicode, () => width);

    private static (Fitted<Model> Fitted, string Output, string[] Lines) Run(TerminalOutput? terminal)
    {
        var output = new StringWriter { NewLine = "\n" };
        var options = Options with { Callbacks = [new ProgressBar(output) { Clock = new Clock(), Terminal = terminal }] };
        var fitted = Model.Initialize(1).Fit(ToyData.Clouds(500), options).ThrowIfFail();
        return (fitted, output.ToString(), Lines(output));
    }

    private static string[] Lines(StringWriter output) => output.ToString().TrimEnd('\n').Split('\n');

    [Fact]
    public void A_file_gets_one_plain_line_an_epoch_with_exactly_the_figures_of_the_history()
    {
        var (fitted, output, lines) = Run(terminal: null);
        Assert.Equal(3, lines.Length);
        Assert.DoesNotContain('\u001b', output);
        Assert.DoesNotContain('\r', output);
        foreach (var (line, epoch) in lines.Zip(fitted.History))
        {
            Assert.StartsWith($"Epoch {epoch.Number}/3: ", line);
            Assert.EndsWith(
                $", loss {FigureText.Of(epoch.Loss)}, accuracy {FigureText.Of(epoch.Accuracy)}, " +
                $"val_loss {FigureText.Of(epoch.ValidationLoss)}, val_accuracy {FigureText.Of(epoch.ValidationAccuracy)}", line);
        }
    }

    [Theory]
    [InlineData(160)]
    [InlineData(60)]
    public void A_terminal_s_last_word_on_an_epoch_has_exactly_the_figures_of_the_history(int width)
    {
        var (fitted, _, lines) = Run(Live(width));
        foreach (var (line, epoch) in lines.Zip(fitted.History))
        {
            var final = line.Split('\r')[^1];
            Assert.Contains($"Epoch {epoch.Number}/3", final);
            Assert.Contains("500/500", final);
            Assert.Contains(FigureText.Of(epoch.Figures, "  "), final);
        }
    }

    [Fact]
    public void A_terminal_s_line_lives_with_time_left_but_is_drawn_ten_times_a_second_at_most()
    {
        var (_, output, _) = Run(Live());
        var drawn = output.Split('\r').Skip(1).ToArray();
        Assert.Equal(3 + 15, drawn.Length);
        Assert.Contains(drawn, line => line.Contains("ETA") && line.Contains("loss") && line.Contains("━"));
        // The clock gives each step 1 ms, so as many milliseconds as steps are left.
        var left = Regex.Matches(output, @" (\d+)/500  ETA (\d+) ms");
        Assert.Equal(15, left.Count);
        Assert.All(left, line => Assert.Equal(500, Number(line.Groups[1]) + Number(line.Groups[2])));

        static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    /// <summary>A screen of this width shows three lines, each as it was drawn last, however the next text was shorter.</summary>
    [Theory]
    [InlineData(200, true)]
    [InlineData(80, true)]
    [InlineData(80, false)]
    [InlineData(60, true)]
    [InlineData(30, true)]
    [InlineData(1, true)]
    public void A_screen_shows_each_line_as_it_was_drawn_last(int width, bool colors)
    {
        var (fitted, output, _) = Run(Live(width, colors));
        Assert.Equal(colors, output.Contains('\u001b'));
        var plain = Regex.Replace(output, "\u001b\\[[0-9]+m", "");
        var screen = new List<StringBuilder> { new() };
        var column = 0;
        foreach (var (index, character) in plain.Index())
        {
            if (character == '\n')
            {
                screen.Add(new StringBuilder());
                column = 0;
            }
            else if (character == '\r') column = 0;
            else
            {
                var line = screen[^1];
                if (column == line.Length) line.Append(character);
                else line[column] = character;
                column++;
                // Only the last figures of an epoch may need more than a line of the terminal.
                var isWhole = plain.AsSpan(index).IndexOf('\n') < ((uint)plain.AsSpan(index).IndexOf('\r'));
                if (!isWhole) Assert.True(column <= Math.Max(width - 1, 0) || width < 40, plain);
            }
        }
        Assert.Equal(4, screen.Count);
        foreach (var (line, epoch) in screen.Zip(fitted.History))
            Assert.Matches($"^Epoch {epoch.Number}/3 (━{{20}} )?500/500  .*{Regex.Escape(FigureText.Of(epoch.Figures, "  "))} *$", line.ToString());
    }

    [Fact]
    public void Without_its_characters_a_bar_is_ASCII()
    {
        Assert.Contains(" ====---------------- ", Run(Live(colors: false, unicode: false)).Output);
        Assert.DoesNotContain('━', Run(Live(unicode: false)).Output);
    }

    [Theory]
    [InlineData("xterm-256color", null, null, true, true, true)]
    [InlineData("dumb", null, null, true, false, false)]
    [InlineData(null, null, null, true, true, true)]
    [InlineData(null, null, null, false, true, false)]
    [InlineData("xterm", "NO_COLOR", "1", true, true, false)]
    [InlineData("xterm", "NO_COLOR", "", true, true, true)]
    [InlineData("xterm", "CI", "true", true, false, false)]
    [InlineData("xterm", "TF_BUILD", "True", true, false, false)]
    public void The_environment_says_what_a_terminal_can_show(
        string? term, string? variable, string? value, bool knowsEscapes, bool isLive, bool hasColors)
    {
        var terminal = TerminalOutput.Of(
            name => name == "TERM" ? term : name == variable ? value : null, Encoding.UTF8, () => knowsEscapes);
        Assert.Equal((isLive, hasColors, isLive), (terminal.IsLive, terminal.HasColors, terminal.HasUnicode));
    }

    [Fact]
    public void An_encoding_without_the_characters_of_a_bar_gets_ASCII() => Assert.All(
        [Encoding.ASCII, Encoding.Latin1],
        encoding => Assert.False(TerminalOutput.Of(_ => null, encoding, () => true).HasUnicode));

    [Fact]
    public void A_writer_that_is_not_the_console_s_is_no_terminal() => Assert.False(TerminalOutput.Of(new StringWriter()).IsLive);

    [Fact]
    public void A_run_that_fails_leaves_the_cursor_on_a_line_of_its_own()
    {
        var output = new StringWriter();
        var bar = new ProgressBar(output) { Terminal = Live() };
        var options = new FitOptions { BatchSize = 1, Optimizer = new Sgd(3e38), Callbacks = [bar] };
        Assert.True(Training.LinearModel<Training.Regression>.Initialize(1).Fit(ToyData.Line(50), options).IsFail);
        Assert.Contains("1/50", output.ToString());
        Assert.EndsWith("\n", output.ToString());
    }

    [Fact]
    public void Folds_side_by_side_say_which_they_are()
    {
        var output = new StringWriter { NewLine = "\n" };
        var options = Options with { Epochs = 1, Callbacks = [new ProgressBar(output) { Terminal = Live() }] };
        Model.CrossValidate(ToyData.Clouds(50), options, folds: 2, threads: 1).ThrowIfFail();
        Assert.Equal(["fold 1/2, Epoch 1/1", "fold 2/2, Epoch 1/1"], Lines(output).Select(l => l.Split(':')[0]));
    }

    [Theory]
    [InlineData(0.81234, "0.8123")]
    [InlineData(12.5, "12.5000")]
    [InlineData(0, "0.0000")]
    [InlineData(0.0000321, "3.2100e-05")]
    [InlineData(-0.5, "-0.5000")]
    [InlineData(double.NaN, "NaN")]
    public void Figures_are_written_as_in_Keras(double figure, string text) => Assert.Equal(text, FigureText.Of(figure));

    [Theory]
    [InlineData(0.0354, "35 ms")]
    [InlineData(1.24, "1.2 s")]
    [InlineData(59.97, "1 min 0 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(3840, "1 h 4 min")]
    public void Durations_are_written_for_people(double seconds, string text) =>
        Assert.Equal(text, FigureText.Of(TimeSpan.FromSeconds(seconds)));
}
