using System.Text;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>How a model is served.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record ServingOptions
{
    /// <summary>
    /// Time between two looks at the model's file; null, the default, for no looks. A newer file is loaded once its length and its time
    /// were the same in two looks, so that a file that is still being copied is left alone. It is for models from files.
    /// </summary>
    public TimeSpan? Watch { get; init; }

    /// <summary>
    /// Whether the samples of requests are scaled as the training data was; must be given if the model was trained on scaled data.
    /// </summary>
    public SampleForm Samples { get; init; } = SampleForm.Unknown;

    /// <summary>The name of the model in metrics; null for the name of its record.</summary>
    public string? Name { get; init; }

    /// <summary>Returns the options.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) =>
        builder.Members((nameof(Watch), Watch), (nameof(Samples), Samples), (nameof(Name), Name));

    /// <summary>Returns the fault of the options, one sentence; null if there is none.</summary>
    internal string? Fault(bool hasFile) => Watch switch
    {
        null => null,
        { } time when time < TimeSpan.FromMilliseconds(1) || time > TimeSpan.FromDays(1) =>
            ValueText.Line($"ServingOptions.Watch is {time}; it must be from a millisecond to a day, or null."),
        _ when !hasFile => "ServingOptions.Watch looks at a file, but this model is not from a file; replace it with Replace(model).",
        _ => null,
    };
}
