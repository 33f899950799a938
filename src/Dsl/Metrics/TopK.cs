using LanguageExt;
using ModelDsl.Metrics;

namespace ModelDsl;

/// <summary>
/// The share of rows in which fewer than K outputs are larger than the output at the label's class. Outputs equal to the K-th largest are
/// therefore all among the top. Keras: <c>SparseTopKCategoricalAccuracy</c> and <c>TopKCategoricalAccuracy</c>. A row with a NaN is never
/// correct.
/// </summary>
/// <param name="K">The number of largest outputs; from 1 to the number of classes. Keras's default: 5.</param>
[JsonConverter(typeof(TextJson))]
public sealed record TopK(int K = 5) : Metric("top_k_categorical_accuracy", HigherIsBetter: true)
{
    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model)
    {
        var kind = Decision.Of(model);
        if (kind == DecisionKind.Numbers) return UnfitForNumbers(model);
        if (kind == DecisionKind.YesNo) return Unfit(model, "one class a row", "take Metric.BinaryAccuracy, which judges each output by itself");
        if (K < 1 || K > model.Classes)
            return Decision.Invalid(this, model, [$"its K is {K}, but must be between 1 and {model.Classes}, the number of classes"]);
        return new Accumulator(K, model.Classes);
    }

    private sealed class Accumulator(int k, int columns) : ShareAccumulator
    {
        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels)
        {
            var (right, rows) = (0, outputs.Length / columns);
            for (var row = 0; row < rows; row++)
            {
                var label = labels.Classes.IsEmpty
                    ? Rows.IndexOfLargest(labels.Targets.Slice(row * columns, columns))
                    : labels.Classes[row];
                if (label >= 0 && IsAmongTop(outputs.Slice(row * columns, columns), label)) right++;
            }
            Count(right, rows);
        }

        private bool IsAmongTop(ReadOnlySpan<float> row, int label)
        {
            var larger = 0;
            foreach (var output in row)
            {
                if (float.IsNaN(output)) return false;
                if (output > row[label]) larger++;
            }
            return larger < k;
        }
    }
}
