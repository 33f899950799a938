using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>What the front end makes of a declaration.</summary>
/// <param name="Output">What is to be written; null where it can't stand anywhere.</param>
/// <param name="Diagnostics">What is wrong. They hold syntax trees, so that pragmas work, and go no further than to be reported.</param>
internal sealed record ModelCandidate(ModelOutput? Output, EquatableArray<Diagnostic> Diagnostics);

/// <summary>What is emitted: the whole half of a model, or, for one with errors, only its members' signatures.</summary>
/// <param name="Type">Where it stands.</param>
/// <param name="Spec">The model; null where something is wrong with it.</param>
/// <param name="Taken">Names of members that the author has declared already; empty for a model without errors.</param>
internal sealed record ModelOutput(TypeSpec Type, ModelSpec? Spec, EquatableArray<string> Taken)
{
    /// <summary>What the model asks for beside its gradient.</summary>
    public Derivatives Derivatives { get; init; }
}
