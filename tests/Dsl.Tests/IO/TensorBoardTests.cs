using FsCheck.Xunit;
using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Events;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

public sealed class TensorBoardTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("board").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static FitOptions Options(params Callback[] callbacks) => new()
    {
        Epochs = 3,
        BatchSize = 16,
        Seed = 3,
        Optimizer = new Sgd(0.5),
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(20, seed: 9),
        Callbacks = callbacks,
    };

    private static Fin<Fitted<Model>> Fit(FitOptions options) => Model.Initialize(1).Fit(ToyData.Clouds(60), options);

    private EventReader.Event[] Read(string part, string run = "") =>
        EventReader.Read(File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(folder, run, part)))));

    private static (string, long, float)[] Scalars(IEnumerable<EventReader.Event> events) =>
        [.. events.Where(e => e.Plugin == "scalars").Select(e => (e.Tag, e.Step, (float)e.Values.Single()))];

    [Fact]
    public void Epochs_are_written_with_Keras_s_names_and_steps()
    {
        var fitted = Fit(Options(new TensorBoard(folder), new LearningRateScheduler((_, rate) => rate / 2))).ThrowIfFail();
        var (train, validation) = (Read("train"), Read("validation"));
        Assert.Equal("brain.Event:2", train[0].Tag);
        Assert.Equal("brain.Event:2", validation[0].Tag);
        Assert.Equal(
            fitted.History.SelectMany(e => new[]
            {
                ("epoch_loss", e.Number - 1L, (float)e.Loss), ("epoch_accuracy", e.Number - 1L, (float)e.Accuracy),
                ("epoch_learning_rate", e.Number - 1L, (float)e.LearningRate),
            }),
            Scalars(train));
        Assert.Equal(
            fitted.History.SelectMany(e => new[]
            {
                ("epoch_loss", e.Number - 1L, (float)e.ValidationLoss), ("evaluation_loss_vs_iterations", 4L * e.Number, (float)e.ValidationLoss),
                ("epoch_accuracy", e.Number - 1L, (float)e.ValidationAccuracy),
                ("evaluation_accuracy_vs_iterations", 4L * e.Number, (float)e.ValidationAccuracy),
            }),
            Scalars(validation));
        Assert.All(train, e => Assert.InRange(e.WallTime, DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 600,
            DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1));
        Assert.All(train.Skip(1), e => Assert.Empty(e.Shape));
        Assert.Matches(@"^events\.out\.tfevents\.\d{10}\.[A-Za-z0-9-]+\.\d+\.\d+\.v2$", Path.GetFileName(Directory.GetFiles(Path.Combine(folder, "train")).Single()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Steps_are_written_as_often_as_asked(int every)
    {
        var expected = new List<(string, long, float)>();
        var step = 0L;
        var watch = new LambdaCallback(onBatchEnd: c =>
        {
            if (++step % every != 0) return;
            expected.Add(("batch_loss", step, (float)c.Loss));
            expected.Add(("batch_accuracy", step, (float)c.Metrics[0].Value));
        });
        Fit(Options(new TensorBoard(folder, updateFreq: every), watch)).ThrowIfFail();
        Assert.Equal(expected, Scalars(Read("train")).Where(s => s.Item1.StartsWith("batch_", StringComparison.Ordinal)));
        Assert.Equal(12 / every * 2, expected.Count);
    }

    [Fact]
    public void Histograms_hold_every_parameter()
    {
        var models = new List<Model>();
        Fit(Options(new TensorBoard(folder, histogramFreq: 2), new LambdaCallback(onEpochEnd: (c, _) => models.Add(c.ReadModel<Model>()))))
            .ThrowIfFail();
        var histograms = Read("train").Where(e => e.Plugin == "histograms").ToArray();
        Assert.Equal(
            [("Output.Kernel/histogram", 0L), ("Output.Bias/histogram", 0L), ("Output.Kernel/histogram", 2L), ("Output.Bias/histogram", 2L)],
            histograms.Select(e => (e.Tag, e.Step)));
        Assert.All(histograms, e => Assert.Equal([30L, 3L], e.Shape));
        var kernel = models[2].Kernel.ToDoubles();
        var rows = histograms[2].Values.Chunk(3).ToArray();
        Assert.Equal((kernel.Min(), kernel.Max(), (double)kernel.Length), (rows[0][0], rows[^1][1], rows.Sum(r => r[2])));
    }

    [Property]
    public void Buckets_count_what_lies_between_their_bounds(FsCheck.NonEmptyArray<FsCheck.NormalFloat> numbers)
    {
        // The clamp keeps the differences of the numbers finite.
        var values = numbers.Get.Select(n => Math.Clamp(n.Get, -1e100, 1e100)).ToArray();
        var rows = Histogram.Of(values).Chunk(3).ToArray();
        Assert.Equal(30, rows.Length);
        Assert.Equal(values.Length, rows.Sum(r => r[2]));
        Assert.Equal((values.Min(), values.Max()), (rows[0][0], rows[^1][1]));
        foreach (var (row, next) in rows.Zip(rows.Skip(1))) Assert.Equal(row[1], next[0]);
    }

    [Fact]
    public void Buckets_of_whole_numbers()
    {
        var rows = Histogram.Of([0, 1, 1, 2, 30, 29.5]).Chunk(3).ToArray();
        Assert.Equal([1, 2, 1, 0], rows.Take(4).Select(r => r[2]));
        Assert.Equal([29, 30, 2], rows[^1]);
        Assert.Equal([7, 7, 4], Histogram.Of([7, 7, 7, 7]).Chunk(3).Last());
    }

    [Fact]
    public void Checks_are_CRC_32C()
    {
        // RFC 3720, B.4.
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0x46DD794Eu, Crc32C.Of([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
    }

    [Property]
    public void Checks_agree_with_the_polynomial(byte[] data)
    {
        Assert.Equal(EventReader.Check(data), Crc32C.Of(data));
        Assert.Equal(EventReader.Masked(data), RecordFile.MaskedCheck(data));
    }

    /// <summary>A reader finds whole records at every moment.</summary>
    [Fact]
    public void A_file_can_be_read_while_it_grows()
    {
        var seen = 0;
        Fit(Options(new TensorBoard(folder), new LambdaCallback(onEpochEnd: (_, e) => seen += Read("train").Length))).ThrowIfFail();
        Assert.Equal(4 + 7 + 10, seen);
        var file = File.ReadAllBytes(Directory.GetFiles(Path.Combine(folder, "train")).Single());
        for (var cut = 1; cut < 60; cut++) Assert.InRange(EventReader.Read(file[..^cut]).Length, 8, 9);
    }

    [Fact]
    public void A_second_run_and_one_that_goes_on_make_files_of_their_own()
    {
        using var source = new CancellationTokenSource();
        var stop = new LambdaCallback(onBatchEnd: c => { if (c is { Epoch: 2, Step: 2 }) source.Cancel(); });
        var options = Options(new TensorBoard(folder), stop, new BackupAndRestore(Path.Combine(folder, "run")));
        Fit(options with { Cancellation = source.Token }).ThrowIfFail();
        Fit(options).ThrowIfFail();
        var files = Directory.GetFiles(Path.Combine(folder, "train")).Select(f => EventReader.Read(File.ReadAllBytes(f))).ToArray();
        Assert.Equal(2, files.Length);
        Assert.Equal([0, 1, 2], files.SelectMany(f => f).Where(e => e.Tag == "epoch_loss").Select(e => e.Step).Order());
    }

    /// <summary>Processes of two containers may have the same number, host and second.</summary>
    [Fact]
    public void Names_are_unlike_any_other_s_and_in_order()
    {
        for (var file = 0; file < 12; file++)
            using (new EventFile(folder, TimeProvider.System)) { }
        var own = Directory.GetFiles(folder).Select(f => Path.GetFileName(f).Split('.')[^2]).ToArray();
        Assert.Equal(12, own.Distinct().Count());
        // The last ten digits are random; those before them count.
        Assert.Equal(12, own.Select(n => n[^10..]).Distinct().Count());
        Assert.Equal(own.Order(StringComparer.Ordinal), own.OrderBy(n => long.Parse(n[..^10])));
    }

    [Fact]
    public void Folds_have_folders_of_their_own()
    {
        Model.CrossValidate(ToyData.Clouds(60), Options(new TensorBoard(folder)), folds: 3, threads: 3).ThrowIfFail();
        foreach (var fold in Enumerable.Range(1, 3))
            Assert.Equal(3, Scalars(Read("train", $"fold-{fold}-of-3")).Count(s => s.Item1 == "epoch_loss"));
    }

    [Fact]
    public void Without_validation_there_is_one_file()
    {
        Fit(Options(new TensorBoard(folder)) with { Validation = null }).ThrowIfFail();
        Assert.Equal(["train"], Directory.GetDirectories(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_can_t_be_made_is_told_before_the_run()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "in the way");
        var error = Assert.IsType<InvalidFit>(Fit(Options(new TensorBoard(file))).Case);
        Assert.Equal($"TensorBoard can't write {file}: {file} is not a folder", Assert.Single(error.Faults));
    }

    [Fact]
    public void All_faults_of_the_options_are_told_together()
    {
        var faults = new TensorBoard("", -1, 0).Faults(Options()).ToArray();
        string[] said = ["logDir is empty", "histogramFreq is -1, but must not be negative", "updateFreq is 0, but must be at least 1"];
        Assert.Equal(said.Length, faults.Length);
        foreach (var (part, fault) in said.Zip(faults)) Assert.Contains(part, fault);
        var second = new TensorBoard("x");
        Assert.Contains("writes x twice", Assert.Single(second.PlaceFaults(Options(new TensorBoard("x"), second))));
    }
}
