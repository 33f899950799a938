using LanguageExt;

namespace ModelDsl.Metrics;

/// <summary>
/// A metric in the units of a table, for a model that was trained on normalized labels, <c>(x − Center) / Scale</c>. It has the metric's
/// own name.
/// </summary>
/// <param name="Inner">The metric.</param>
/// <param name="Center">The number of the table that is 0 for the model.</param>
/// <param name="Scale">The distance in the table that is 1 for the model.</param>
internal sealed record RestoredMetric(Metric Inner, double Center, double Scale) : Metric(Inner.Name, Inner.HigherIsBetter)
{
    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) =>
        // Differences need no center, and so keep the digits that float32 lacks for numbers far from 0.
        Inner.Start(model).Map<MetricAccumulator>(inner => new Accumulator(inner, Inner.SeesDifferences ? 0 : Center, Scale));

    private sealed class Accumulator(MetricAccumulator inner, double center, double scale) : MetricAccumulator
    {
        private float[] outputsOf = [];
        private float[] targetsOf = [];

        public override double Result => inner.Result;

        public override double[]? State => inner.State;

        public override void Reset() => inner.Reset();

        public override void Reserve(int samples) => inner.Reserve(samples);

        public override void Restore(ReadOnlySpan<double> state) => inner.Restore(state);

        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels) =>
            inner.Add(Restored(outputs, ref outputsOf), new BatchLabels(labels.Classes, Restored(labels.Targets, ref targetsOf)));

        private ReadOnlySpan<float> Restored(ReadOnlySpan<float> numbers, ref float[] to)
        {
            if (to.Length < numbers.Length) to = new float[numbers.Length];
            for (var i = 0; i < numbers.Length; i++) to[i] = (float)(numbers[i] * scale + center);
            return to.AsSpan(0, numbers.Length);
        }
    }
}
