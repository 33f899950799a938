namespace ModelDsl.Generators.Specs;

/// <summary>The origin of a model's weights, as its author declares it.</summary>
/// <param name="File">The file of [Weights]: its name, or the end of its path; null when there is none.</param>
/// <param name="Migration">Name of the method with [Migration]; null when there is none.</param>
internal sealed record WeightsSpec(string? File, string? Migration)
{
    /// <summary>The spec of a model that says nothing about its weights.</summary>
    public static readonly WeightsSpec None = new(null, null);
}
