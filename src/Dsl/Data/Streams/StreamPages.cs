using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>Gives the samples of each epoch of a stream, and reads those of the next one on another thread.</summary>
/// <param name="stream">The stream.</param>
/// <param name="epochs">Number of epochs: nothing is read ahead after the last one.</param>
/// <param name="cancellation">Ends waiting for a stream.</param>
internal sealed class StreamPages(SampleStream stream, int epochs, CancellationToken cancellation) : IDisposable
{
    private IEnumerator<Func<Fin<Dataset>>>? pages;
    private Task<Fin<Dataset>>? ahead;
    private Dataset? current;
    private int number = -1;

    /// <summary>Returns a page in the form of the first one, or why it does not fit the model.</summary>
    public Func<Dataset, Fin<Dataset>> Check { get; set; } = static page => page;

    /// <summary>Reads the samples of the first epoch.</summary>
    /// <exception cref="UnreadableSamples">The stream has not enough, or threw an exception.</exception>
    public Fin<Dataset> First()
    {
        Reopen(0);
        return Result(ahead!).Map(page => current = page);
    }

    /// <summary>Returns the samples of an epoch; those of the present one when the run was cancelled while it waited.</summary>
    /// <param name="epoch">The number of epochs before.</param>
    /// <exception cref="UnreadableSamples">The stream threw an exception, or its samples are not like those of the first epoch.</exception>
    public Dataset Of(int epoch)
    {
        if (epoch != number)
        {
            if (epoch != number + 1 || ahead is null) Reopen(epoch);
            try
            {
                current = Result(ahead!).Bind(Check).IfFail(fault => throw Unreadable(epoch, fault));
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return current!;
            }
            (number, ahead) = (epoch, null);
        }
        if (epoch + 1 < epochs) ahead ??= Begin();
        return current!;
    }

    /// <summary>Ends the enumeration, after what is being read.</summary>
    public void Dispose()
    {
        var last = pages;
        if (ahead is { IsCompleted: false } reading) reading.ContinueWith(_ => last?.Dispose(), TaskScheduler.Default);
        else last?.Dispose();
    }

    /// <summary>Reads a page from the beginning of the stream.</summary>
    private void Reopen(int epoch)
    {
        Dispose();
        pages = stream.Pages.GetEnumerator();
        number = epoch - 1;
        ahead = Begin(passedOver: epoch);
    }

    /// <summary>Begins to read the next page, after some that are passed over.</summary>
    private Task<Fin<Dataset>> Begin(int passedOver = 0)
    {
        var from = pages!;
        return Task.Run(() =>
        {
            try
            {
                for (var i = 0; i <= passedOver; i++) from.MoveNext();
                return from.Current();
            }
            catch (Exception fault) when (fault is not UnreadableSamples)
            {
                throw new UnreadableSamples($"The stream can't be read. {fault.GetType().Name}: {fault.Message.TrimEnd('.')}.");
            }
        });
    }

    private Fin<Dataset> Result(Task<Fin<Dataset>> reading)
    {
        try
        {
            reading.Wait(cancellation);
        }
        catch (AggregateException)
        {
            // The next line throws the fault itself.
        }
        return reading.GetAwaiter().GetResult();
    }

    private static UnreadableSamples Unreadable(int epoch, Error fault) =>
        new(FormattableString.Invariant($"The samples of epoch {epoch + 1} of the stream don't fit: {fault.Message.TrimEnd('.')}."));
}
