using FsCheck;
using FsCheck.Xunit;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Tests.Training;
using static ModelDsl.Functions;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Data;

[Collection("Batch readers")]
public sealed class MappedTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        folder.Dispose();
    }

    private static string Told<T>(Fin<Fitted<T>> run) where T : class, IModel<T> => run.Match(
        fitted => string.Join('\n', fitted.Model.Parameters.SelectMany(p => p.ToArray()).Select(BitConverter.SingleToInt32Bits).Select(b => $"{b:x8}")
            .Concat(fitted.History.Select(e => $"{e.Loss:R} {string.Join(' ', e.Metrics)} {e.Validation.Map(v => v.ToString())}"))
            .Append($"{fitted.Cancelled} {fitted.StopReason}")),
        error => $"{error.Message} {(error as NonFiniteLoss<T>)?.Model.Parameters.Map(p => string.Join(' ', p.ToArray()))}");

    [Property(MaxTest = 40)]
    public bool A_mapped_set_trains_to_the_bits_of_the_set_in_memory_in_whatever_parts(
        byte size, byte[] cuts, byte batch, bool shuffle, bool large, bool reference, int seed)
    {
        var count = size + 20;
        var (mapped, inMemory) = (MappedClouds.Map(folder, count, large ? 0 : long.MaxValue, [.. cuts.Select(c => (int)c)]),
            ToyData.Clouds(count));
        var options = new FitOptions
        {
            Epochs = 3,
            BatchSize = batch % 20 + 1,
            Shuffle = shuffle,
            Seed = seed,
            Optimizer = new Adam(0.01),
            Metrics = [Metric.Accuracy],
            Engine = reference ? Engine.Reference : Engine.Cpu,
        };
        return Told(Fit(mapped)) == Told(Fit(inMemory));

        Fin<Fitted<Model>> Fit(Dataset data) =>
            from parts in data | Split(0.3, seed)
            from fitted in Model.Initialize(1).Fit(parts.Train, options with { Validation = parts.Validation })
            select fitted;
    }

    [Fact]
    public void Evaluations_predictions_and_folds_are_those_of_the_set_in_memory()
    {
        var model = Model.Initialize(5);
        Assert.Equal(Look(ToyData.Clouds(100)), Look(MappedClouds.Map(folder, 100, 0, 7, 50)));

        string Look(Dataset data) =>
            $"{model.Evaluate(data, 7, Metric.Accuracy)} {string.Join(' ', model.Predict(data, 9).Value().ToArray())} " +
            string.Join(' ', Model.CrossValidate(data, new FitOptions { Epochs = 2, Metrics = [Metric.Accuracy] },
                folds: 3).Value().Scores);
    }

    [Fact]
    public void A_run_that_diverges_hands_back_the_same_model()
    {
        var options = new FitOptions { Epochs = 50, BatchSize = 4, Optimizer = new Sgd(1e38, Momentum: 0.9) };
        var told = Told(Model.Initialize(1).Fit(MappedClouds.Map(folder, 90), options));
        Assert.Contains("finite", told);
        Assert.Equal(Told(Model.Initialize(1).Fit(ToyData.Clouds(90), options)), told);
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        var data = MappedClouds.Map(folder, 2000, cuts: [900]);
        Assert.InRange(PerEpoch(batchSize: 1) - PerEpoch(batchSize: 100), -1000, 1000);

        long PerEpoch(int batchSize)
        {
            long Bytes(int epochs)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Model.Initialize(1).Fit(data,
                    new FitOptions { Epochs = epochs, BatchSize = batchSize, Metrics = [Metric.Accuracy], Validation = data });
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
            Bytes(3);
            return (Bytes(14) - Bytes(4)) / 10;
        }
    }

    [Fact]
    public void No_run_leaves_a_thread_behind_however_it_ends()
    {
        var data = MappedClouds.Map(folder, 90);
        using var cancelled = new CancellationTokenSource();
        var cancel = new LambdaCallback(onBatchEnd: context => { if (context.Step == 2) cancelled.Cancel(); });
        FitOptions[] ways =
        [
            new() { Epochs = 2, Validation = data },
            new() { Callbacks = [new LambdaCallback(onBatchEnd: _ => throw new InvalidOperationException("no"))] },
            new() { BatchSize = 4, Callbacks = [new LambdaCallback(onBatchEnd: context => { if (context.Step == 3) context.Stop("enough"); })] },
            new() { Epochs = 50, BatchSize = 4, Optimizer = new Sgd(1e38, Momentum: 0.9) },
            new() { BatchSize = 4, Callbacks = [cancel], Cancellation = cancelled.Token },
        ];
        for (var i = 0; i < 50; i++) Model.Initialize(1).Fit(data, ways[i % ways.Length]);
        Model.Initialize(1).Evaluate(data).Value();
        Model.Initialize(1).Predict(data).Value();
        if (!OperatingSystem.IsLinux()) return;
        // After a join, a thread stays in the system's list for a moment.
        Assert.True(SpinWait.SpinUntil(() => !Directory.GetDirectories("/proc/self/task").Any(IsReader), TimeSpan.FromSeconds(5)));

        static bool IsReader(string thread)
        {
            try
            {
                return File.ReadAllText(Path.Combine(thread, "comm")).StartsWith("ModelDsl batch", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void A_number_that_is_not_finite_is_an_error_of_whoever_comes_upon_it()
    {
        var data = MappedClouds.Map(folder, 60);
        var path = folder["samples-0-60"];
        var bytes = File.ReadAllBytes(path);
        (bytes[12 + 47 * 8], bytes[12 + 47 * 8 + 1]) = (0x7F, 0xC0);
        File.WriteAllBytes(folder["spoilt"], bytes);
        var spoilt = Idx.Map(folder["spoilt"], folder["labels-0-60"]).Value();

        var error = Failure(Model.Initialize(1).Fit(spoilt, new FitOptions { BatchSize = 4, Shuffle = false }));
        var failed = Assert.IsType<DataFailed<Model>>(error);
        Assert.StartsWith($"{folder["spoilt"]}: sample 47 is NaN at [0]", failed.Message);
        Assert.Equal(1, failed.Epoch);
        var eleven = Model.Initialize(1).Fit(data | Take(44), new FitOptions { BatchSize = 4, Shuffle = false }).Value();
        Assert.Equal(eleven.Model.Parameters.SelectMany(p => p.ToArray()), failed.Model.Parameters.SelectMany(p => p.ToArray()));
        Assert.Contains("sample 47", Model.Initialize(1).Evaluate(spoilt).Message());
        Assert.Contains("sample 47", Model.Initialize(1).Predict(spoilt).Message());
        Assert.Contains("sample 47", Model.CrossValidate(spoilt, new FitOptions { Metrics = [Metric.Accuracy] }).Message());
        Assert.Contains("sample 47", Model.Initialize(1).Fit(data, new FitOptions { Validation = spoilt }).Message());
    }

    [Fact]
    public void A_file_that_changes_during_a_run_ends_it_with_the_model_so_far()
    {
        if (OperatingSystem.IsWindows()) return;
        var data = MappedClouds.Map(folder, 60, cuts: [40]);
        void Cut(TrainingContext context, Epoch epoch)
        {
            MappedClouds.Cut(folder["samples-40-60"]);
            Thread.Sleep(150);
        }
        var error = Failure(Model.Initialize(1).Fit(data,
            new FitOptions { Epochs = 3, Callbacks = [new LambdaCallback(onEpochEnd: Cut)] }));
        var failed = Assert.IsType<DataFailed<Model>>(error);
        Assert.StartsWith($"{folder["samples-40-60"]}: the file has changed", failed.Message);
        Assert.Single(failed.History);
    }

    [Fact]
    public void A_file_that_is_cut_at_any_moment_ends_no_process()
    {
        if (OperatingSystem.IsWindows()) return;
        for (var at = 1; at <= 20; at++)
        {
            var data = MappedClouds.Map(folder, 4000 + at);
            void Cut(TrainingContext context)
            {
                if (context.Step == at) MappedClouds.Cut(folder[$"samples-0-{4000 + at}"]);
            }
            var run = Model.Initialize(1).Fit(data, new FitOptions { BatchSize = 4, Callbacks = [new LambdaCallback(onBatchEnd: Cut)] });
            Assert.Contains("the file has changed", Assert.IsType<DataFailed<Model>>(Failure(run)).Message);
        }
    }

    private static Error Failure<T>(Fin<T> result) => result.Match(_ => throw new Xunit.Sdk.XunitException("no error"), error => error);
}
