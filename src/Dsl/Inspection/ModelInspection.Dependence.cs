using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.FeatureRecords;
using ModelDsl.Inspection;
using ModelDsl.Training;

namespace ModelDsl;

public static partial class ModelInspection
{
    extension<T>(T model) where T : class, IModel<T>
    {
        /// <summary>
        /// Computes how the prediction depends on one feature, on average over the samples. Each sample's feature is set to a value and
        /// the predictions are averaged, for each value of a grid. The curve says what the model does, not what the world does. If two
        /// features go together, it asks the model about samples that can't exist.
        /// </summary>
        /// <param name="data">The data; labels are ignored. Samples with weights are averaged by their weights.</param>
        /// <param name="feature">
        /// Name of the feature, or of one of its columns. A feature of several columns, such as a category, gets a point for each
        /// combination of numbers in the data, in the order of the columns. With more combinations than points, the points are samples at
        /// equal distances in the order of the first column.
        /// </param>
        /// <param name="points">
        /// Number of points, at least 2, at equal distances from <paramref name="low"/> to <paramref name="high"/>. A feature with fewer
        /// different values gets a point for each of them.
        /// </param>
        /// <param name="low">The share of samples below the first point, between 0 and 1.</param>
        /// <param name="high">The share of samples below the last point, between <paramref name="low"/> and 1.</param>
        /// <param name="grid">The values themselves, for a feature of one number; null to choose them by the data.</param>
        /// <param name="individual">Whether the predictions of every sample are kept: <see
        /// cref="ModelDsl.PartialDependence.Individual"/>.</param>
        /// <param name="batchSize">Number of samples computed together; at least 1. It changes memory and time only.</param>
        /// <returns>
        /// The curve, with values in the units of the data before <c>Scale</c> and <c>Standardize</c>; or <see cref="InvalidFit"/> with
        /// everything that is wrong, or an error about a prediction that is not finite. For rows of tables, give the rows themselves: the
        /// values are then those of the table.
        /// </returns>
        public Fin<PartialDependence> PartialDependence(
            Dataset data, string feature, int points = 20, double low = 0.05, double high = 0.95, IReadOnlyList<double>? grid = null,
            bool individual = false, int batchSize = ModelCalls.DefaultBatchSize)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(data);
            ArgumentNullException.ThrowIfNull(feature);
            return ModelTraining.Reading<PartialDependence>(ModelCalls.EngineOf(model), () =>
            {
                var faults = new List<string>();
                var found = FeatureNames.Find(data, feature, faults);
                faults.AddRange(RangeFaults(points, low, high).Concat(WeightFaults(data)));
                if (grid is not null) faults.AddRange(GridFaults(grid, found));
                var chosen = faults.Count > 0 || data.SampleShape != T.Description.InputShape ? null
                    : grid is not null ? [.. grid.Select(number => (double[])[number])]
                    : DependenceGrid.Of(data, found!, points, low, high, T.Description.HasIndex(found!), faults);
                if (chosen is not null) faults.AddRange(PointFaults(T.Description, data, found!, chosen, individual));
                return ModelTraining.CheckPrediction(model, data, batchSize, "inspected", faults)
                    .Bind(_ => Dependence(model, data, found!, Array.ConvertAll(chosen!, point => Point(data, found!, point)),
                        individual, batchSize));
            });
        }
    }

    /// <summary>Computes the curve of a feature at the points of a grid.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The data, which fits the model.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="grid">The points.</param>
    /// <param name="individual">Whether the predictions of every sample are kept.</param>
    /// <param name="batchSize">Number of samples computed together.</param>
    /// <param name="units">The unit of each number of a prediction; by default that of the model.</param>
    private static Fin<PartialDependence> Dependence<T>(
        T model, Dataset data, DataFeature feature, GridPoint[] grid, bool individual, int batchSize, LabelUnit[]? units = null)
        where T : class, IModel<T>
    {
        var outputs = T.Description.OutputShape.Size;
        var (ordered, weights) = (data.InOrder(), Weights(data));
        var total = weights.Sum(weight => (double)weight);
        var all = individual ? new float[data.Count * grid.Length * outputs] : [];
        var points = new DependencePoint[grid.Length];
        using var reader = new OutputReader<T>(model, data.Count, batchSize);
        for (var p = 0; p < grid.Length; p++)
        {
            var (point, sums, wrong) = (p, new double[outputs], -1);
            reader.Read(ordered.WithFeatureAt(grid[p].Numbers, feature), (first, batch) =>
            {
                for (var (i, row) = (0, first); i < batch.Length; i += outputs, row++)
                {
                    for (var o = 0; o < outputs; o++)
                    {
                        var predicted = units is null ? batch[i + o] : units[o].Restore(batch[i + o]);
                        if (wrong < 0 && !double.IsFinite(predicted)) wrong = row;
                        sums[o] += weights[row] * predicted;
                        if (individual) all[(row * grid.Length + point) * outputs + o] = (float)predicted;
                    }
                }
            });
            if (wrong >= 0)
            {
                return Error.New($"{T.Description.Name} predicts a number that is not finite for sample {wrong} when {feature.Name} is " +
                    $"{grid[p].Label}: its numbers grow beyond float32.");
            }
            points[p] = new DependencePoint(
                grid[p].Label, Prelude.toSeq(grid[p].Value), Prelude.toSeq(Array.ConvertAll(sums, sum => sum / total)));
        }
        return new PartialDependence(
            feature.Name, OutputNames.Of(T.Description, OutputNames.Legends(model, data)), Prelude.toSeq(points))
        {
            Individual = individual ? Tensor.Create([data.Count, grid.Length, outputs], all) : null,
        };
    }

    /// <summary>Returns the faults of the options that every partial dependence has.</summary>
    private static IEnumerable<string> RangeFaults(int points, double low, double high)
    {
        if (points < 2) yield return FormattableString.Invariant($"points is {points}, but must be at least 2");
        if (!(low >= 0 && low < high && high <= 1))
            yield return FormattableString.Invariant($"low is {low} and high is {high}, but 0 ≤ low < high ≤ 1 is needed");
    }

    private static IEnumerable<string> WeightFaults(Dataset data) =>
        data.HasWeights && Weights(data).All(weight => weight == 0) ? ["all weights of samples are 0, so there is no mean"] : [];

    private static IEnumerable<string> SizeFaults(ModelDescription model, Dataset data, int points, bool individual) =>
        individual && (long)data.Count * points * model.OutputShape.Size > int.MaxValue
            ? ["the predictions of every sample are more than a tensor can hold: take fewer samples or points"] : [];

    private static float[] Weights(Dataset data)
    {
        var weights = new float[data.Count];
        data.CopyWeights([.. Enumerable.Range(0, data.Count)], weights);
        return weights;
    }

    private static GridPoint Point(Dataset data, DataFeature feature, double[] point) =>
        new(Label(feature, point), point, Scaled(data, feature, point));

    /// <summary>Returns a point as text: a number, the column of a one-hot row, or all numbers.</summary>
    private static string Label(DataFeature feature, double[] point) =>
        feature.Width > 1 && DependenceGrid.HotColumn(point) is { } hot ? hot < feature.Width ? feature.ColumnName(hot) : "none"
        : string.Join(", ", point.Select(number => number.ToString("G6", CultureInfo.InvariantCulture)));

    /// <summary>Returns the numbers of a point as the model gets them.</summary>
    private static float[] Scaled(Dataset data, DataFeature feature, double[] point)
    {
        var scaled = new float[point.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            var (center, scale) = data.UnitOf(feature.First + i);
            scaled[i] = (float)((point[i] - center) * scale);
        }
        return scaled;
    }

    private static IEnumerable<string> GridFaults(IReadOnlyList<double> grid, DataFeature? feature)
    {
        if (grid.Count == 0) yield return "the grid is empty: leave it out to have it chosen";
        if (feature is { Width: > 1 })
            yield return FormattableString.Invariant($"a grid needs a feature of one number, but {feature.Name} has {feature.Width} columns");
        for (var i = 0; i < grid.Count; i++)
            if (!double.IsFinite(grid[i])) yield return FormattableString.Invariant($"grid[{i}] is {grid[i]}, but must be finite");
    }

    /// <summary>Returns what keeps the model from taking the points.</summary>
    private static IEnumerable<string> PointFaults(
        ModelDescription model, Dataset data, DataFeature feature, double[][] points, bool individual)
    {
        var sample = new float[data.SampleShape.Size];
        data.CopySamples([0], sample);
        foreach (var point in points)
        {
            var scaled = Scaled(data, feature, point);
            if (Array.FindIndex(scaled, number => !float.IsFinite(number)) is >= 0 and var wrong)
                yield return FormattableString.Invariant($"the point {point[wrong]} of {feature.Name} is too large for float32");
            scaled.CopyTo(sample.AsSpan(feature.First));
            if (model.FirstThatIsNoIndex(sample) is var (position, limit) && position >= feature.First
                && position < feature.First + feature.Width)
            {
                yield return FormattableString.Invariant(
                    $"the point {point[position - feature.First]} of {feature.Name} is not an index, a whole number from 0 to {limit - 1}");
            }
        }
        foreach (var fault in SizeFaults(model, data, points.Length, individual)) yield return fault;
    }

    /// <summary>Returns whether the model looks up one of a feature's numbers.</summary>
    private static bool HasIndex(this ModelDescription model, DataFeature feature) => model.Indices.Exists(range =>
        Enumerable.Range(0, range.Count).Select(i => range.First + i * range.Step)
            .Any(position => position >= feature.First && position < feature.First + feature.Width));
}
