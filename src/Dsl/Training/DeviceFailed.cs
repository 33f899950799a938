using LanguageExt;

namespace ModelDsl;

/// <summary>
/// A run that ended because its device failed: out of memory, or gone. As <see cref="DeviceFailed{T}"/> it carries the model as of the last
/// finished epoch, or as of the checkpoint that the run resumed from.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract record DeviceFailed : RunFailed
{
    private protected DeviceFailed(string what, int epoch, Seq<Epoch> history)
        : base(
            $"{what} That was in epoch {epoch}; the error carries the model as of the last finished epoch, or of the checkpoint from which the run continued " +
            "(DeviceFailed<T>.Model).", epoch, history)
    {
    }
}

/// <summary>A run that ended because its device failed.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record DeviceFailed<T> : DeviceFailed where T : class, IModel<T>
{
    internal DeviceFailed(string what, int epoch, Seq<Epoch> history, T model) : base(what, epoch, history) => Model = model;

    /// <summary>
    /// The model as of the last finished epoch, in memory that survives the device's failure. Before the first epoch ends, it is the
    /// initial model of the run: the model to be trained, or that of the checkpoint.
    /// </summary>
    public T Model { get; }
}
