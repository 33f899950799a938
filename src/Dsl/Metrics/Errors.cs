using LanguageExt;

namespace ModelDsl;

/// <summary>A mean of the errors of all numbers that a model predicts; its labels must be numbers too.</summary>
/// <param name="Name">Its name.</param>
[JsonConverter(typeof(TextJson))]
public abstract record ErrorMetric(string Name) : Metric(Name, HigherIsBetter: false)
{
    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) =>
        model.Labels == LabelKind.Values ? new Accumulator(this) : UnfitForClasses(model);

    internal override bool SeesDifferences => true;

    /// <summary>Returns the contribution of one number.</summary>
    private protected abstract double Term(double error);

    /// <summary>Returns the figure for the mean.</summary>
    private protected virtual double Finish(double mean) => mean;

    private sealed class Accumulator(ErrorMetric metric) : MetricAccumulator
    {
        private double sum;
        private long count;

        public override double Result => metric.Finish(sum / count);

        public override void Reset() => (sum, count) = (0, 0);

        public override double[] State => [sum, count];

        public override void Restore(ReadOnlySpan<double> state)
        {
            CheckLength(state, 2);
            (sum, count) = (state[0], Whole(state[1]));
        }

        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels)
        {
            for (var i = 0; i < outputs.Length; i++) sum += metric.Term((double)outputs[i] - labels.Targets[i]);
            count += outputs.Length;
        }
    }
}

/// <summary>Mean of <c>|p − y|</c>. Keras: <c>MeanAbsoluteError</c>.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record MeanAbsoluteErrorMetric() : ErrorMetric("mean_absolute_error")
{
    private protected override double Term(double error) => Math.Abs(error);
}

/// <summary>Mean of <c>(p − y)²</c>. Keras: <c>MeanSquaredError</c>.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record MeanSquaredErrorMetric() : ErrorMetric("mean_squared_error")
{
    private protected override double Term(double error) => error * error;
}

/// <summary>Root of the mean of <c>(p − y)²</c>. Keras: <c>RootMeanSquaredError</c>.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record RootMeanSquaredErrorMetric() : ErrorMetric("root_mean_squared_error")
{
    private protected override double Term(double error) => error * error;

    private protected override double Finish(double mean) => Math.Sqrt(mean);
}
