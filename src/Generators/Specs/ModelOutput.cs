using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>What is emitted: the whole half of a model, or, for one with errors, only its members' signatures.</summary>
/// <param name="Type">Where it stands.</param>
/// <param name="Spec">The model; null where something is wrong with it.</param>
/// <param name="Taken">Names of members that the author has declared already; empty for a model without errors.</param>
internal sealed record ModelOutput(TypeSpec Type, ModelSpec? Spec, EquatableArray<string> Taken)
{
    /// <summary>The inputs, where there are several.</summary>
    public EquatableArray<InputSpec> Inputs { get; init; } = [];

    /// <summary>Names of the outputs, where there are several.</summary>
    public EquatableArray<string> Outputs { get; init; } = [];

    /// <summary>What the model asks for beside its gradient.</summary>
    public Derivatives Derivatives { get; init; }
}
