using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Metrics;

namespace ModelDsl;

/// <summary>A metric of one of several outputs: <c>Metric.Accuracy.Of("Digit")</c>, named <c>Digit_accuracy</c> as in Keras.</summary>
/// <param name="Inner">The metric to measure.</param>
/// <param name="Output">The name of the output.</param>
[JsonConverter(typeof(TextJson))]
public sealed record OutputMetric(Metric Inner, string Output) : Metric($"{Output}_{Inner.Name}", Inner.HigherIsBetter)
{
    internal override bool SeesDifferences => Inner.SeesDifferences;

    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) =>
        model.Outputs.Find(output => output.Name == Output).Case is OutputDescription found
        ? Inner.Start(model.Of(found)).Map<MetricAccumulator>(inner => new Accumulator(inner, model, found))
        : Error.New($"The metric {Name} is for the output {Output}, but {model.Name} has " + (model.Outputs.IsEmpty ? "one output: remove Of." : $"the outputs {model.OutputNames}."));

    private sealed class Accumulator(MetricAccumulator inner, ModelDescription model, OutputDescription output) : MetricAccumulator
    {
        /// <summary>No class: no prediction is correct.</summary>
        private const int NoClass = -1;

        private readonly LabelsOfOutput labelsOf = new(model, output);
        private readonly int width = model.OutputShape.Size;
        private readonly int rows = model.Outputs.Sum(found => found.Rows);
        private readonly int firstRow = model.Outputs.TakeWhile(found => found != output).Sum(found => found.Rows);
        private float[] ofOutput = [];
        private float[] ofRows = [];

        public override double Result => inner.Result;

        public override double[]? State => inner.State;

        public override void Reset() => inner.Reset();

        public override void Reserve(int samples) => inner.Reserve(samples);

        public override void Restore(ReadOnlySpan<double> state) => inner.Restore(state);

        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels) => Add(outputs, labels, []);

        internal override void Add(ReadOnlySpan<float> outputs, BatchLabels labels, ReadOnlySpan<float> counted)
        {
            var (samples, count) = (outputs.Length / width, output.Shape.Size);
            if (ofOutput.Length < samples * count) ofOutput = new float[samples * count];
            for (var i = 0; i < samples; i++) outputs.Slice(i * width + output.First, count).CopyTo(ofOutput.AsSpan(i * count));
            inner.Add(ofOutput.AsSpan(0, samples * count), labelsOf.Take(labels.Targets, NoClass), RowsOf(counted, samples));
        }

        /// <summary>Returns the part of the rows that count which belongs to the output.</summary>
        private ReadOnlySpan<float> RowsOf(ReadOnlySpan<float> counted, int samples)
        {
            if (counted.IsEmpty) return counted;
            if (ofRows.Length < samples * output.Rows) ofRows = new float[samples * output.Rows];
            for (var i = 0; i < samples; i++) counted.Slice(i * rows + firstRow, output.Rows).CopyTo(ofRows.AsSpan(i * output.Rows));
            return ofRows.AsSpan(0, samples * output.Rows);
        }
    }
}
