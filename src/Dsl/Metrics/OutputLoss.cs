using LanguageExt;

namespace ModelDsl.Metrics;

/// <summary>
/// The loss of one of several outputs, before its weight, without what layers add: it is told beside the model's, as <c>Digit_loss</c>. Keras 3: the metrics of <c>CompileLoss</c>.
/// </summary>
/// <param name="Index">Which output.</param>
/// <param name="Output">Its name.</param>
internal sealed record OutputLoss(int Index, string Output) : Metric(Output + "_loss", HigherIsBetter: false)
{
    /// <summary>Metrics, and behind them the losses of a model's outputs, where it has several.</summary>
    public static IReadOnlyList<Metric> With(ModelDescription model, IReadOnlyList<Metric> metrics) =>
        model.Outputs.IsEmpty ? metrics : [.. metrics, .. model.Outputs.Select((output, i) => new OutputLoss(i, output.Name))];

    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) => new Accumulator(Index);

    /// <summary>Gathers what programs say themselves: the mean over samples.</summary>
    internal sealed class Accumulator(int output) : MetricAccumulator
    {
        private double sum;
        private long samples;

        /// <summary>Which output.</summary>
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
