using System.Collections.Concurrent;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Serving;

/// <summary>Requests that are gathered and run together.</summary>
public sealed class BatchingTests : IDisposable
{
    private readonly ServedModel<Model> served = ServedModel<Model>.Of(Model.Initialize(1)).ThrowIfFail();

    public void Dispose() => served.Dispose();

    [Theory]
    [InlineData(1, 0), InlineData(7, 0), InlineData(64, 0), InlineData(16, 3), InlineData(16, 0.2)]
    public async Task Answers_have_the_bits_of_single_requests(int maxBatch, double wait)
    {
        var options = new BatchingOptions { MaxBatch = maxBatch, MaxWait = TimeSpan.FromMilliseconds(wait) };
        var batching = served.Batching(options).ThrowIfFail();
        await using (batching)
        {
            var samples = Enumerable.Range(0, 300).Select(i => new[] { MathF.Sin(i), i / 100f }).ToArray();
            var answers = await Task.WhenAll(samples.Select(sample => Task.Run(() => batching.PredictAsync(sample).AsTask())));
            for (var i = 0; i < samples.Length; i++)
            {
                var expected = ModelCalls.Forward(Model.Initialize(1), Tensor.Create([1, 2], samples[i])).ToArray();
                Assert.Equal(expected, answers[i].ThrowIfFail().Value);
            }
        }
    }

    [Fact]
    public async Task A_wrong_request_fails_alone()
    {
        await using var batching = served.Batching().ThrowIfFail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(i => batching.PredictAsync(new float[i % 10 == 3 ? 5 : 2]).AsTask()));
        for (var i = 0; i < answers.Length; i++)
        {
            Assert.Equal(i % 10 != 3, answers[i].IsSucc);
            if (answers[i].IsFail) Assert.Contains("was given 5", answers[i].Match(_ => "", fault => fault.Message), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_exception_is_the_answer_of_its_request_alone()
    {
        await using var batching = served.Batching((Model _, IReadOnlyList<int> numbers) => numbers.Contains(13)
            ? throw new InvalidOperationException("Unlucky.") : Fin<Seq<int>>.Succ(Prelude.toSeq(numbers.Select(n => 2 * n).ToArray()))).ThrowIfFail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => batching.PredictAsync(i).AsTask()));
        Assert.Equal("Unlucky.", answers[13].Match(_ => "", fault => fault.Message));
        Assert.All(Enumerable.Range(0, 40).Where(i => i != 13), i => Assert.Equal(2 * i, answers[i].ThrowIfFail().Value));
    }

