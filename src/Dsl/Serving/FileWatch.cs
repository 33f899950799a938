namespace ModelDsl.Serving;

/// <summary>
/// Looks at a file again and again, since events of file systems are lost in containers and on network drives. It reports a change when
/// two looks in a row saw the same stamp, and each stamp once: a broken file is not read again and again.
/// </summary>
internal sealed class FileWatch : IDisposable
{
    private readonly Lock looks = new();
    private readonly ModelSource source;
    private readonly Action changed;
    private readonly Timer timer;
    private FileStamp known, seen;
    private bool isDisposed;

    public FileWatch(ModelSource source, FileStamp known, TimeSpan time, Action changed)
    {
        (this.source, this.known, seen, this.changed) = (source, known, known, changed);
        timer = new Timer(static watch => ((FileWatch)watch!).Look(), this, time, time);
    }

    /// <summary>Looks once.</summary>
    public void Look()
    {
        // A look that takes longer than the time between two makes the next one superfluous.
        if (!looks.TryEnter()) return;
        try
        {
            var stamp = isDisposed ? known : source.Stamp();
            var isSettled = stamp == seen;
            seen = stamp;
            if (stamp == known || !isSettled) return;
            known = stamp;
            changed();
        }
        finally
        {
            looks.Exit();
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        lock (looks) isDisposed = true;
    }
}
