using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl.Training;

/// <summary>
/// Thrown when code that a run was given throws: a callback, a metric, an optimizer, a schedule. Inside the run it is an exception;
/// <c>Fit</c> and similar methods turn it into an error.
/// </summary>
/// <param name="callback">The callback, if it was one.</param>
/// <param name="what">The option, as messages name it: <c>The metric median</c>.</param>
/// <param name="member">The member that was called, <c>OnEpochEnd</c>.</param>
/// <param name="thrown">The exception that it threw.</param>
internal sealed class OptionFault(Callback? callback, string what, string member, Exception thrown)
    : Exception($"{what} failed in {member}: {thrown.Message}", thrown)
{
    public OptionFault(Callback callback, string hook, Exception thrown)
        : this(callback, $"The callback {callback.GetType().Name}", hook, thrown) { }

    public OptionFault(Metric metric, string member, Exception thrown) : this(null, $"The metric {metric.Name}", member, thrown) { }

    /// <summary>Returns the message of an exception, with a full stop if it has no end mark.</summary>
    public static string Sentence(Exception thrown) => thrown.Message is [.., '.' or '!' or '?'] ? thrown.Message : thrown.Message + ".";

    /// <summary>Returns the result of a callback's member.</summary>
    public static TResult Of<TResult>(Callback callback, string hook, Func<TResult> call)
    {
        try
        {
            return call();
        }
        catch (Exception thrown) when (thrown is not (OptionFault or CheckpointRefused))
        {
            throw new OptionFault(callback, hook, thrown);
        }
    }

    /// <summary>Returns the result of a metric's member.</summary>
    public static TResult Of<TResult>(Metric metric, string member, Func<TResult> call)
    {
        try
        {
            return call();
        }
        catch (Exception thrown)
        {
            throw new OptionFault(metric, member, thrown);
        }
    }

    /// <summary>Returns the result of a member of the optimizer or of its learning rate.</summary>
    public static TResult Of<TResult>(Optimizer optimizer, string member, Func<TResult> call)
    {
        try
        {
            return call();
        }
        catch (Exception thrown)
        {
            throw Of(optimizer, 0, member, thrown);
        }
    }

    /// <summary>Returns the fault of an optimizer, or of its learning rate if the rate throws at this step.</summary>
    public static OptionFault Of(Optimizer optimizer, long step, string member, Exception thrown)
    {
        try
        {
            optimizer.LearningRate.CheckedAt(step);
        }
        catch (Exception ofRate)
        {
            return new OptionFault(null, $"The learning rate {ValueText.Kind(optimizer.LearningRate)}", nameof(LearningRate.At), ofRate);
        }
        return new OptionFault(null, $"The optimizer {ValueText.Kind(optimizer)}", member, thrown);
    }

    /// <summary>Returns the fault of a function among the options.</summary>
    public static OptionFault OfFunction(string name, Exception thrown) => new(null, "The function", name, thrown);

    /// <summary>Returns the error for a run.</summary>
    /// <param name="when">The time of the fault, as messages name it: <c>in epoch 2</c>.</param>
    /// <param name="epoch">The epoch, from 1; 0 before the first.</param>
    /// <param name="history">The epochs completed before.</param>
    /// <param name="model">The model so far.</param>
    public Error Error<T>(string when, int epoch, Seq<Epoch> history, T model) where T : class, IModel<T> => callback is not null
        ? new CallbackFailed<T>(callback, member, when, InnerException!, epoch, history, model)
        : new OptionFailed<T>(what, member, when, InnerException!, epoch, history, model);

    /// <inheritdoc cref="Error{T}(string, int, Seq{Epoch}, T)"/>
    public Error Error<T>(int epoch, Seq<Epoch> history, T model) where T : class, IModel<T> => Error(WhenOf(epoch), epoch, history, model);

    private static string WhenOf(int epoch) => epoch == 0 ? "before the first epoch" : FormattableString.Invariant($"in epoch {epoch}");
}
