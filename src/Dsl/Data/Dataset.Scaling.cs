using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl;

// How samples are scaled, and whether that is what a model was trained with.
public sealed partial class Dataset
{
    /// <summary>Whether the user says that the numbers are scaled as a model's training data was.</summary>
    internal bool IsScaledAlready { get; }

    /// <summary>Whether no number is scaled on its way into a batch.</summary>
    internal bool IsPlain => transform.IsIdentity && !samples.IsTransformed;

    internal Dataset ScaledAlready() => new(this, isScaledAlready: true);

    /// <summary>Returns this set with a model's scaling; a set that has it already, or is said to have it, stays as it is.</summary>
    internal Fin<Dataset> ScaledAs(SampleScaling scaling)
    {
        if (IsScaledAlready) return this;
        var own = SampleScaling.Of(this);
        if (!own.IsNone) return own.IsLike(scaling) ? this : Fault($"the samples are {own}, but those of training were {scaling}");
        return scaling.Fits(SampleShape.Size) ? new Dataset(this, scaling.Transform)
            : Fault($"the samples have the shape {SampleShape}, but those of training, {scaling}, had another");
    }

    /// <summary>
    /// Describes how the samples are scaled otherwise than the training data of a model. Returns null if they are not, or if either is not
    /// known.
    /// </summary>
    internal string? ConflictWith(SampleScaling? trained)
    {
        if (trained is null || IsScaledAlready) return null;
        var own = SampleScaling.Of(this);
        if (trained.IsLike(own)) return null;
        var how = own.IsByFeature && trained.IsByFeature
            ? $"{Name} is scaled by other numbers than the training data; those of the training data count for every set"
            : $"{Name} is {own}, but the training data was {trained}";
        return how + ". If its numbers are raw, model.Prepare(data) scales them in the same way; if they are scaled already, say so: data | AlreadyScaled";
    }
}
