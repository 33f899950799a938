using LanguageExt;
using ModelDsl.CompilerServices;
using ModelDsl.Engines;
using ModelDsl.Inspection;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// The methods of every model that show what it learnt: <c>PermutationImportance</c>, <c>PartialDependence</c>, <c>Coefficients</c>,
/// <c>Calibration</c> and <c>FitTemperature</c>.
/// </summary>
public static partial class ModelInspection
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Measures how much the model needs each feature: the values of the feature are shuffled among the samples, and the figure on
        /// these samples is compared with the figure on the data as it is. Columns that belong to one feature are shuffled together. A
        /// feature that the model ignores has the importance 0 exactly. Two features that say the same share their importance: shuffling
        /// one leaves the other.
        /// </summary>
        /// <param name="data">The data, best data that the model was not trained on.</param>
        /// <param name="metric">
        /// The figure; null for the loss of the whole model. For a model with several outputs, a metric of one of them:
        /// <c>Metric.Accuracy.Of("Digit")</c>.
        /// </param>
        /// <param name="repeats">Number of times that each feature is shuffled; at least 1.</param>
        /// <param name="seed">The same seed gives the same bits. In one repetition all features are shuffled by the same
        /// permutation.</param>
        /// <param name="batchSize">Number of samples computed together; at least 1. Memory and time depend on it.</param>
        /// <returns>The importance of every feature, or <see cref="InvalidFit"/> with everything that is wrong.</returns>
        public Fin<PermutationImportance> PermutationImportance(
            Dataset data, Metric? metric = null, int repeats = 5, int seed = 0, int batchSize = ModelCalls.DefaultBatchSize)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(data);
            string[] faults = repeats >= 1 ? [] : [FormattableString.Invariant($"repeats is {repeats}, but must be at least 1")];
            return ModelTraining.Reading<PermutationImportance>(ModelCalls.EngineOf(model), () =>
                ModelTraining.CheckEvaluation(model, data, batchSize, metric is null ? [] : [metric], "inspected", faults)
                    .Map(numbered => Importance(model, numbered, metric, repeats, seed, batchSize)));
        }
    }

    private static PermutationImportance Importance<T>(T model, Dataset data, Metric? metric, int repeats, int seed, int batchSize)
        where T : class, IModel<T>
    {
        var (ordered, features) = (data.InOrder(), data.NamedFeatures);
        using var scorer = new Scorer<T>(model, metric, batchSize);
        var baseline = scorer.Score(ordered);
        var sign = metric is { HigherIsBetter: true } ? -1 : 1;
        var values = new double[features.Count][];
        for (var f = 0; f < values.Length; f++) values[f] = new double[repeats];
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            var order = Philox.Permutation(data.Count, new RandomKey((uint)seed, (ulong)repeat), RandomStreams.Permutation);
            for (var f = 0; f < values.Length; f++)
                values[f][repeat] = sign * (scorer.Score(ordered.WithFeatureOf(order, features[f])) - baseline);
        }
        return new PermutationImportance(new MetricValue(scorer.Name, baseline),
            features.Zip(values, (feature, drops) => new FeatureImportance(feature.Name, Prelude.toSeq(drops))).ToSeq().Strict());
    }
}