    [Fact]
    public async Task Too_few_answers_are_an_error()
    {
        await using var batching = served.Batching(
            (Model _, IReadOnlyList<int> numbers) => Fin<Seq<int>>.Succ(Seq<int>.Empty)).ThrowIfFail();
        Assert.Contains("not one answer", (await batching.PredictAsync(1)).Match(_ => "", fault => fault.Message), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_runs_together_in_parts_of_powers_of_two()
    {
        var gate = new Gate();
        await using var batching = served.Batching<int, int>(gate.Run, new BatchingOptions { MaxBatch = 16 }).ThrowIfFail();
        var first = batching.PredictAsync(0).AsTask();
        gate.WaitUntilBusy();
        var others = Enumerable.Range(1, 23).Select(i => batching.PredictAsync(i).AsTask()).ToArray();
        gate.Open();
        await first;
        await Task.WhenAll(others);
        Assert.Equal([1, 16, 4, 2, 1], gate.Sizes);
    }

    [Fact]
    public async Task A_cancelled_request_is_not_run()
    {
        var gate = new Gate();
        await using var batching = served.Batching<int, int>(gate.Run).ThrowIfFail();
        var first = batching.PredictAsync(0).AsTask();
        gate.WaitUntilBusy();
        using var cancel = new CancellationTokenSource();
        var (left, stays) = (batching.PredictAsync(1, cancel.Token).AsTask(), batching.PredictAsync(2).AsTask());
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        gate.Open();
        await Task.WhenAll(first, stays);
        Assert.Equal([0, 2], gate.Seen);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batching.PredictAsync(3, cancel.Token).AsTask());
    }

    [Fact]
    public async Task A_full_queue_refuses_or_lets_wait()
    {
        var gate = new Gate();
        await using var refusing = served.Batching<int, int>(
            gate.Run, new BatchingOptions { Capacity = 2, WhenFull = WhenFull.Refuse }).ThrowIfFail();
        List<Task<Fin<Answer<int>>>> taken = [refusing.PredictAsync(0).AsTask()];
        gate.WaitUntilBusy();
        taken.AddRange([refusing.PredictAsync(1).AsTask(), refusing.PredictAsync(2).AsTask()]);
        var refused = await refusing.PredictAsync(3);
        Assert.Equal(2, Assert.IsType<QueueIsFull>(refused.Case).Capacity);
        gate.Open();
        Assert.All(await Task.WhenAll(taken), answer => Assert.True(answer.IsSucc));

        gate = new Gate();
        await using var waiting = served.Batching<int, int>(gate.Run, new BatchingOptions { Capacity = 2 }).ThrowIfFail();
        taken = [waiting.PredictAsync(0).AsTask()];
        gate.WaitUntilBusy();
        taken.AddRange(Enumerable.Range(1, 5).Select(i => waiting.PredictAsync(i).AsTask()));
        using var cancel = new CancellationTokenSource();
        var left = waiting.PredictAsync(6, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        gate.Open();
        Assert.Equal(Enumerable.Range(0, 6), (await Task.WhenAll(taken)).Select(answer => answer.ThrowIfFail().Value));
        Assert.DoesNotContain(6, gate.Seen);
    }

    [Theory, InlineData(WhenFull.Wait), InlineData(WhenFull.Refuse)]
    public async Task At_its_end_requests_that_wait_are_answered_and_others_are_refused(WhenFull whenFull)
    {
        var gate = new Gate();
        var batching = served.Batching<int, int>(gate.Run, new BatchingOptions { WhenFull = whenFull }).ThrowIfFail();
        var waiting = Enumerable.Range(0, 9).Select(i => batching.PredictAsync(i).AsTask()).ToArray();
        gate.WaitUntilBusy();
        var end = batching.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => batching.PredictAsync(9).AsTask());
        gate.Open();
        await end;
        // The answers are given; a thread of the pool hands each over.
        var answers = await Task.WhenAll(waiting).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.All(answers, answer => Assert.True(answer.IsSucc));
        await batching.DisposeAsync();
    }

    [Fact]
    public void Wrong_options_are_errors()
    {
        BatchingOptions[] wrong = [new() { MaxBatch = 0 }, new() { MaxBatch = 1025 }, new() { MaxWait = TimeSpan.FromSeconds(1) },
            new() { MaxWait = TimeSpan.FromTicks(-1) }, new() { Capacity = 0 }, new() { WhenFull = (WhenFull)7 }];
        Assert.All(wrong, options => Assert.StartsWith("BatchingOptions.", served.Batching(options).Match(_ => "", fault => fault.Message), StringComparison.Ordinal));
    }

    /// <summary>Answers with the number itself, but not before it is opened.</summary>
    private sealed class Gate
    {
        private readonly ManualResetEventSlim busy = new(), open = new();

        public ConcurrentQueue<int> Sizes { get; } = [];

        public ConcurrentQueue<int> Seen { get; } = [];

        public Fin<Seq<int>> Run(Model model, IReadOnlyList<int> numbers)
        {
            Sizes.Enqueue(numbers.Count);
            foreach (var number in numbers) Seen.Enqueue(number);
            busy.Set();
            open.Wait(TimeSpan.FromSeconds(60));
            return Prelude.toSeq(numbers.ToArray());
        }

        public void WaitUntilBusy() => Assert.True(busy.Wait(TimeSpan.FromSeconds(60)));

        public void Open() => open.Set();
    }
}
