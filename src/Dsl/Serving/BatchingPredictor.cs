using System.Diagnostics;
using System.Numerics;
using System.Threading.Channels;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Serving;

namespace ModelDsl;

/// <summary>
/// Gathers requests that come at the same time, and runs them together on one version of a model. It can pay if a model is so large
/// that a batch costs much less than its requests alone.
/// </summary>
/// <remarks>
/// Any number of threads may use it at the same time. A request that is wrong fails alone: the others of its batch are answered. Answers
/// have the same bits as without batching. Dispose it before its served model; requests that wait are answered first.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed class BatchingPredictor<TRequest, TAnswer> : IAsyncDisposable
{
    private readonly Func<IReadOnlyList<TRequest>, Fin<Answer<Seq<TAnswer>>>> run;
    private readonly ServingMetrics metrics;
    private readonly Channel<Waiting> queue;
    private readonly Task work;
    private volatile bool isDisposed;

    private BatchingPredictor(
        Func<IReadOnlyList<TRequest>, Fin<Answer<Seq<TAnswer>>>> run, ServingMetrics metrics, BatchingOptions options)
    {
        (this.run, this.metrics, Options) = (run, metrics, options);
        queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(options.Capacity) { SingleReader = true });
        work = Task.Run(WorkAsync);
    }

    internal static Fin<BatchingPredictor<TRequest, TAnswer>> Begin(
        Func<IReadOnlyList<TRequest>, Fin<Answer<Seq<TAnswer>>>> run, ServingMetrics metrics, BatchingOptions options) =>
        options.Fault() is { } fault ? Error.New(fault) : new BatchingPredictor<TRequest, TAnswer>(run, metrics, options);

    /// <summary>The options.</summary>
    public BatchingOptions Options { get; }

    /// <summary>Answers a request, together with others.</summary>
    /// <param name="request">The request. It must not change before its answer comes.</param>
    /// <param name="token">Ends waiting. A request that runs already is not interrupted, but its answer is dropped.</param>
    /// <returns>The answer with the version of the model, or an error: of the request, or <see cref="QueueIsFull"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled before the answer came.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed before the call.</exception>
    public async ValueTask<Fin<Answer<TAnswer>>> PredictAsync(TRequest request, CancellationToken token = default)
    {
        token.ThrowIfCancellationRequested();
        var waiting = new Waiting(request, metrics.Now());
        if (!await TryQueueAsync(waiting, token).ConfigureAwait(false))
        {
            metrics.Answered(waiting.Started, isRight: false);
            return new QueueIsFull(Options.Capacity);
        }
        using var end = token.UnsafeRegister(static (waiting, token) => ((Waiting)waiting!).TrySetCanceled(token), waiting);
        return await waiting.Task.ConfigureAwait(false);
    }

    /// <summary>Takes no more requests, answers those that wait, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        queue.Writer.TryComplete();
        await work.ConfigureAwait(false);
    }

    /// <summary>Returns the options.</summary>
    public override string ToString() => $"Batching predictor: {Options}";

    /// <summary>Puts a request into the queue; false if it is full and refuses.</summary>
    private async ValueTask<bool> TryQueueAsync(Waiting waiting, CancellationToken token)
    {
        metrics.Queued(1);
        var isQueued = false;
        try
        {
            isQueued = queue.Writer.TryWrite(waiting);
            if (isQueued || (Options.WhenFull == WhenFull.Refuse && !isDisposed)) return isQueued;
            await queue.Writer.WriteAsync(waiting, token).ConfigureAwait(false);
            return isQueued = true;
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(null, "The batching predictor was disposed.");
        }
        finally
        {
            if (!isQueued) metrics.Queued(-1);
        }
    }

    private async Task WorkAsync()
    {
        var batch = new List<Waiting>(Options.MaxBatch);
        while (await queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await GatherAsync(batch).ConfigureAwait(false);
            metrics.Queued(-batch.Count);
            batch.RemoveAll(static waiting => waiting.Task.IsCompleted);
            if (batch.Count > 0) metrics.Ran(batch.Count);
            // Programs are compiled for a number of samples. Powers of two are few numbers, and no request is computed in vain.
            for (int first = 0, size; first < batch.Count; first += size)
            {
                size = 1 << BitOperations.Log2((uint)(batch.Count - first));
                Answer(batch.GetRange(first, size));
            }
            batch.Clear();
        }
    }

    private async ValueTask GatherAsync(List<Waiting> batch)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            while (batch.Count < Options.MaxBatch && queue.Reader.TryRead(out var next)) batch.Add(next);
            var rest = Options.MaxWait - Stopwatch.GetElapsedTime(started);
            if (batch.Count == Options.MaxBatch || rest <= TimeSpan.Zero || queue.Reader.Completion.IsCompleted) return;
            // A timer ticks once in a millisecond or more.
            if (rest > TimeSpan.FromMilliseconds(2)) await Task.Delay(1).ConfigureAwait(false);
            else Thread.Yield();
        }
    }

    private void Answer(List<Waiting> batch)
    {
        var answers = Run(batch.ConvertAll(static waiting => waiting.Request));
        if (answers.Case is Answer<Seq<TAnswer>> all && all.Value.Count == batch.Count)
        {
            for (var i = 0; i < batch.Count; i++) End(batch[i], new Answer<TAnswer>(all.Value[i], all.Version));
        }
        else if (batch.Count > 1)
        {
            foreach (var waiting in batch) Answer([waiting]);
        }
        else End(batch[0], answers.Case as Error ?? Error.New("There is not one answer for the request."));
    }

    private Fin<Answer<Seq<TAnswer>>> Run(IReadOnlyList<TRequest> requests)
    {
        try
        {
            return run(requests);
        }
        // The code is a user's, and the worker must live: the exception is the answer.
        catch (Exception thrown)
        {
            return Error.New(thrown);
        }
    }

    private void End(Waiting waiting, Fin<Answer<TAnswer>> answer)
    {
        if (waiting.TrySetResult(answer)) metrics.Answered(waiting.Started, answer.IsSucc);
    }

    /// <summary>A request that waits for its answer.</summary>
    private sealed class Waiting(TRequest request, long started)
        : TaskCompletionSource<Fin<Answer<TAnswer>>>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TRequest Request { get; } = request;

        public long Started { get; } = started;
    }
}
