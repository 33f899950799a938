using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>Numbers that an activation turned into probabilities, or the logarithms of such numbers.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="By">The step that applied it.</param>
internal sealed record Probabilities(string Activation, Step By)
{
    /// <summary>
    /// The first step since then that computed with them; otherwise the first step that moved them; null when there was neither. After such
    /// a step they are still numbers of the same kind, but no loss knows the value before the activation.
    /// </summary>
    public Step? ChangedBy { get; init; }

    /// <summary>True when that step was a computation.</summary>
    public bool IsComputed { get; init; }

    /// <summary>The operation that applied the activation.</summary>
    public Operation? Maker { get; init; }

    /// <summary>True when the numbers are differences between two separate values. Distances are made from such differences.</summary>
    public bool AreDifferences { get; init; }
}

/// <summary>The facts about the numbers of a value that hold for all weights and inputs of the model.</summary>
/// <param name="Range">An interval that holds all numbers.</param>
internal sealed record Meaning(Interval Range)
{
    public static readonly Meaning Unknown = new(Interval.Any);

    /// <summary>
    /// True when some weights bring the numbers near both ends of the interval. Numbers that are only unknown may lie anywhere in it.
    /// </summary>
    public bool Spans { get; init; }

    /// <summary>True when the numbers depend on the input.</summary>
    public bool Varies { get; init; }

    /// <summary>True when the numbers depend on a layer's tensors.</summary>
    public bool Learns { get; init; }

    /// <summary>True when the numbers are a layer's tensor, in any shape. It may hold any numbers.</summary>
    public bool IsWeight { get; init; }

    /// <summary>True when the numbers are known before the program runs, or drawn by the program.</summary>
    public bool IsConstant => !Varies && !Learns;

    /// <summary>The probabilities that the numbers are, or that arithmetic made them from; null when there are none.</summary>
    public Probabilities? Probabilities { get; init; }

    /// <summary>The range of the sums along the last axis, when they come near both its ends; null when that is not known.</summary>
    public Interval? Sums { get; init; }

    /// <summary>True when each number tells by 0 or 1 whether something holds.</summary>
    public bool IsMask { get; init; }

    /// <summary>The step that made all numbers not negative, or all not positive; null when both signs are possible.</summary>
    public Step? OneSidedBy { get; init; }

    /// <summary>The step at which a value that depended on the input became the same for all inputs; null when there was none.</summary>
    public Step? MadeConstantBy { get; init; }
}
