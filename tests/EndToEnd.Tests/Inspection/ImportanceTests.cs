using FsCheck.Xunit;
using LanguageExt;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>Permutation importance: what a model needs has some, what it ignores has none.</summary>
public class ImportanceTests
{
    private static readonly Dataset Data = Inspected.Numbers(97, 1, x => 3 * x[0] - x[1]);

    private static readonly NumberOfThree Line = Inspected.With<NumberOfThree>([3, -1, 0], 0);

    [Fact]
    public void A_feature_that_the_model_ignores_has_none_to_the_bit()
    {
        foreach (var engine in Numbers.Engines)
        {
            foreach (var metric in (Metric?[])[null, Metric.MeanAbsoluteError, Metric.R2Score])
            {
                var found = Line.To(engine).PermutationImportance(Data, metric, batchSize: 10).ThrowIfFail();
                Assert.Equal(["width", "age", "height"], found.Features.Map(feature => feature.Feature).ToArray());
                Assert.All(found.Features[2].Values, value => Assert.Equal(0, value));
                Assert.All(found.Features[0].Values, value => Assert.True(value > 0));
                Assert.Equal(["width", "age", "height"], found.Ranked.Map(feature => feature.Feature).ToArray());
                Assert.Equal(metric?.Name ?? "loss", found.Baseline.Name);
            }
        }
    }

    /// <summary>
    /// The mean over all permutations of the error of a linear model: <c>2·w²·variance·n/(n − 1)</c> times <c>(n − 1)/n</c>.
    /// </summary>
    [Fact]
    public void The_importance_of_a_line_is_the_one_on_paper()
    {
        var found = Line.PermutationImportance(Data, repeats: 400).ThrowIfFail();
        Assert.Equal(0, found.Baseline.Value, 1e-6);
        for (var f = 0; f < 2; f++)
        {
            var column = Enumerable.Range(0, Data.Count).Select(i => (double)Data.ToTensor().ToArray()[3 * i + f]).ToArray();
            var mean = column.Average();
            var expected = 2 * (f == 0 ? 9 : 1) * column.Average(x => (x - mean) * (x - mean));
            Assert.Equal(expected, found.Features[f].Mean, 4 * found.Features[f].Deviation / Math.Sqrt(400));
            Assert.Equal(400, found.Features[f].Values.Count);
        }
    }

    [Property(MaxTest = 20)]
    public void The_seed_decides_and_the_batches_do_not(int seed, byte batch, byte rows)
    {
        var data = Inspected.Numbers(2 + rows, seed);
        var one = Line.PermutationImportance(data, repeats: 2, seed: seed).ThrowIfFail();
        Assert.Equal(one, Line.PermutationImportance(data, repeats: 2, seed: seed).ThrowIfFail());
        var other = Line.PermutationImportance(data, repeats: 3, seed: seed, batchSize: 1 + batch).ThrowIfFail();
        for (var f = 0; f < 3; f++) Numbers.Close(one.Features[f].Values, other.Features[f].Values.Take(2), 1e-4);
        if (rows > 20)
            Assert.NotEqual(one.Features[0].Values, Line.PermutationImportance(data, repeats: 2, seed: unchecked(seed + 1))
                .ThrowIfFail().Features[0].Values);
    }

    /// <summary>Values are taken within the view, by the view's order, and labels and weights stay where they are.</summary>
    [Fact]
    public void Views_and_scaling_change_nothing_that_the_samples_do_not()
    {
        var weighted = Data | WithSampleWeights([.. Enumerable.Range(0, 97).Select(i => i % 3 + 0.5f)]);
        var view = weighted.Map(data => data | Shuffle(3) | Take(40)).ThrowIfFail();
        var copy = Dataset.Create<float>([3], view.ToTensor().ToArray(), view.ToBatch().Labels.ToArray(), [1])
            .Bind(WithFeatureNames("width", "age", "height"))
            .Bind(WithSampleWeights(view.ToBatch().Weights!.ToArray())).ThrowIfFail();
        var expected = Line.PermutationImportance(copy).ThrowIfFail();
        Assert.Equal(expected, Line.PermutationImportance(view).ThrowIfFail());
        var half = Inspected.With<NumberOfThree>([6, -2, 0], 0).PermutationImportance(view | Scale(0.5f)).ThrowIfFail();
        for (var f = 0; f < 3; f++) Numbers.Close(expected.Features[f].Values, half.Features[f].Values, 1e-5);
    }

