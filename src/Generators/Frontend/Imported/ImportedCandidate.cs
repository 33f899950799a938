using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Imported;

/// <summary>
/// The author's half of a model from a file. It holds syntax, so it changes with each edit; its <see cref="Half"/> does not.
/// </summary>
/// <param name="Skeleton">The output if the model is wrong; null when no other part of it can be written.</param>
/// <param name="Half">What the import depends on; null when the half is wrong, which is reported.</param>
/// <param name="Losses">The author's losses, in the order of their attributes; null when one is wrong.</param>
/// <param name="Findings">The faults of the half.</param>
/// <param name="Map">Finds the places of findings.</param>
internal sealed record ImportedCandidate(
    ModelOutput? Skeleton, ImportedHalf? Half, EquatableArray<LossSpec>? Losses, IReadOnlyList<Finding> Findings, DeclarationMap Map)
{
    /// <summary>What the author says about weights.</summary>
    public WeightsSpec Weights { get; init; } = WeightsSpec.None;

    /// <summary>True when the author defines how the model is printed.</summary>
    public bool HasText { get; init; }

    /// <summary>True when the author defines how the model is written in JSON.</summary>
    public bool HasJson { get; init; }

    /// <summary>Returns the model of both halves.</summary>
    public ModelCandidate With(ImmutableArray<ImportedModel> imports)
    {
        if (Half is null || imports.FirstOrDefault(import => import.Half == Half) is not { } import)
            return new ModelCandidate(Skeleton, null, Findings, Map);
        List<Finding> findings = [.. Findings, .. import.Findings];
        var spec = import.Spec is null ? null : Joined(import, import.Spec, findings);
        var skeleton = Skeleton is null || import.Spec is null ? Skeleton
            : Skeleton with { Inputs = import.Spec.Inputs, Outputs = import.Spec.Outputs };
        return new ModelCandidate(skeleton, spec, findings, Map);
    }

    private ModelSpec? Joined(ImportedModel import, ModelSpec spec, List<Finding> findings)
    {
        var losses = Losses is { Count: > 0 } own ? LossReader.Arrange(spec.Name, own, spec.Outputs, findings) : spec.Losses;
        return losses is not { } known ? null : spec with
        {
            Losses = known,
            Weights = Weights.File is null ? Weights with { File = import.Weights } : Weights,
            HasText = HasText,
            HasJson = HasJson,
        };
    }
}
