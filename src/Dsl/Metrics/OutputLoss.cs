using LanguageExt;

namespace ModelDsl.Metrics;

/// <summary>
/// The loss of one of several outputs, before its weight and without the penalties of layers. It is reported together with the model's
/// loss, as <c>Digit_loss</c>. Keras 3: the metrics of <c>CompileLoss</c>.
/// </summary>
/// <param name="Index">Index of the output.</param>
/// <param name="Output">Its name.</param>
internal sealed record OutputLoss(int Index, string Output) : Metric(Output + "_loss", HigherIsBetter: false)
{
    /// <summary>Returns metrics, followed by the losses of a model's outputs if it has several.</summary>
    public static IReadOnlyList<Metric> With(ModelDescription model, IReadOnlyList<Metric> metrics) =>
        model.Outputs.IsEmpty ? metrics : [.. metrics, .. model.Outputs.Select((output, i) => new OutputLoss(i, output.Name))];

    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) => new Accumulator(Index);

    /// <summary>Accumulates the losses that programs compute: the mean over samples.</summary>
    internal sealed class Accumulator(int output) : MetricAccumulator
    {
        private double sum;
        private long samples;

        /// <summary>Index of the output.</summary>
        public int Output => output;

        public override double Result => sum / samples;

        public override double[] State => [sum, samples];

        public override void Reset() => (sum, samples) = (0, 0);

        public override void Restore(ReadOnlySpan<double> state)
        {
            CheckLength(state, 2);
            (sum, samples) = (state[0], Whole(state[1]));
        }

        /// <summary>Adds the loss of a batch.</summary>
        public void Add(double loss, int rows)
        {
            sum += loss * rows;
            samples += rows;
        }

        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels) => throw new InvalidOperationException("A program computes the losses of its outputs itself.");
    }
}
