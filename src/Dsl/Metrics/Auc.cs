using LanguageExt;
using ModelDsl.Metrics;

namespace ModelDsl;

/// <summary>
/// Area under the ROC curve: the probability that a yes has a larger output than a no; equal outputs count one half. It is exact over all
/// outputs of the epoch (Mann and Whitney, 1947); Keras's <c>AUC</c> sorts them into 200 bins. A label above one half is a yes. It is NaN
/// if there is no yes or no no, and if an output is NaN.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record Auc() : Metric("auc", HigherIsBetter: true)
{
    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) => Decision.Of(model) switch
    {
        DecisionKind.YesNo => new Accumulator(model.OutputShape.Size),
        DecisionKind.Numbers => UnfitForNumbers(model),
        _ => Unfit(model, "independent yes/no outputs", "take Metric.F1, which judges models that choose between classes"),
    };

    private sealed class Accumulator(int width) : MetricAccumulator
    {
        private float[] outputs = [];
        private bool[] labels = [];
        private int count;

        public override double Result
        {
            get
            {
                Array.Sort(outputs, labels, 0, count);
                // NaN sorts before all numbers.
                if (count == 0 || float.IsNaN(outputs[0])) return double.NaN;
                long yes = 0, no = 0, twiceOrdered = 0;
                for (int begin = 0, end; begin < count; begin = end)
                {
                    long yesHere = 0;
                    for (end = begin; end < count && outputs[end] == outputs[begin]; end++)
                        if (labels[end]) yesHere++;
                    var noHere = end - begin - yesHere;
                    twiceOrdered += yesHere * (2 * no + noHere);
                    (yes, no) = (yes + yesHere, no + noHere);
                }
                return 0.5 * twiceOrdered / ((double)yes * no);
            }
        }

        public override void Reserve(int samples)
        {
            Array.Resize(ref outputs, checked(samples * width));
            Array.Resize(ref labels, outputs.Length);
        }

        public override double[] State => [.. outputs.Take(count), .. labels.Take(count).Select(l => l ? 1.0 : 0.0)];

        public override void Restore(ReadOnlySpan<double> state)
        {
            count = state.Length / 2;
            CheckLength(state, 2 * count);
            if (count > outputs.Length) Reserve((count + width - 1) / width);
            for (var i = 0; i < count; i++) (outputs[i], labels[i]) = ((float)state[i], state[count + i] == 1);
        }

        public override void Reset() => count = 0;

        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels)
        {
            var needed = (count + outputs.Length) / width;
            if (needed * width > this.outputs.Length) Reserve(Math.Max(needed, 2 * this.outputs.Length / width));
            outputs.CopyTo(this.outputs.AsSpan(count));
            foreach (var label in labels.Targets) this.labels[count++] = label > 0.5f;
        }
    }
}
