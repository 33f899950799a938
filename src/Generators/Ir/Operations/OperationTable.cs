using System.Collections.Immutable;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Every operation that a graph may hold.</summary>
internal static class OperationTable
{
    public static readonly ImmutableArray<OperationDefinition> All =
    [
        Sources.Input, Sources.Labels, Sources.Weights, Sources.Parameter, Sources.State, Sources.Direction, Sources.InputDirection,
        Sources.Reshape, Sources.StopGradient,
        .. Elementwise.All,
        .. Layouts.All,
        .. RowActivations.All,
        .. Maps.All,
        .. Matrices.All,
        .. Reductions.All,
        .. Images.All,
        .. Normalizations.All,
        .. Sequences.All,
        .. Constants.All,
        .. Recurrences.All,
        .. Masks.All,
        .. Losses.All,
    ];
}
