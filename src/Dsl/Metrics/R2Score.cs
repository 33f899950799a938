using LanguageExt;

namespace ModelDsl;

/// <summary>
/// The share of the labels' variance that a regression explains: <c>1 − Σ(p − y)²/Σ(y − ȳ)²</c> for each output, then their mean. Keras:
/// <c>R2Score</c>. If all labels of an output are equal, it is 0 as in Keras, but 1 if every prediction is exact.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record R2Score() : Metric("r2_score", HigherIsBetter: true)
{
    internal override bool SeesDifferences => true;

    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) =>
        model.Labels == LabelKind.Values ? new Accumulator(model.OutputShape.Size) : UnfitForClasses(model);

    private sealed class Accumulator(int columns) : MetricAccumulator
    {
        private readonly double[] residual = new double[columns];
        private readonly double[] mean = new double[columns];
        private readonly double[] spread = new double[columns];
        private long rows;

        public override double Result => rows == 0 ? double.NaN : Enumerable.Range(0, columns).Average(Of);

        public override void Reset()
        {
            rows = 0;
            foreach (var sums in (ReadOnlySpan<double[]>)[residual, mean, spread]) Array.Clear(sums);
        }

        public override double[] State => [rows, .. residual, .. mean, .. spread];

        public override void Restore(ReadOnlySpan<double> state)
        {
            CheckLength(state, 1 + 3 * columns);
            rows = Whole(state[0]);
            state.Slice(1, columns).CopyTo(residual);
            state.Slice(1 + columns, columns).CopyTo(mean);
            state.Slice(1 + 2 * columns, columns).CopyTo(spread);
        }

        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels)
        {
            for (var start = 0; start < outputs.Length; start += columns)
            {
                rows++;
                for (var c = 0; c < columns; c++) Add(c, outputs[start + c], labels.Targets[start + c]);
            }
        }

        /// <summary>Adds a number by Welford's recurrence, 1962: labels far from zero lose no digits.</summary>
        private void Add(int c, double output, double label)
        {
            residual[c] += (output - label) * (output - label);
            var distance = label - mean[c];
            mean[c] += distance / rows;
            spread[c] += distance * (label - mean[c]);
        }

        private double Of(int c) => spread[c] != 0 ? 1 - residual[c] / spread[c]
            : residual[c] == 0 ? 1
            : double.IsNaN(residual[c]) ? double.NaN : 0;
    }
}
