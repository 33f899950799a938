using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Metrics;

namespace ModelDsl;

/// <inheritdoc cref="Metric.Accuracy"/>
[JsonConverter(typeof(TextJson))]
public sealed record Accuracy() : Metric("accuracy", HigherIsBetter: true)
{
    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) =>
        model.Loss.IsRegression() ? UnfitForNumbers(model) : Decision.Of(model) switch
        {
            DecisionKind.ClassIndex => SparseCategoricalAccuracy.Start(model),
            DecisionKind.OneHot => CategoricalAccuracy.Start(model),
            DecisionKind.YesNo => BinaryAccuracy.Start(model),
            _ => UnfitForNumbers(model),
        };
}

/// <inheritdoc cref="Metric.SparseCategoricalAccuracy"/>
[JsonConverter(typeof(TextJson))]
public sealed record SparseCategoricalAccuracy() : Metric("sparse_categorical_accuracy", HigherIsBetter: true)
{
    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) => model.Labels == LabelKind.ClassIndices
        ? new Accumulator(model.Classes)
        : Unfit(model, "class indices as labels", "take Metric.CategoricalAccuracy, which compares with rows of numbers");

    private sealed class Accumulator(int columns) : ShareAccumulator
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels)
        {
            var right = 0;
            var classes = labels.Classes;
            for (var row = 0; row < classes.Length; row++)
                if (Rows.IndexOfLargest(outputs.Slice(row * columns, columns)) is >= 0 and var predicted
                    && predicted == classes[row]) right++;
            Count(right, classes.Length);
        }
    }
}

/// <inheritdoc cref="Metric.CategoricalAccuracy"/>
[JsonConverter(typeof(TextJson))]
public sealed record CategoricalAccuracy() : Metric("categorical_accuracy", HigherIsBetter: true)
{
    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) => model switch
    {
        { Labels: LabelKind.ClassIndices } =>
            Unfit(model, "rows of numbers as labels", "take Metric.SparseCategoricalAccuracy, which compares with class indices"),
        _ when model.Loss.IsRegression() => UnfitForNumbers(model),
        _ => new Accumulator(model.Classes),
    };

    private sealed class Accumulator(int columns) : ShareAccumulator
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels)
        {
            var (right, rows) = (0, outputs.Length / columns);
            for (var start = 0; start < outputs.Length; start += columns)
            {
                var predicted = Rows.IndexOfLargest(outputs.Slice(start, columns));
                if (predicted >= 0 && predicted == Rows.IndexOfLargest(labels.Targets.Slice(start, columns))) right++;
            }
            Count(right, rows);
        }
    }
}

/// <inheritdoc cref="Metric.BinaryAccuracy"/>
/// <param name="Threshold">
/// The probability above which an output is a yes, in [0, 1]; null means 0.5. Logits are compared with the threshold's logit.
/// </param>
[JsonConverter(typeof(TextJson))]
public sealed record BinaryAccuracy(double? Threshold = null) : Metric("binary_accuracy", HigherIsBetter: true)
{
    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model) => Decision.Of(model) switch
    {
        DecisionKind.Numbers => UnfitForNumbers(model),
        DecisionKind.YesNo => Decision.ThresholdFaults(Threshold).ToArray() is { Length: > 0 } faults
            ? Decision.Invalid(this, model, faults)
            : new Accumulator(Decision.Threshold(model, Threshold)),
        _ => Unfit(model, "independent yes/no outputs", "take Metric.Accuracy, which knows models that choose between classes"),
    };

    private sealed class Accumulator(float threshold) : ShareAccumulator
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels)
        {
            var right = 0;
            for (var i = 0; i < outputs.Length; i++)
            {
                // A no is 0, or −1 in hinge losses.
                var label = Math.Max(labels.Targets[i], 0f);
                if (!float.IsNaN(outputs[i]) && (outputs[i] > threshold ? 1f : 0f) == label) right++;
            }
            Count(right, outputs.Length);
        }
    }
}
