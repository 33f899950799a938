using FsCheck.Xunit;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Tests.Training;
using static ModelDsl.Functions;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Data;

/// <summary>Samples that come one after the other.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A sample of a stream.</summary>
    private sealed record Item(float[] Numbers, int Class);

    private static Item[] Items(int count)
    {
        var clouds = ToyData.Clouds(count);
        return [.. clouds.Numbers().Chunk(clouds.SampleShape.Size).Zip(clouds.Labels(), (numbers, label) => new Item(numbers, label))];
    }

    private static Fin<Dataset> ToDataset(IReadOnlyList<Item> items) => Dataset.Create<float>(
        [items[0].Numbers.Length], [.. items.SelectMany(item => item.Numbers)], (int[])[.. items.Select(item => item.Class)]);

    private static SampleStream Stream(IEnumerable<Item> items, int perEpoch) => SampleStream.Of(items, perEpoch, ToDataset);

    private static async IAsyncEnumerable<Item> Later(IEnumerable<Item> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    private static string Bits(Fin<Fitted<Model>> run) => run.Match(
        fitted => string.Join(' ', fitted.Model.Parameters.SelectMany(p => p.ToArray()).Select(BitConverter.SingleToInt32Bits)) +
            string.Join(' ', fitted.History.Select(e => $"{e.Loss:R}")),
        error => error.Message);

    [Property(MaxTest = 40)]
    public bool AStreamThatBeginsAnewEachEpochTrainsToTheBitsOfItsDataSet(
        byte size, byte batch, byte threads, bool shuffle, bool later, int seed)
    {
        var items = Items(size + 20);
        var options = new FitOptions
        {
            Epochs = 3,
            BatchSize = batch % 20 + 1,
            Threads = threads % 4 + 1,
            Shuffle = shuffle,
            Seed = seed,
            Optimizer = new Adam(0.01),
        };
        var stream = later ? SampleStream.Of(Later(items), items.Length, ToDataset) : Stream(items, items.Length);
        return Bits(Model.Initialize(1).Fit(stream, options)) == Bits(Model.Initialize(1).Fit(ToDataset(items).Value(), options));
    }

    /// <summary>Plain descent keeps nothing from one step to the next, so an epoch of a stream is a run of its own.</summary>
    [Theory]
    [InlineData(60, 20), InlineData(30, 20), InlineData(20, 20), InlineData(47, 13)]
    public void EachEpochHasTheSamplesThatFollow(int count, int perEpoch)
    {
        var items = Items(count);
        var options = new FitOptions { Epochs = 1, BatchSize = 4, Shuffle = false, Optimizer = new Sgd(.1) };
        var expected = Model.Initialize(1);
        for (var epoch = 0; epoch < 5; epoch++)
        {
            Item[] page = [.. Enumerable.Range(epoch * perEpoch, perEpoch).Select(i => items[i % count])];
            expected = expected.Fit(ToDataset(page).Value(), options).Value().Model;
        }
        Assert.Equal(expected, Model.Initialize(1).Fit(Stream(items, perEpoch), options with { Epochs = 5 }).Value().Model);
    }

    [Fact]
    public void ARunThatIsResumedEndsWithTheSameBits()
    {
        var isKilled = true;
        var kill = new LambdaCallback(onBatchEnd: context =>
        {
            if (isKilled || context is not { Epoch: 3, Step: 2 }) return;
            isKilled = true;
            throw new InvalidOperationException("killed");
        });
        string Run(string file) => Bits(Model.Initialize(1).Fit(Stream(Items(70), 30), new FitOptions
        {
            Epochs = 5,
            BatchSize = 8,
            Seed = 2,
            Optimizer = new Adam(.01),
            Callbacks = [new BackupAndRestore(folder[file], everySteps: 1), kill],
        }));
        var whole = Run("whole");
        isKilled = false;
        Assert.Contains("killed", Run("resumed"), StringComparison.Ordinal);
        Assert.Equal(whole, Run("resumed"));
    }

    [Fact]
    public void NothingIsReadBehindTheLastEpochAndTheSourceIsClosed()
    {
        var (read, closed) = (0, 0);
        Assert.True(Model.Initialize(1).Fit(Stream(Endless(), 25), new FitOptions { Epochs = 3 }).IsSucc);
        Assert.Equal((75, 1), (read, closed));

        IEnumerable<Item> Endless()
        {
            var items = Items(10);
            try
            {
                while (true) yield return items[read++ % 10];
            }
            finally
            {
                closed++;
            }
        }
    }

    [Fact]
    public void WhatAStreamDoesWrongIsAnErrorWithTheModelSoFar()
    {
        Assert.Equal("The stream ended after 12 samples, but an epoch has 20: take fewer samples an epoch, or make a data set of all.", Early(Items(12)));
        Assert.Equal("The stream ended after 0 samples, but an epoch has 20: take fewer samples an epoch, or make a data set of all.", Early([]));
        Assert.Equal("The stream can't be read. FormatException: odd.", Early(Failing(7)));
        Assert.StartsWith("The stream can't be read. FormatException: odd. That was in epoch 2;", Late(Failing(27)), StringComparison.Ordinal);
        var reads = 0;
        Assert.StartsWith("The stream gave nothing when it was read again:", Late(Items(30).Where(_ => reads++ < 30)), StringComparison.Ordinal);
        Assert.StartsWith("The samples of epoch 2 of the stream don't fit: they are 19 samples, and those of the first epoch 20. That was",
            Late(Items(60), (page, items) => ToDataset(page == 1 ? [.. items.Skip(1)] : items)), StringComparison.Ordinal);
        Assert.StartsWith("The samples of epoch 2 of the stream don't fit: no bread. That was",
            Late(Items(60), (page, items) => page == 1 ? Error.New("no bread") : ToDataset(items)), StringComparison.Ordinal);
        Assert.Contains("The samples of epoch 2 of the stream don't fit: ",
            Late(Items(60), (page, items) => page == 1 ? Weighted(items) : ToDataset(items)), StringComparison.Ordinal);
        Assert.Contains("99", Late(Items(60), (page, items) => ToDataset([.. items.Select(item => item with { Class = page == 1 ? 99 : item.Class })])), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Stream([], 0));
        Assert.Equal("a stream, 20 samples an epoch", Stream([], 20).ToString());

        static Fin<Dataset> Weighted(IReadOnlyList<Item> items) => ToDataset(items) | WithSampleWeights([.. items.Select(_ => 2f)]);

        string Early(IEnumerable<Item> items) => Model.Initialize(1).Fit(Stream(items, 20)).Message();

        string Late(IEnumerable<Item> items, Func<int, IReadOnlyList<Item>, Fin<Dataset>>? toDataset = null)
        {
            var page = 0;
            var stream = SampleStream.Of(items, 20, chunk => toDataset is null ? ToDataset(chunk) : toDataset(page++, chunk));
            var error = Assert.IsType<DataFailed<Model>>(
                Model.Initialize(1).Fit(stream, new FitOptions { Epochs = 4 }).Match(_ => throw new InvalidOperationException(), e => e));
            Assert.Equal(1, error.History.Count);
            return error.Message;
        }

        static IEnumerable<Item> Failing(int at) =>
            Items(60).Select((item, i) => i == at ? throw new FormatException("odd") : item);
    }

    [Fact]
    public void ACancelledRunDoesNotWaitForAStream()
    {
        foreach (var ready in (int[])[5, 25])
        {
            using var cancel = new CancellationTokenSource();
            using var never = new ManualResetEventSlim();
            cancel.CancelAfter(200);
            var options = new FitOptions { Epochs = 4, Cancellation = cancel.Token };
            var fitted = Model.Initialize(1).Fit(Stream(Waiting(), 20), options).Value();
            Assert.True(fitted.Cancelled);
            Assert.Equal(ready / 20, fitted.History.Count);
            never.Set();

            IEnumerable<Item> Waiting()
            {
                foreach (var item in Items(ready)) yield return item;
                never.Wait();
            }
        }
    }
}
