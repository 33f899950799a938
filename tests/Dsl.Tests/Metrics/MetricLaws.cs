using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LanguageExt.Common;
using ModelDsl.Training;

namespace ModelDsl.Tests.Metrics;

/// <summary>Checks every metric against a slow count by its definition, on outputs with ties and NaN, cut into random batches.</summary>
public class MetricLaws
{
    private const int Columns = 3;

    private static ModelDescription Model(LossKind loss, OutputKind output) => new(
        "Toy", [2], [Columns], loss == LossKind.SparseCategoricalCrossentropy ? [] : [Columns],
        loss == LossKind.SparseCategoricalCrossentropy ? LabelKind.ClassIndices : LabelKind.Values, output, loss, default, default);

    private static readonly ModelDescription Sparse = Model(LossKind.SparseCategoricalCrossentropy, OutputKind.Probabilities);
    private static readonly ModelDescription OneHot = Model(LossKind.CategoricalCrossentropy, OutputKind.Probabilities);
    private static readonly ModelDescription YesNo = Model(LossKind.BinaryCrossentropy, OutputKind.IndependentProbabilities);
    private static readonly ModelDescription YesNoLogits = Model(LossKind.BinaryCrossentropy, OutputKind.Logits);
    private static readonly ModelDescription Numbers = Model(LossKind.MeanSquaredError, OutputKind.Values);

    /// <summary>
    /// Rows of outputs in steps of 1/4, so that ties are frequent. Each row has a class and yes/no labels; the rows are cut into batches.
    /// </summary>
    public sealed record Rows(float[] Outputs, int[] Classes, float[] Targets, int Batch)
    {
        public int Count => Classes.Length;

        public float[] OneHotTargets => [.. Classes.SelectMany(c => Enumerable.Range(0, Columns).Select(i => i == c ? 1f : 0f))];

        public bool HasNaN(int row) => Outputs[(row * Columns)..((row + 1) * Columns)].Any(float.IsNaN);

        public int Largest(int row) => HasNaN(row)
            ? -1
            : Enumerable.Range(0, Columns).OrderByDescending(c => Outputs[row * Columns + c]).ThenBy(c => c).First();
    }

    private static Gen<Rows> GenerateRows(bool nan) =>
        from count in Gen.Choose(1, 12)
        from batch in Gen.Choose(1, 5)
        from outputs in Gen.Choose(0, nan ? 30 : 4).Select(i => i > 28 ? float.NaN : i % 5 / 4f).ArrayOf(count * Columns)
        from classes in Gen.Choose(0, Columns - 1).ArrayOf(count)
        from targets in Gen.Elements(0f, 1f).ArrayOf(count * Columns)
        select new Rows(outputs, classes, targets, batch);

    private static Property ForAllRows(Func<Rows, bool> law, bool nan = true) => Prop.ForAll(GenerateRows(nan).ToArbitrary(), law);

    private static double Figure(Metric metric, ModelDescription model, Rows rows, float[]? targets = null)
    {
        var accumulator = metric.Start(model).ThrowIfFail();
        accumulator.Add(rows.Outputs, new BatchLabels(rows.Classes, targets ?? rows.Targets));
        accumulator.Reset();
        for (var at = 0; at < rows.Count; at += rows.Batch)
        {
            var end = Math.Min(at + rows.Batch, rows.Count);
            var outputs = rows.Outputs.AsSpan(at * Columns, (end - at) * Columns);
            var labels = model.Labels == LabelKind.ClassIndices
                ? new BatchLabels(rows.Classes.AsSpan(at, end - at), default)
                : new BatchLabels(default, (targets ?? rows.Targets).AsSpan(at * Columns, (end - at) * Columns));
            accumulator.Add(outputs, labels);
            _ = accumulator.Result;
        }
        return accumulator.Result;
    }

    private static bool Same(double a, double b) => double.IsNaN(a) ? double.IsNaN(b) : Math.Abs(a - b) <= 1e-12 * Math.Max(1, Math.Abs(a));

    [Property]
    public Property TopK_counts_rows_with_fewer_than_k_larger_outputs() => ForAllRows(rows =>
        Enumerable.Range(1, Columns).All(k =>
        {
            var right = Enumerable.Range(0, rows.Count).Count(r => !rows.HasNaN(r) && Enumerable.Range(0, Columns).Count(c =>
                rows.Outputs[r * Columns + c] > rows.Outputs[r * Columns + rows.Classes[r]]) < k);
            return Same((double)right / rows.Count, Figure(Metric.TopK(k), Sparse, rows)) &&
                   Same((double)right / rows.Count, Figure(Metric.TopK(k), OneHot, rows, rows.OneHotTargets));
        }));

