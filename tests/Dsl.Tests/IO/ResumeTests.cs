using System.Diagnostics;
using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

public sealed class ResumeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("resume").FullName;

    private string Checkpoint => Path.Combine(folder, "run.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Writes an epoch's figures to the last bit, without its seconds.</summary>
    internal static string Text(Epoch epoch) => string.Join(" ", epoch.Figures.Map(f => f.Value).Add(epoch.LearningRate)
        .Map(v => v.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Cancels the run after some steps; the files stay as after a crash.</summary>
    private sealed record CancelAfter(int Epoch, int Step, CancellationTokenSource Source) : Callback
    {
        public override void OnBatchEnd(TrainingContext context)
        {
            if (context.Epoch == Epoch && context.Step == Step) Source.Cancel();
        }
    }

    private static FitOptions Options(Optimizer optimizer, ITensorEngine engine, params Callback[] callbacks) => new()
    {
        Epochs = 8,
        BatchSize = 16,
        Seed = 3,
        Optimizer = optimizer,
        Engine = engine,
        Metrics = [Metric.Accuracy],
        Validation = ToyData.Clouds(20, seed: 9),
        Callbacks = callbacks,
    };

    private static Fin<Fitted<Model>> Fit(FitOptions options, int samples = 60) =>
        Model.Initialize(1).Fit(ToyData.Clouds(samples), options);

    private static string Fault<T>(Fin<T> result) => ((Error)result.Case!).Message;

    public static TheoryData<int, int, bool> Breaks => new() { { 2, 1, false }, { 5, 3, false }, { 7, 2, true }, { 1, 2, false } };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void A_run_that_was_broken_off_ends_with_the_same_bits(int epoch, int step, bool reference)
    {
        var engine = reference ? Engine.Reference : Engine.Cpu;
        var optimizer = new RmsProp(LearningRate: 0.003, Momentum: 0.9, Centered: true);
        // The loss falls in the warm-up and never rises. So only the part before the break has seen the best figure, from which patience is
        // measured.
        Callback stopping() => new EarlyStopping("val_accuracy", patience: 5, restoreBestWeights: true);
        using var source = new CancellationTokenSource();
        var whole = Fit(Options(optimizer, engine, new CancelAfter(-1, 0, source), stopping())).ThrowIfFail();
        Callback[] callbacks = [new BackupAndRestore(Checkpoint), new CancelAfter(epoch, step, source), stopping()];
        var options = Options(optimizer, engine, callbacks);
        Fit(options with { Cancellation = source.Token });
        Assert.Equal(epoch > 1, File.Exists(Checkpoint));
        var resumed = Fit(options).ThrowIfFail();
        Assert.Equal(whole.Model, resumed.Model);
        Assert.Equal(whole.History.Map(Text).ToArray(), resumed.History.Map(Text).ToArray());
        Assert.Equal(whole.History.Map(e => e.Number).ToArray(), resumed.History.Map(e => e.Number).ToArray());
        Assert.Equal(whole.StopReason, resumed.StopReason);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused_with_all_that_differs()
    {
        var backup = new BackupAndRestore(Checkpoint, deleteCheckpoint: false);
        Fit(Options(new RmsProp(Momentum: 0.5), Engine.Cpu, backup)).ThrowIfFail();
        var before = File.ReadAllBytes(Checkpoint);
        var other = Options(new RmsProp(0.5, Centered: true), Engine.Cpu, backup) with { Seed = 4, BatchSize = 15, Shuffle = false };
        var fault = Fault(Fit(other, samples: 61));
        foreach (var said in (string[])[
            "its seed is 3, but this run's is 4", "its batch size is 16, but this run's is 15", "its samples is 60 (CRC-32C",
            "its shuffle is yes", "its optimizer.Centered is no, but this run's is yes", "its optimizer.Momentum is 0.5, but this run's is 0",
            "its learning rates is 0.001", "optimizer/average_gradient [32] is missing"])
            Assert.Contains(said, fault);
        Assert.Equal(before, File.ReadAllBytes(Checkpoint));
    }

    [Fact]
    public void A_file_that_is_no_checkpoint_is_refused_and_left_alone()
    {
        File.WriteAllText(Checkpoint, "my diary");
        Assert.Contains(Checkpoint, Fault(Fit(Options(new Sgd(), Engine.Cpu, new BackupAndRestore(Checkpoint)))));
        Assert.Equal("my diary", File.ReadAllText(Checkpoint));
    }

    [Fact]
    public void A_finished_run_can_be_prolonged()
    {
        var backup = new BackupAndRestore(Checkpoint, everyEpochs: 3, deleteCheckpoint: false);
        var options = Options(new Sgd(0.1, Momentum: 0.9), Engine.Cpu, backup);
        Fit(options).ThrowIfFail();
        // Eight epochs: the last checkpoint is that of the sixth.
        var file = Safetensors.Read(Checkpoint).ThrowIfFail();
        Assert.Equal("6", file.Metadata["epoch"]);
        var longer = Fit(options with { Epochs = 11 }).ThrowIfFail();
        var whole = Fit(options with { Epochs = 11, Callbacks = [] }).ThrowIfFail();
        Assert.Equal(whole.Model, longer.Model);
        Assert.Equal(11, longer.History.Count);
    }

    [Fact]
    public void All_faults_of_its_options_are_told()
    {
        var backup = new BackupAndRestore(" ", everyEpochs: 0);
        var faults = backup.Faults(new FitOptions { Callbacks = [backup] }).ToArray();
        Assert.Equal(2, faults.Length);
        Assert.Contains("everyEpochs is 0, but must be at least 1", faults[1]);
        var twice = new BackupAndRestore("b");
        Assert.Single(twice.Faults(new FitOptions { Callbacks = [new BackupAndRestore("a"), twice] }));
    }

    [Fact]
    public void A_cross_validation_has_no_checkpoint()
    {
        var options = Options(new Sgd(), Engine.Cpu, new BackupAndRestore(Checkpoint)) with { Validation = null };
        Assert.Contains("single run", Fault(Model.CrossValidate(ToyData.Clouds(60), options, 3)));
    }

    [Theory]
    [InlineData("epochs")]
    [InlineData("7")]
    public async Task Killed_again_and_again_a_run_ends_with_the_same_bits(string steps)
    {
        using var whole = Train("whole", steps);
        var chance = new System.Random(7);
        for (var kill = 0; kill < 2; kill++)
        {
            var checkpoint = new FileInfo(Path.Combine(folder, "killed.checkpoint"));
            var before = checkpoint.Exists ? checkpoint.LastWriteTimeUtc : default;
            using var process = Train("killed", steps);
            // Not before this run has written its own checkpoint.
            while (!process.HasExited && File.GetLastWriteTimeUtc(checkpoint.FullName) is var now
                && (now == before || !File.Exists(checkpoint.FullName)))
                await Task.Delay(1);
            await Task.Delay(chance.Next(60));
            process.Kill();
            await process.WaitForExitAsync();
            Assert.Equal(137, process.ExitCode);
            Assert.True(File.Exists(checkpoint.FullName));
        }
        using var last = Train("killed", steps);
        await Task.WhenAll(last.WaitForExitAsync(), whole.WaitForExitAsync());
        Assert.Equal((0, 0), (last.ExitCode, whole.ExitCode));
        foreach (var result in (string[])["model", "history", "csv"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "whole." + result)), File.ReadAllBytes(Path.Combine(folder, "killed." + result)));
        Assert.False(File.Exists(Path.Combine(folder, "killed.checkpoint")));
    }

    private Process Train(string name, string steps)
    {
        string[] arguments = [typeof(ResumeTests).Assembly.Location, Path.Combine(folder, name), steps];
        return Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments))!;
    }
}
