using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// What the front end makes of a declaration. It holds syntax, so it is another after each edit; what is worth keeping is its spec, which is checked on its own.
/// </summary>
/// <param name="Skeleton">What is written if the model is wrong; null where no other part of it can be written.</param>
/// <param name="Spec">The model, whose shapes are unchecked; null where something is wrong with it already.</param>
/// <param name="Findings">What is wrong with the declaration.</param>
/// <param name="Map">Where findings stand.</param>
internal sealed record ModelCandidate(
    ModelOutput? Skeleton, ModelSpec? Spec, IReadOnlyList<Finding> Findings, DeclarationMap Map)
{
    /// <summary>What is wrong with it, at its places. Diagnostics hold syntax trees, so that pragmas work, and go no further than to be reported.</summary>
    public IEnumerable<Diagnostic> Diagnostics(CheckedModels models) =>
        Findings.Concat(Spec is null ? [] : models.FindingsOf(Spec)).Select(Map.Diagnose);

    /// <summary>What is to be written; null where it can't stand anywhere.</summary>
    public ModelOutput? Output(CheckedModels models) =>
        Spec is not null && models.IsRight(Spec) && Skeleton is not null ? Skeleton with { Spec = Spec, Taken = [] } : Skeleton;
}

/// <summary>A model whose shapes were checked: nothing here depends on where it stands in which file, so it is checked once.</summary>
/// <param name="Spec">The model.</param>
/// <param name="Findings">What is wrong with it.</param>
/// <param name="IsRight">Whether it can be emitted: there are no more than warnings.</param>
internal sealed record CheckedModel(ModelSpec Spec, EquatableArray<Finding> Findings, bool IsRight)
{
    public static CheckedModel Of(ModelSpec spec)
    {
        var result = ModelLowering.Check(spec);
        return new CheckedModel(spec, result.Findings.Select(finding => PartAnchors.Move(finding, spec.Parts)).Distinct().ToEquatableArray(), result.Model is not null);
    }
}

/// <summary>All checked models of a project.</summary>
internal sealed class CheckedModels(IEnumerable<CheckedModel> models)
{
    private readonly Dictionary<ModelSpec, CheckedModel> bySpec = models.GroupBy(model => model.Spec).ToDictionary(group => group.Key, group => group.First());

    public EquatableArray<Finding> FindingsOf(ModelSpec spec) => bySpec[spec].Findings;

    public bool IsRight(ModelSpec spec) => bySpec[spec].IsRight;
}
