namespace ModelDsl;

/// <summary>Some samples with their labels.</summary>
/// <param name="Inputs">The samples, <c>[N, …]</c>.</param>
/// <param name="Labels">Their labels: class indices or numbers, <c>[N, …]</c>.</param>
public sealed record Batch(Tensor Inputs, Tensor Labels);
