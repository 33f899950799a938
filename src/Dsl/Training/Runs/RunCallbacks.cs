namespace ModelDsl.Training;

/// <summary>The callbacks of a run. The run works on copies.</summary>
internal sealed class RunCallbacks
{
    public RunCallbacks(FitOptions options)
    {
        // A checkpoint holds the results of the other callbacks for an epoch, so it comes last.
        Given = [.. options.Callbacks.OrderBy(c => c is BackupAndRestore)];
        Copies = Array.ConvertAll(Given, CopyOf);
    }

    /// <summary>The callbacks in the options.</summary>
    public Callback[] Given { get; }

    /// <summary>The run's own copies.</summary>
    public Callback[] Copies { get; }

    /// <summary>Calls a hook of all callbacks.</summary>
    /// <param name="name">The hook's name.</param>
    /// <param name="context">The state of the run.</param>
    /// <param name="hook">Calls the hook of one callback.</param>
    /// <param name="failed">Receives the exception of a callback; the other callbacks are still called.</param>
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