    [Property]
    public Property Class_scores_are_those_of_the_counts() => ForAllRows(rows =>
    {
        bool Predicted(int row, int c) => rows.Largest(row) == c;
        bool Actual(int row, int c) => rows.Classes[row] == c;
        return AgreeOn(Sparse, rows, null, null, Predicted, Actual) && AgreeOn(OneHot, rows, rows.OneHotTargets, null, Predicted, Actual);
    });

    /// <summary>Keras's precision and recall without <c>top_k</c>: several classes of a row may be predicted, or none.</summary>
    [Property]
    public Property Class_scores_with_a_threshold_judge_each_probability_by_itself() => ForAllRows(
        rows => new[] { 0.25, 0.5, 0, 1 }.All(threshold =>
    {
        bool Predicted(int row, int c) => rows.Outputs[row * Columns + c] > threshold;
        bool Actual(int row, int c) => rows.Classes[row] == c;
        return AgreeOn(Sparse, rows, null, threshold, Predicted, Actual)
            && AgreeOn(OneHot, rows, rows.OneHotTargets, threshold, Predicted, Actual);
    }));

    [Property]
    public Property Scores_of_yes_or_no_are_those_of_the_counts() => ForAllRows(rows => new double?[] { null, 0.25, 0, 1 }.All(threshold =>
    {
        bool Actual(int row, int c) => rows.Targets[row * Columns + c] == 1;
        return AgreeOn(YesNo, rows, null, threshold, (row, c) => rows.Outputs[row * Columns + c] > (threshold ?? 0.5), Actual) &&
               AgreeOn(YesNoLogits, rows, null, threshold, (row, c) => rows.Outputs[row * Columns + c] > (threshold switch
               {
                   0.25 => Math.Log(1 / 3.0),
                   0 => double.NegativeInfinity,
                   1 => double.PositiveInfinity,
                   _ => 0,
               }), Actual);
    }));

    private static bool AgreeOn(
        ModelDescription model, Rows rows, float[]? targets, double? threshold, Func<int, int, bool> predicted, Func<int, int, bool> actual)
    {
        double Count(int c, Func<int, int, bool> what) => Enumerable.Range(0, rows.Count).Count(r => what(r, c));
        double[] tp = [.. Enumerable.Range(0, Columns).Select(c => Count(c, (r, i) => predicted(r, i) && actual(r, i)))];
        double[] fp = [.. Enumerable.Range(0, Columns).Select(c => Count(c, (r, i) => predicted(r, i) && !actual(r, i)))];
        double[] fn = [.. Enumerable.Range(0, Columns).Select(c => Count(c, (r, i) => !predicted(r, i) && actual(r, i)))];
        static double Divide(double a, double b) => b == 0 ? 0 : a / b;
        bool Agrees(Func<Averaging, int?, Metric> metric, Func<double, double, double, double> formula)
        {
            double[] each = [.. Enumerable.Range(0, Columns).Select(c => formula(tp[c], fp[c], fn[c]))];
            var weighted = Divide(Enumerable.Range(0, Columns).Sum(c => each[c] * (tp[c] + fn[c])), tp.Sum() + fn.Sum());
            return Same(formula(tp.Sum(), fp.Sum(), fn.Sum()), Figure(metric(Averaging.Micro, null), model, rows, targets)) &&
                   Same(each.Average(), Figure(metric(Averaging.Macro, null), model, rows, targets)) &&
                   Same(weighted, Figure(metric(Averaging.Weighted, null), model, rows, targets)) &&
                   Enumerable.Range(0, Columns).All(c => Same(each[c], Figure(metric(Averaging.Micro, c), model, rows, targets)));
        }
        return Agrees((average, c) => new Precision(average, c, threshold), (t, p, n) => Divide(t, t + p)) &&
               Agrees((average, c) => new Recall(average, c, threshold), (t, p, n) => Divide(t, t + n)) &&
               Agrees((average, c) => new F1(average, c, threshold), (t, p, n) => Divide(2 * t, 2 * t + p + n));
    }

    [Property]
    public Property Auc_is_the_share_of_ordered_pairs_and_half_of_the_ties() => ForAllRows(rows => AucAgrees(rows), nan: false);

    [Property]
    public Property Auc_with_NaN_is_NaN() => ForAllRows(rows => AucAgrees(rows));

    private static bool AucAgrees(Rows rows)
    {
        double[] Scores(float label) => [.. rows.Outputs.Where((_, i) => rows.Targets[i] == label).Select(o => (double)o)];
        var pairs = Scores(1).SelectMany(_ => Scores(0), (yes, no) => yes > no ? 1 : yes == no ? 0.5 : 0).ToArray();
        var expected = rows.Outputs.Any(float.IsNaN) || pairs.Length == 0 ? double.NaN : pairs.Average();
        return Same(expected, Figure(Metric.Auc, YesNo, rows));
    }

