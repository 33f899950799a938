namespace ModelDsl.Metrics;

/// <summary>
/// The weights of the rows of several outputs. Each output's weights are computed like those of a model, and are in a row for each sample.
/// </summary>
internal sealed class SeveralOutputsWeights(ModelDescription model) : RowWeights
{
    private readonly Part[] parts = [.. model.Outputs.Select(output => new Part(
        output, new OneOutputWeights(model.Of(output), new Dictionary<int, double>()), new LabelsOfOutput(model, output)))];

    private readonly int width = model.Outputs.Sum(output => output.Rows);
    private readonly bool ignores = model.Outputs.Exists(output => output.IgnoredClass is not null);
    private float[] ofOutput = [];
    private float[] fed = [];

    private sealed record Part(OutputDescription Output, OneOutputWeights Weights, LabelsOfOutput Labels);

    /// <inheritdoc/>
    public override void Compute(ReadOnlySpan<float> ofSamples, BatchLabels labels, Span<float> weights)
    {
        var (samples, first) = (weights.Length / width, 0);
        if (ofOutput.Length < weights.Length) ofOutput = new float[weights.Length];
        foreach (var part in parts)
        {
            var rows = part.Output.Rows;
            var computed = ofOutput.AsSpan(0, samples * rows);
            part.Weights.Compute(ofSamples, part.Labels.Take(labels.Targets), computed);
            for (var i = 0; i < samples; i++) computed.Slice(i * rows, rows).CopyTo(weights[(i * width + first)..]);
            first += rows;
        }
    }

    /// <inheritdoc/>
    public override void Feed(Span<int> classes, Span<int> fed) => throw new InvalidOperationException("The labels of several outputs are numbers.");

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Feed(ReadOnlySpan<float> targets)
    {
        if (!ignores) return targets;
        if (fed.Length < targets.Length) fed = new float[targets.Length];
        targets.CopyTo(fed);
        foreach (var part in parts)
        {
            if (part.Output.IgnoredClass is not { } ignored) continue;
            for (var row = part.Output.FirstLabel; row < targets.Length; row += model.LabelShape.Size)
                foreach (ref var label in fed.AsSpan(row, part.Output.LabelShape.Size))
                    if (label == ignored) label = 0;
        }
        return fed.AsSpan(0, targets.Length);
    }
}
