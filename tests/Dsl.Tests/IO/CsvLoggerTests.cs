using System.Globalization;
using LanguageExt;
using ModelDsl.Formatting;
using ModelDsl.IO;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

public sealed class CsvLoggerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("logs").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Log => Path.Combine(folder, "deep", "log.csv");

    private static FitOptions Options(params Callback[] callbacks) => new()
    {
        Epochs = 4,
        BatchSize = 16,
        Seed = 3,
        Optimizer = new Sgd(0.5),
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(20, seed: 9),
        Callbacks = callbacks,
    };

    private static Fin<Fitted<Model>> Fit(FitOptions options) => Model.Initialize(1).Fit(ToyData.Clouds(60), options);

    private static string[] Lines(Seq<Epoch> history, string separator = ",") =>
    [
        .. history.Select(e => string.Join(separator, new[] { e.Number - 1, e.Accuracy, e.Loss, e.ValidationAccuracy, e.ValidationLoss }
            .Select(v => v.ToString("R", CultureInfo.InvariantCulture)))),
    ];

    private const string Header = "epoch,accuracy,loss,val_accuracy,val_loss";

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public void Lines_are_Keras_s_in_every_culture(string separator)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            var fitted = Fit(Options(new CsvLogger(Log, separator))).ThrowIfFail();
            Assert.Equal([Header.Replace(",", separator), .. Lines(fitted.History, separator)], File.ReadAllLines(Log));
            Assert.EndsWith("\n", File.ReadAllText(Log));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void The_learning_rate_is_a_column_where_a_callback_sets_it()
    {
        Fit(Options(new CsvLogger(Log), new LearningRateScheduler((epoch, rate) => rate / 2)) with { Epochs = 2 }).ThrowIfFail();
        var lines = File.ReadAllLines(Log).Select(l => l.Split(',')).ToArray();
        Assert.Equal("epoch,accuracy,learning_rate,loss,val_accuracy,val_loss".Split(','), lines[0]);
        Assert.Equal(["0.25", "0.125"], lines.Skip(1).Select(l => l[2]));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_or_appended_to()
    {
        var first = Fit(Options(new CsvLogger(Log))).ThrowIfFail();
        var second = Fit(Options(new CsvLogger(Log, append: true)) with { Epochs = 2 }).ThrowIfFail();
        Assert.Equal([Header, .. Lines(first.History), .. Lines(second.History)], File.ReadAllLines(Log));
        Fit(Options(new CsvLogger(Log)) with { Epochs = 2 }).ThrowIfFail();
        Assert.Equal([Header, .. Lines(second.History)], File.ReadAllLines(Log));
        File.WriteAllText(Log, "");
        Fit(Options(new CsvLogger(Log, append: true)) with { Epochs = 2 }).ThrowIfFail();
        Assert.Equal([Header, .. Lines(second.History)], File.ReadAllLines(Log));
    }

    [Fact]
    public void A_file_with_other_columns_is_refused_and_left_alone()
    {
        RunFiles.MakeFolderOf(Log);
        File.WriteAllText(Log, "epoch,loss\n0,1");
        var error = Assert.IsType<CallbackFailed<Model>>(Fit(Options(new CsvLogger(Log, append: true))).Case);
        Assert.Contains($"has the columns epoch,loss, but this run's are {Header}", error.Message);
        Assert.Equal("epoch,loss\n0,1", File.ReadAllText(Log));
    }

    /// <summary>After every step the file holds whole lines: those of the earlier epochs.</summary>
    [Fact]
    public void A_run_that_is_killed_leaves_whole_lines()
    {
        var seen = new List<string[]>();
        var fitted = Fit(Options(new CsvLogger(Log), new LambdaCallback(onBatchEnd: _ => seen.Add(File.ReadAllLines(Log))))).ThrowIfFail();
        for (var step = 0; step < seen.Count; step++)
            Assert.Equal([Header, .. Lines(fitted.History).Take(step / 4)], seen[step]);
        Assert.Equal(["log.csv"], Directory.GetFiles(Path.GetDirectoryName(Log)!).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public void A_run_that_goes_on_has_each_epoch_once(bool append, int everyEpochs)
    {
        RunFiles.MakeFolderOf(Log);
        File.WriteAllText(Log, Header + "\n0,1,2,3,4");
        var whole = Fit(Options()).ThrowIfFail();
        using var source = new CancellationTokenSource();
        // With a checkpoint every second epoch, the third epoch was already written, and is made again.
        var stop = new LambdaCallback(onBatchEnd: c => { if (c is { Epoch: 4, Step: 2 }) source.Cancel(); });
        var options = Options(new CsvLogger(Log, append: append), stop, new BackupAndRestore(Path.Combine(folder, "run"), everyEpochs));
        Fit(options with { Cancellation = source.Token }).ThrowIfFail();
        Assert.Equal(append ? 5 : 4, File.ReadAllLines(Log).Length);
        Fit(options).ThrowIfFail();
        Assert.Equal(append ? [Header, "0,1,2,3,4", .. Lines(whole.History)] : [Header, .. Lines(whole.History)], File.ReadAllLines(Log));
    }

    [Fact]
    public void Folds_have_folders_of_their_own()
    {
        Model.CrossValidate(ToyData.Clouds(60), Options(new CsvLogger(Log)), folds: 3, threads: 3).ThrowIfFail();
        foreach (var fold in Enumerable.Range(1, 3))
            Assert.Equal(5, File.ReadAllLines(Path.Combine(folder, "deep", $"fold-{fold}-of-3", "log.csv")).Length);
        Assert.False(File.Exists(Log));
    }

    [Fact]
    public void A_file_that_can_t_be_written_is_told_before_the_run()
    {
        Directory.CreateDirectory(Path.Combine(Log, "in the way"));
        var error = Assert.IsType<InvalidFit>(Fit(Options(new CsvLogger(Log))).Case);
        Assert.Equal($"CsvLogger can't write {Log}: It is a folder", Assert.Single(error.Faults));
    }

    [Fact]
    public void Names_and_numbers_that_a_separator_would_break_are_quoted()
    {
        var metric = new Accuracy() with { Name = "share, \"right\"" };
        Fit(Options(new CsvLogger(Log)) with { Metrics = [metric], Validation = null, Epochs = 1 }).ThrowIfFail();
        Assert.Equal("epoch,loss,\"share, \"\"right\"\"\"", File.ReadAllLines(Log)[0]);
        Assert.Equal("nan inf -inf", string.Join(" ", new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity }.Select(v => NumberText.Of(v))));
    }

    [Theory]
    [InlineData("", ",", "path is empty")]
    [InlineData("a", "", "separator is \"\"")]
    [InlineData("a", "::", "separator is \"::\"")]
    [InlineData("a", "5", "separator is \"5\"")]
    [InlineData("a", "e", "separator is \"e\"")]
    [InlineData("a", ".", "separator is \".\"")]
    [InlineData("a", "\"", "must be one character that no number has")]
    [InlineData("a", "\n", "must be one character")]
    public void Faults_of_the_options_are_told(string path, string separator, string said)
    {
        var logger = new CsvLogger(path, separator);
        Assert.Contains(said, Assert.Single(logger.Faults(Options(logger))));
        var second = new CsvLogger("x");
        Assert.Contains("writes x twice", Assert.Single(second.PlaceFaults(Options(new CsvLogger("x"), second))));
    }
}
