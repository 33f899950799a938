using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>An error: options, data and model do not fit together; <see cref="Faults"/> lists everything that is wrong.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record InvalidFit : Expected
{
    internal InvalidFit(string what, Seq<string> faults)
        : base($"{what}{(faults.Count == 1 ? "" : $", for {faults.Count} reasons")}: {string.Join("; ", faults)}.", 0) => Faults = faults;

    /// <summary>The faults, one sentence each.</summary>
    public Seq<string> Faults { get; }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}

/// <summary>
/// A run that ended because its numbers were no longer finite. As <see cref="NonFiniteLoss{T}"/> it carries the last finite model.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract record NonFiniteLoss : RunFailed
{
    private protected NonFiniteLoss(string message, string what, int epoch, int step, double loss, Seq<Epoch> history)
        : base(message, epoch, history) => (What, Step, Loss) = (what, step, loss);

    /// <summary>The event, without advice: <c>The loss became infinite in epoch 2, step 3 of 40</c>.</summary>
    public string What { get; }

    /// <summary>The step of that epoch, from 1.</summary>
    public int Step { get; }

    /// <summary>The loss of that step: NaN, infinite, or finite if its update was too large for the parameters.</summary>
    public double Loss { get; }
}

/// <summary>A run that ended because its numbers were no longer finite.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record NonFiniteLoss<T> : NonFiniteLoss where T : class, IModel<T>
{
    internal NonFiniteLoss(string message, string what, int epoch, int step, double loss, Seq<Epoch> history, T model)
        : base(message, what, epoch, step, loss, history) => Model = model;

    /// <summary>The model before the step that spoilt it: all parameters are finite.</summary>
    public T Model { get; }
}

/// <summary>
/// A run that ended because a callback threw an exception. As <see cref="CallbackFailed{T}"/> it carries the model so far.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract record CallbackFailed : RunFailed
{
    private protected CallbackFailed(Callback callback, string hook, string when, Exception thrown, int epoch, Seq<Epoch> history)
        : base($"The callback {callback.GetType().Name} failed {when}: {OptionFault.Sentence(thrown)} " +
               $"That was in {hook}; the error carries the model so far (CallbackFailed<T>.Model).", epoch, history, Error.New(thrown)) =>
        (Callback, Hook, Thrown) = (callback, hook, thrown);

    /// <summary>The callback.</summary>
    public Callback Callback { get; }

    /// <summary>The member of the callback that was called: <c>OnEpochEnd</c>, <c>Faults</c> …</summary>
    public string Hook { get; }

    /// <summary>The exception that it threw.</summary>
    public Exception Thrown { get; }
}

/// <summary>A run that ended because a callback threw an exception.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record CallbackFailed<T> : CallbackFailed where T : class, IModel<T>
{
    internal CallbackFailed(Callback callback, string hook, string when, Exception thrown, int epoch, Seq<Epoch> history, T model)
        : base(callback, hook, when, thrown, epoch, history) => Model = model;

    /// <summary>The model at the time when the callback failed.</summary>
    public T Model { get; }
}

/// <summary>
/// A run that ended because other code among its options threw an exception: a metric, an optimizer, a schedule, a function. As
/// <see cref="OptionFailed{T}"/> it carries the model so far.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract record OptionFailed : RunFailed
{
    private protected OptionFailed(string what, string member, string when, Exception thrown, int epoch, Seq<Epoch> history)
        : base($"{what} failed {when}: {OptionFault.Sentence(thrown)} " +
               $"That was in {member}; the error carries the model so far (OptionFailed<T>.Model).", epoch, history, Error.New(thrown)) =>
        (Member, Thrown) = (member, thrown);

    /// <summary>The member that was called: <c>Update</c>, <c>Start</c>, <c>At</c> …</summary>
    public string Member { get; }

    /// <summary>The exception that it threw.</summary>
    public Exception Thrown { get; }
}

/// <summary>A run that ended because other code among its options threw an exception.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record OptionFailed<T> : OptionFailed where T : class, IModel<T>
{
    internal OptionFailed(string what, string member, string when, Exception thrown, int epoch, Seq<Epoch> history, T model)
        : base(what, member, when, thrown, epoch, history) => Model = model;

    /// <summary>The model so far.</summary>
    public T Model { get; }
}

/// <summary>
/// A run that ended because its data could not be read any further: a file of samples has changed, or a sample in it is not finite. As
/// <see cref="DataFailed{T}"/> it carries the model so far.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract record DataFailed : RunFailed
{
    private protected DataFailed(string what, int epoch, Seq<Epoch> history)
        : base($"{what} That was in epoch {epoch}; the error carries the model so far (DataFailed<T>.Model).", epoch, history)
    {
    }
}

/// <summary>A run that ended because its data could not be read any further.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record DataFailed<T> : DataFailed where T : class, IModel<T>
{
    internal DataFailed(string what, int epoch, Seq<Epoch> history, T model) : base(what, epoch, history) => Model = model;

    /// <summary>The model at that time.</summary>
    public T Model { get; }
}
