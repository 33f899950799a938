using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend.Weights;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend;

/// <summary>
/// The front end's result for a declaration. It holds syntax, so it changes with each edit. The part worth keeping is its spec, which is
/// checked separately.
/// </summary>
/// <param name="Skeleton">The output for a model that is wrong; null when no other part of it can be written.</param>
/// <param name="Spec">The model, whose shapes are unchecked; null when something is wrong with it already.</param>
/// <param name="Findings">The faults of the declaration.</param>
/// <param name="Map">Finds the places of findings.</param>
internal sealed record ModelCandidate(
    ModelOutput? Skeleton, ModelSpec? Spec, IReadOnlyList<Finding> Findings, DeclarationMap Map)
{
    /// <summary>
    /// Returns what is wrong with the model, at its places. Diagnostics hold syntax trees, so that pragmas work. They are only reported,
    /// and not kept.
    /// </summary>
    public IEnumerable<Diagnostic> Diagnostics(CheckedModels models) =>
        Findings.Select(Map.Diagnose).Concat(Spec is null ? [] : models.FindingsOf(Spec).Select(Map.DiagnoseWhole));

    /// <summary>Returns the output to write; null when there is no place for it.</summary>
    public ModelOutput? Output(CheckedModels models) =>
        Spec is not null && models.IsRight(Spec) && Skeleton is not null
            ? Skeleton with { Spec = Spec, Taken = [], Resource = models.ResourceOf(Spec) }
            : Skeleton;
}

/// <summary>A model whose shapes were checked. It does not depend on the file or on its position there, so it is checked once.</summary>
/// <param name="Spec">The model.</param>
/// <param name="Findings">The faults of the model.</param>
/// <param name="IsRight">True when it can be emitted: all findings are warnings at most.</param>
internal sealed record CheckedModel(ModelSpec Spec, EquatableArray<Finding> Findings, bool IsRight)
{
    /// <summary>The tensors that a file of its weights must have; none when the model names no file.</summary>
    public EquatableArray<TensorEntry> Tensors { get; init; } = [];

    public static CheckedModel Of(ModelSpec spec)
    {
        var result = ModelLowering.Check(spec);
        return new CheckedModel(spec, result.Findings.Select(finding => PartAnchors.Move(finding, spec.Parts)).Distinct()
            .ToEquatableArray(), result.Model is not null)
        {
            Tensors = spec.Weights.File is null || result.Model is not { } model ? []
                : model.Parameters.Select(parameter => new TensorEntry(parameter.Name, parameter.Type.ShapeText)).ToEquatableArray(),
        };
    }
}

/// <summary>All checked models of a project, and the weights files that they may name.</summary>
internal sealed class CheckedModels(IEnumerable<CheckedModel> models, EquatableArray<WeightsFile> files)
{
    private readonly Dictionary<ModelSpec, CheckedModel> bySpec = models.GroupBy(model => model.Spec).ToDictionary(group => group.Key,
        group => group.First());

    public IEnumerable<Finding> FindingsOf(ModelSpec spec) => bySpec[spec].Findings.Concat(WeightsCheck.FindingsOf(bySpec[spec], files));

    /// <summary>Returns the name of the resource with a model's weights; null when there is none.</summary>
    public string? ResourceOf(ModelSpec spec) => WeightsCheck.ResourceOf(spec, files);

    public bool IsRight(ModelSpec spec) => bySpec[spec].IsRight;
}
