using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>Numbers that an activation has made probabilities, or the logarithms of these.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="By">Where it was applied.</param>
internal sealed record Probabilities(string Activation, Step By)
{
    /// <summary>
    /// What was first computed with them since, or moved them; null where nothing did. They are numbers of the same kind still, but no loss
    /// knows what stood before the activation.
    /// </summary>
    public Step? ChangedBy { get; init; }

    /// <summary>Whether that was a computation.</summary>
    public bool IsComputed { get; init; }

    /// <summary>The operation that applied the activation.</summary>
    public Operation? Maker { get; init; }

    /// <summary>Whether they are the differences between two that were made apart, of which distances are made.</summary>
    public bool AreDifferences { get; init; }
}

/// <summary>What is known of the numbers of a value, whatever the model's weights and its input are.</summary>
/// <param name="Range">An interval that holds all of them.</param>
internal sealed record Meaning(Interval Range)
{
    public static readonly Meaning Unknown = new(Interval.Any);

    /// <summary>
    /// Whether there are weights with which they come near both ends of the interval; what is only unknown may lie anywhere in it.
    /// </summary>
    public bool Spans { get; init; }

    /// <summary>Whether they depend on the input.</summary>
    public bool Varies { get; init; }

    /// <summary>Whether they depend on a layer's tensors.</summary>
    public bool Learns { get; init; }

    /// <summary>Whether they are a layer's tensor, in whatever shape, which may hold any numbers.</summary>
    public bool IsWeight { get; init; }

    /// <summary>Whether they are known before the program runs, or drawn by it.</summary>
    public bool IsConstant => !Varies && !Learns;

    /// <summary>The probabilities that they are, or were made of by arithmetic; null where they are none.</summary>
    public Probabilities? Probabilities { get; init; }

    /// <summary>Where the sums along the last axis lie, both ends of which they come near; null where that is not known.</summary>
    public Interval? Sums { get; init; }

    /// <summary>Whether each tells by 0 or 1 whether something holds.</summary>
    public bool IsMask { get; init; }

    /// <summary>Where it was decided that none is negative, or none positive; null where that may be.</summary>
    public Step? OneSidedBy { get; init; }

    /// <summary>Where what depended on the input became the same for all; null where nothing did.</summary>
    public Step? StilledBy { get; init; }
}