    [Fact]
    public void Columns_of_one_feature_move_together()
    {
        // Each of two columns says all: moved alone, one of them breaks what they say together.
        var random = new Random(1);
        float[] x = [.. Enumerable.Range(0, 50).Select(_ => random.NextSingle()).SelectMany(v => (float[])[v, 1 - v, 0])];
        var data = Dataset.Create<float>([3], x, [.. Enumerable.Range(0, 50).Select(_ => 1f)], [1]).ThrowIfFail();
        var sum = Inspected.With<NumberOfThree>([1, 1, 0], 0);
        Assert.All(sum.PermutationImportance(data).ThrowIfFail().Features.Take(2), feature => Assert.True(feature.Mean > 0.01));
        var shares = Dataset.Create<float>([2], [.. x.Where((_, i) => i % 3 < 2)], [.. Enumerable.Range(0, 50).Select(_ => 1f)], [1], "shares");
        var rest = Dataset.Unlabelled<float>([1], new float[50], name: "rest").Bind(WithFeatureNames("zero"));
        var joined = from one in shares from two in rest from both in Dataset.Join(one, two) select both;
        var together = sum.PermutationImportance(joined.ThrowIfFail()).ThrowIfFail();
        Assert.Equal(["shares", "zero"], together.Features.Map(feature => feature.Feature).ToArray());
        Assert.Equal(0, together.Find("shares").Map(feature => feature.Mean).IfNone(1), 1e-10);
    }

    [Fact]
    public void Accuracy_falls_and_several_outputs_are_judged_by_one_or_by_the_whole_loss()
    {
        var classes = Inspected.Classes(200, 2, x => [x[0] > 0 ? 1 : 0, x[0] > 0 ? 0 : 1, 0, 0]);
        var model = Inspected.With<ClassesOfThree>([9, -9, -50, -50, 0, 0, 0, 0, 0, 0, 0, 0], 0, 0, -99, -99);
        var found = model.PermutationImportance(classes, Metric.Accuracy).ThrowIfFail();
        Assert.Equal(1, found.Baseline.Value);
        Assert.Equal(0.5, found.Features[0].Mean, 0.1);
        Assert.Equal("x0", found.Ranked[0].Feature);

        var batch = Numbers.Random<Detector>(30, 1);
        float[] digits = [.. batch.Labels.ToArray().Chunk(5).Select(row => row[0])];
        var samples = batch.Inputs.ToArray();
        var both = from digit in Dataset.Create<float>([6], samples, [.. digits.Select(d => (int)d)])
                   from box in Dataset.Create<float>([6], samples, [.. batch.Labels.ToArray().Chunk(5).SelectMany(row => row[1..])], [4])
                   from joined in Dataset.JoinLabels(digit, box)
                   select joined;
        var detector = Numbers.Point<Detector>(1, Engine.Cpu);
        var loss = detector.Evaluate(both.ThrowIfFail()).ThrowIfFail().Loss;
        Assert.Equal(loss, detector.PermutationImportance(both.ThrowIfFail()).ThrowIfFail().Baseline.Value);
        Assert.Equal("Digit_accuracy", detector.PermutationImportance(both.ThrowIfFail(), Metric.Accuracy.Of("Digit")).ThrowIfFail().Baseline.Name);
        Assert.Contains("write .Of(\"Digit\")", Inspected.Fault(detector.PermutationImportance(both.ThrowIfFail(), Metric.Accuracy)), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_told_all_at_once()
    {
        var wrong = Inspected.With<NumberOfThree>([double.NaN, 1, 1], 0);
        var unlabelled = Dataset.Unlabelled<float>([3], [1, 2, 3], name: "bare").ThrowIfFail();
        var fault = Inspected.Fault(wrong.PermutationImportance(unlabelled, Metric.Accuracy, repeats: 0, batchSize: 0));
        Assert.StartsWith("NumberOfThree can't be inspected like this, for 5 reasons: ", fault, StringComparison.Ordinal);
        foreach (var part in (string[])["there are no labels", "repeats is 0", "batch size is 0", "NaN", "The metric accuracy"])
            Assert.Contains(part, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_on_disk_gives_the_same_bits()
    {
        var folder = Directory.CreateTempSubdirectory("modeldsl-").FullName;
        try
        {
            var random = new Random(1);
            var bytes = new byte[3 * 60];
            random.NextBytes(bytes);
            byte[] labels = [.. Enumerable.Range(0, 60).Select(_ => (byte)random.Next(4))];
            var (samplesPath, labelsPath) = (Path.Combine(folder, "samples"), Path.Combine(folder, "labels"));
            File.WriteAllBytes(samplesPath, [0, 0, 8, 2, 0, 0, 0, 60, 0, 0, 0, 3, .. bytes]);
            File.WriteAllBytes(labelsPath, [0, 0, 8, 1, 0, 0, 0, 60, .. labels]);
            var mapped = Idx.Map(samplesPath, labelsPath).ThrowIfFail();
            var memory = Dataset.Create<byte>([3], bytes, [.. labels.Select(label => (int)label)]).ThrowIfFail();
            var model = Numbers.Point<ClassesOfThree>(1, Engine.Cpu);
            Func<Dataset, Dataset> view = data => data | Shuffle(2) | Take(47) | Scale(1 / 255f);
            Assert.Equal(model.PermutationImportance(memory | view, batchSize: 7).ThrowIfFail(),
                model.PermutationImportance(mapped | view, batchSize: 7).ThrowIfFail());
        }
        finally
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Directory.Delete(folder, recursive: true);
        }
    }
}