    [Property]
    public Property Errors_are_means_over_all_numbers() => ForAllRows(rows =>
    {
        double[] errors = [.. rows.Outputs.Zip(rows.Targets, (p, y) => (double)p - y)];
        return Same(errors.Average(Math.Abs), Figure(Metric.MeanAbsoluteError, Numbers, rows)) &&
               Same(errors.Average(e => e * e), Figure(Metric.MeanSquaredError, Numbers, rows)) &&
               Same(Math.Sqrt(errors.Average(e => e * e)), Figure(Metric.RootMeanSquaredError, Numbers, rows));
    });

    [Property]
    public Property R2_is_one_less_the_share_of_variance_left() => ForAllRows(rows => Same(
        Enumerable.Range(0, Columns).Average(c =>
        {
            double[] Column(float[] of) => [.. of.Where((_, i) => i % Columns == c).Select(v => (double)v)];
            var (outputs, labels) = (Column(rows.Outputs), Column(rows.Targets));
            var left = outputs.Zip(labels, (p, y) => (p - y) * (p - y)).Sum();
            var total = labels.Sum(y => (y - labels.Average()) * (y - labels.Average()));
            return double.IsNaN(left) ? double.NaN : total > 0 ? 1 - left / total : left == 0 ? 1 : 0;
        }),
        Figure(Metric.R2Score, Numbers, rows)));

    [Fact]
    public void R2_of_labels_far_from_zero_keeps_its_digits()
    {
        var rows = new Rows([1e6f, 0, 0, 1e6f + 2, 0, 0], [0, 0], [1e6f, 0, 0, 1e6f + 1, 0, 0], 1);
        Assert.Equal((1 - 1 / 0.5 + 1 + 1) / 3, Figure(Metric.R2Score, Numbers, rows), 12);
    }

    [Fact]
    public void Binary_accuracy_takes_a_threshold()
    {
        var rows = new Rows([.1f, .3f, .6f], [0], [0, 0, 1], 1);
        Assert.Equal(2 / 3.0, Figure(new BinaryAccuracy(0.2), YesNo, rows), 15);
        Assert.Equal(1, Figure(new BinaryAccuracy(0.58), YesNoLogits, rows));
    }

    [Fact]
    public void Nothing_added_is_NaN()
    {
        foreach (var (metric, model) in new (Metric, ModelDescription)[]
        {
            (Metric.TopK(1), Sparse), (Metric.Precision, Sparse), (Metric.Recall, YesNo), (Metric.F1, OneHot), (Metric.Auc, YesNo),
            (Metric.MeanAbsoluteError, Numbers), (Metric.RootMeanSquaredError, Numbers), (Metric.R2Score, Numbers),
        })
            Assert.True(double.IsNaN(metric.Start(model).ThrowIfFail().Result));
    }

    [Fact]
    public void What_does_not_fit_names_metric_and_model_and_all_faults()
    {
        static string Why(Metric metric, ModelDescription model) =>
            Assert.IsType<Error>(metric.Start(model).Case, exactMatch: false).Message;
        foreach (var metric in new[] { Metric.TopK(1), Metric.Precision, Metric.Recall, Metric.F1, Metric.Auc })
        {
            Assert.Contains(metric.Name, Why(metric, Numbers));
            Assert.Contains("Toy", Why(metric, Numbers));
        }
        foreach (var metric in new[] { Metric.MeanAbsoluteError, Metric.MeanSquaredError, Metric.RootMeanSquaredError, Metric.R2Score })
            Assert.Contains("numbers as labels", Why(metric, Sparse));
        Assert.Contains("independent yes/no", Why(Metric.Auc, OneHot));
        Assert.Contains("BinaryAccuracy", Why(Metric.TopK(1), YesNo));
        Assert.Contains("K is 4, but must be between 1 and 3", Why(Metric.TopK(4), Sparse));
        Assert.Contains("K is 0", Why(Metric.TopK(0), Sparse));
        Assert.Contains("Threshold is 1.5", Why(new BinaryAccuracy(1.5), YesNo));
        var all = Why(new F1((Averaging)7, Class: 3, Threshold: double.NaN), Sparse with { Output = OutputKind.Logits });
        foreach (var said in new[] { "Average is 7", "Class is 3, but the classes are 0 to 2", "Threshold is NaN", "the largest one decides" })
            Assert.Contains(said, all);
    }

    [Fact]
    public void Two_metrics_of_one_name_are_a_fault()
    {
        Metric[] twice = [new F1(), new F1(Averaging.Micro)];
        Assert.Contains("2 metrics have the name f1_score", Assert.Single(MetricFaults.Of(twice, Sparse)));
        Assert.Empty(MetricFaults.Of([twice[0], twice[1] with { Name = "f1_micro" }, new F1(Class: 1)], Sparse));
        Assert.Equal("f1_score_1", new F1(Class: 1).Name);
    }
}
