using System.Globalization;
using System.Text.RegularExpressions;
using LanguageExt;
using Spectre.Console.Testing;
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

    private static (Fitted<Model> Fitted, TestConsole Console) Run(bool interactive, int width = 160)
    {
        var console = new TestConsole { EmitAnsiSequences = interactive };
        console.Profile.Width = width;
        console.Profile.Capabilities.Interactive = interactive;
        var options = Options with { Callbacks = [new ProgressBar(console) { Clock = new Clock() }] };
        var fitted = Model.Initialize(1).Fit(ToyData.Clouds(500), options).ThrowIfFail();
        return (fitted, console);
    }

    [Theory]
    [InlineData(160)]
    [InlineData(40)]
    public void A_file_gets_one_plain_line_an_epoch_with_exactly_the_figures_of_the_history(int width)
    {
        var (fitted, console) = Run(interactive: false, width);
        Assert.Equal(3, console.Lines.Count);
        Assert.DoesNotContain('\u001b', console.Output);
        Assert.DoesNotContain('\r', console.Output.Replace("\r\n", "\n"));
        foreach (var (line, epoch) in console.Lines.Zip(fitted.History))
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
        var (fitted, console) = Run(interactive: true, width);
        foreach (var (line, epoch) in console.Lines.Zip(fitted.History))
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
        var (_, console) = Run(interactive: true);
        var drawn = console.Output.Split('\r').Skip(1).ToArray();
        Assert.Equal(3 + 15, drawn.Length);
        Assert.Contains(drawn, line => line.Contains("ETA") && line.Contains("loss") && line.Contains("━"));
        // The clock gives each step 1 ms, so as many milliseconds as steps are left.
        var left = Regex.Matches(console.Output, @" (\d+)/500  ETA (\d+) ms");
        Assert.Equal(15, left.Count);
        Assert.All(left, line => Assert.Equal(500, Number(line.Groups[1]) + Number(line.Groups[2])));

        static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_live_line_never_breaks()
    {
        var (_, console) = Run(interactive: true, width: 60);
        Assert.Equal(3, console.Lines.Count);
    }

    [Fact]
    public void A_run_that_fails_leaves_the_cursor_on_a_line_of_its_own()
    {
        var console = new TestConsole { EmitAnsiSequences = true };
        console.Profile.Capabilities.Interactive = true;
        var options = new FitOptions { BatchSize = 1, Optimizer = new Sgd(3e38), Callbacks = [new ProgressBar(console)] };
        Assert.True(Training.LinearModel<Training.Regression>.Initialize(1).Fit(ToyData.Line(50), options).IsFail);
        Assert.Contains("1/50", console.Output);
        Assert.EndsWith("\n", console.Output);
    }

    [Fact]
    public void Folds_side_by_side_say_which_they_are()
    {
        var console = new TestConsole();
        console.Profile.Capabilities.Interactive = true;
        var options = Options with { Epochs = 1, Callbacks = [new ProgressBar(console)] };
        Model.CrossValidate(ToyData.Clouds(50), options, folds: 2, threads: 1).ThrowIfFail();
        Assert.Equal(["fold 1/2, Epoch 1/1", "fold 2/2, Epoch 1/1"], console.Lines.Select(l => l.Split(':')[0]));
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

    [Fact]
    public void Tables_hold_the_figures()
    {
        var (fitted, _) = Run(interactive: false);
        var console = new TestConsole();
        console.Profile.Width = 200;
        console.Write(fitted.History.ToTable());
        console.Write(ConfusionMatrix.Create([0, 1, 1], [0, 1, 0], 2).ThrowIfFail().ToTable(Prelude.Seq("shirt", "[coat]")));
        string[] expected = [FigureText.Of(fitted.History[2].ValidationLoss), "val_accuracy", "shirt", "[coat]", "recall"];
        foreach (var said in expected)
            Assert.Contains(said, console.Output);
        // Recall stands beside a true class, precision below a predicted one, and the accuracy in the corner.
        var rows = console.Lines.Select(line => line.Split('│', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6).ToArray();
        Assert.Equal(["1.000", "0.500", "0.667"], rows[^3..].Select(cells => cells[4]));
        Assert.Equal(["precision", "0.500", "1.000", "0.667"], rows[^1][1..5]);
    }
}
