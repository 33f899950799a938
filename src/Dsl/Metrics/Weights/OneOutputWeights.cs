namespace ModelDsl.Metrics;

/// <summary>The weights of the rows of a model with one output, or of one of several.</summary>
internal sealed class OneOutputWeights : RowWeights
{
    private readonly ModelDescription model;
    private readonly DecisionKind decides;
    private readonly float[] ofClass;

    public OneOutputWeights(ModelDescription model, IReadOnlyDictionary<int, double> classWeights)
    {
        (this.model, decides) = (model, Decision.Of(model));
        ofClass = classWeights.Count == 0 ? [] : new float[ClassCount(model)];
        Array.Fill(ofClass, 1f);
        foreach (var (c, weight) in classWeights) ofClass[c] = (float)weight;
    }

    /// <inheritdoc/>
    public override void Compute(ReadOnlySpan<float> ofSamples, BatchLabels labels, Span<float> weights)
    {
        var (kept, sum) = (0, 0.0);
        for (var row = 0; row < weights.Length; row++)
        {
            var weight = ofSamples.IsEmpty ? 1f : ofSamples[(int)((long)row * ofSamples.Length / weights.Length)];
            if (IsIgnored(labels, row)) weight = 0f;
            else
            {
                kept++;
                if (ofClass.Length > 0) weight *= ofClass[ClassOf(labels, row)];
            }
            sum += weights[row] = weight;
        }
        var divisor = model.Reduction switch
        {
            Reduction.SumOverBatchSize => kept,
            // With a mask, the program divides by the weights that count.
            Reduction.MeanWithSampleWeight when !model.IsMasked => sum,
            _ => weights.Length,
        };
        if (divisor == weights.Length || divisor == 0) return;
        foreach (ref var weight in weights) weight = (float)(weight * (weights.Length / divisor));
    }

    /// <inheritdoc/>
    public override void Feed(Span<int> classes, Span<int> fed)
    {
        for (var i = 0; i < classes.Length; i++)
        {
            var ignored = classes[i] == model.IgnoredClass;
            if (ignored && (uint)classes[i] >= (uint)model.Classes) classes[i] = -1;
            fed[i] = ignored ? 0 : classes[i];
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<float> Feed(ReadOnlySpan<float> targets) => targets;

    private bool IsIgnored(BatchLabels labels, int row) => model.IgnoredClass is { } ignored && labels.Classes[row] == ignored;

    private int ClassOf(BatchLabels labels, int row) => decides switch
    {
        DecisionKind.ClassIndex => labels.Classes[row],
        DecisionKind.OneHot => Math.Max(Rows.IndexOfLargest(labels.Targets.Slice(row * model.Classes, model.Classes)), 0),
        _ => labels.Targets[row] > 0.5f ? 1 : 0,
    };
}
