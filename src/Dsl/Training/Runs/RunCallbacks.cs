namespace ModelDsl.Training;

/// <summary>The callbacks of a run, which works on copies.</summary>
internal sealed class RunCallbacks
{
    public RunCallbacks(FitOptions options)
    {
        // A checkpoint holds what the other callbacks made of an epoch: it comes last.
        Given = [.. options.Callbacks.OrderBy(c => c is BackupAndRestore)];
        Copies = Array.ConvertAll(Given, CopyOf);
    }

    /// <summary>The callbacks as the options give them.</summary>
    public Callback[] Given { get; }

    /// <summary>The run's own.</summary>
    public Callback[] Copies { get; }

    /// <summary>Tells all of them something.</summary>
    /// <param name="name">The hook's name.</param>
    /// <param name="context">Where the run stands.</param>
    /// <param name="hook">Calls it.</param>
    /// <param name="failed">Hears what one throws; the others are told nevertheless.</param>
    public void Notify(
        string name, TrainingContext context, Action<Callback, TrainingContext> hook, Action<Callback, string, Exception> failed)
    {
        foreach (var callback in Copies)
        {
            try
            {
                hook(callback, context);
            }
            catch (Exception thrown)
            {
                failed(callback, name, thrown);
            }
        }
    }

    private static Callback CopyOf(Callback callback) => OptionFault.Of(callback, nameof(Callback.ForRun), () =>
        callback.ForRun() ?? throw new InvalidOperationException("It gave null instead of a callback."));
}
