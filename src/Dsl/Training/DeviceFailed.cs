using LanguageExt;

namespace ModelDsl;

/// <summary>
/// A run that ended because its device did: out of memory, or gone. As <see cref="DeviceFailed{T}"/> it carries the model as of the last finished
/// epoch, or of the checkpoint that the run went on from.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract record DeviceFailed : RunFailed
{
    private protected DeviceFailed(string what, int epoch, Seq<Epoch> history)
        : base(
            $"{what} That was in epoch {epoch}; the error carries the model as of the last finished epoch, or of the checkpoint that the run went on from " +
            "(DeviceFailed<T>.Model).", epoch, history)
    {
    }
}

/// <summary>A run that ended because its device did.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record DeviceFailed<T> : DeviceFailed where T : class, IModel<T>
{
    internal DeviceFailed(string what, int epoch, Seq<Epoch> history, T model) : base(what, epoch, history) => Model = model;

    /// <summary>
    /// The model as of the last finished epoch, in memory that the device's end does not touch; before the first, what the run began with: the
    /// model that was to be trained, or that of the checkpoint which it went on from.
    /// </summary>
    public T Model { get; }
}
