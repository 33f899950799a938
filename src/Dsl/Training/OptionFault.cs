using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl.Training;

/// <summary>
/// Code that a run was given threw: a callback, a metric, an optimizer, a schedule. Where options are used it is an exception; <c>Fit</c> and its like
/// make it an error.
/// </summary>
/// <param name="callback">The callback, where it was one.</param>
/// <param name="what">Which option, as messages name it: <c>The metric median</c>.</param>
/// <param name="member">The member that was called, <c>OnEpochEnd</c>.</param>
/// <param name="thrown">What it threw.</param>
internal sealed class OptionFault(Callback? callback, string what, string member, Exception thrown)
    : Exception($"{what} failed in {member}: {thrown.Message}", thrown)
{
    public OptionFault(Callback callback, string hook, Exception thrown)
        : this(callback, $"The callback {callback.GetType().Name}", hook, thrown) { }

    public OptionFault(Metric metric, string member, Exception thrown) : this(null, $"The metric {metric.Name}", member, thrown) { }

    /// <summary>The message of an exception, with a full stop where it has no end of its own.</summary>
    public static string Sentence(Exception thrown) => thrown.Message is [.., '.' or '!' or '?'] ? thrown.Message : thrown.Message + ".";

    /// <summary>What a callback's member gives.</summary>
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

    /// <summary>What a metric's member gives.</summary>
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

    /// <summary>What a member of the optimizer or of its learning rate gives.</summary>
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

    /// <summary>The fault of an optimizer, or of its learning rate, where that is what throws at a step.</summary>
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

    /// <summary>The fault of a function among the options.</summary>
    public static OptionFault OfFunction(string name, Exception thrown) => new(null, "The function", name, thrown);

    /// <summary>The error that it is for a run.</summary>
    /// <param name="when">When it happened, as messages say it: <c>in epoch 2</c>.</param>
    /// <param name="epoch">The epoch, from 1; 0 before the first.</param>
    /// <param name="history">The epochs that were completed before.</param>
    /// <param name="model">The model so far.</param>
    public Error Error<T>(string when, int epoch, Seq<Epoch> history, T model) where T : class, IModel<T> => callback is not null
        ? new CallbackFailed<T>(callback, member, when, InnerException!, epoch, history, model)
        : new OptionFailed<T>(what, member, when, InnerException!, epoch, history, model);

    /// <inheritdoc cref="Error{T}(string, int, Seq{Epoch}, T)"/>
    public Error Error<T>(int epoch, Seq<Epoch> history, T model) where T : class, IModel<T> => Error(WhenOf(epoch), epoch, history, model);

    private static string WhenOf(int epoch) => epoch == 0 ? "before the first epoch" : FormattableString.Invariant($"in epoch {epoch}");
}
