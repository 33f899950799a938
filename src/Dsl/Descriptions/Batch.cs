namespace ModelDsl;

/// <summary>Samples with their labels.</summary>
/// <param name="Inputs">The samples, <c>[N, …]</c>.</param>
/// <param name="Labels">Their labels: class indices or numbers, <c>[N, …]</c>.</param>
/// <param name="Weights">The weight of each sample in the loss, <c>[N]</c>, finite and not negative; null for 1.</param>
public sealed record Batch(Tensor Inputs, Tensor Labels, Tensor? Weights = null)
{
    /// <summary>Returns the shapes: <c>Batch: inputs [32, 28, 28], labels [32]</c>.</summary>
    public override string ToString() =>
        $"Batch: inputs {Inputs?.Shape}, labels {Labels?.Shape}{(Weights is null ? "" : $", weights {Weights.Shape}")}";
}
