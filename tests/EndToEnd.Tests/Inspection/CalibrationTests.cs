using FsCheck.Xunit;
using LanguageExt;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>Calibration: probabilities beside what happened, and the temperature that mends them.</summary>
public class CalibrationTests
{
    private static readonly double[] Kernel = [2, -1, 0.5, 0, -1, 2, 0.5, 1, 0, 1, -2, 1];
    private static readonly double[] Bias = [0.2, 0, -0.1, 0.3];

    private static double[] Source(float[] x) => Inspected.Softmax(
        [.. Enumerable.Range(0, 4).Select(c => Bias[c] + Enumerable.Range(0, 3).Sum(f => x[f] * Kernel[4 * f + c]))]);

    /// <summary>A model that knows the source of its labels is calibrated, the better the more samples there are.</summary>
    [Fact]
    public void The_source_of_the_labels_is_calibrated()
    {
        var model = Inspected.With<ClassesOfThree>(Kernel, Bias);
        var last = 1.0;
        foreach (var count in (int[])[100, 3000, 100_000])
        {
            var data = Inspected.Classes(count, 1, Source);
            foreach (var bins in Enum.GetValues<CalibrationBins>())
            {
                var found = model.Calibration(data, strategy: bins).ThrowIfFail();
                Assert.Equal((count, "the top class"), (found.Count, found.Of));
                Assert.InRange(found.ExpectedError, 0, 3 / Math.Sqrt(count));
                if (bins == CalibrationBins.Quantile) continue;
                Assert.True(found.ExpectedError < last);
                last = found.ExpectedError;
            }
            Assert.InRange(model.Calibration(data, ofClass: "2").ThrowIfFail().ExpectedError, 0, 3 / Math.Sqrt(count));
        }
        var temperature = model.FitTemperature(Inspected.Classes(100_000, 2, Source)).ThrowIfFail();
        Assert.Equal(1, temperature.Temperature, 0.02);
    }

    [Fact]
    public void Scores_are_the_formulas()
    {
        var data = Inspected.Classes(500, 3, Source);
        var model = Numbers.Point<ClassesOfThree>(2, Engine.Cpu);
        var (p, y) = (model.Predict(data).ThrowIfFail().ToDoubles().Chunk(4).ToArray(), data.ToBatch().Labels.ToClasses());
        var found = model.Calibration(data, batchSize: 33).ThrowIfFail();
        Assert.Equal(Enumerable.Range(0, 500).Average(i => Enumerable.Range(0, 4).Sum(c => Math.Pow(p[i][c] - (c == y[i] ? 1 : 0), 2))),
            found.BrierScore, 1e-10);
        Assert.Equal(Enumerable.Range(0, 500).Average(i => -Math.Log(p[i][y[i]])), found.LogLoss, 1e-10);
        Assert.Equal(model.Evaluate(data).ThrowIfFail().Loss, found.LogLoss, 1e-5);
        Assert.Equal(found.Bins.Sum(bin => bin.Count * Math.Abs(bin.Predicted - bin.Observed)) / 500, found.ExpectedError, 1e-12);
        Assert.Equal(found.Bins.Max(bin => Math.Abs(bin.Predicted - bin.Observed)), found.MaximumError);
        var one = model.Calibration(data, ofClass: "1").ThrowIfFail();
        Assert.Equal(Enumerable.Range(0, 500).Average(i => Math.Pow(p[i][1] - (y[i] == 1 ? 1 : 0), 2)), one.BrierScore, 1e-10);
        Assert.Equal("class 1", one.Of);
        Assert.Equal(y.Count(c => c == 1), one.Bins.Sum(bin => bin.Observed * bin.Count), 1e-6);
        // Logits and probabilities are the same.
        var logits = Inspected.With<LogitsOfThree>(model.Output.Kernel.ToDoubles());
        var plain = Inspected.With<ClassesOfThree>(model.Output.Kernel.ToDoubles(), 0, 0, 0, 0);
        Assert.Equal(plain.Calibration(data).ThrowIfFail().BrierScore, logits.Calibration(data).ThrowIfFail().BrierScore, 1e-6);
        var hot = (data | OneHot(4)).ThrowIfFail();
        Assert.Equal(4, hot.LabelShape[^1]);
    }

    [Fact]
    public void Answers_of_yes_or_no_have_one_probability()
    {
        var data = Inspected.Numbers(300, 4);
        var yes = Inspected.With<YesOfThree>([0.5, -0.02, 1], 0.3);
        var found = yes.Calibration(data, bins: 5, strategy: CalibrationBins.Quantile).ThrowIfFail();
        Assert.Equal("yes", found.Of);
        Assert.Equal([60, 60, 60, 60, 60], found.Bins.Map(bin => bin.Count).ToArray());
        var (p, y) = (yes.Predict(data).ThrowIfFail().ToDoubles(), data.ToBatch().Labels.ToArray());
        Assert.Equal(p.Zip(y, (a, b) => (a - b) * (a - b)).Average(), found.BrierScore, 1e-10);
        Assert.Equal(found, yes.Calibration(data, bins: 5, strategy: CalibrationBins.Quantile, ofClass: "0").ThrowIfFail() with { Of = "yes" });
        Assert.Equal(found.LogLoss, Inspected.With<YesLogitOfThree>([0.5, -0.02, 1], 0.3).Calibration(data).ThrowIfFail().LogLoss, 1e-6);
        var species = Dataset.Create<float>([3], [1, 2, 3, 4, 5, 6], [0, 1], ["cat", "dog"]).Bind(IsClass(1)).ThrowIfFail();
        Assert.Equal("yes for dog", yes.Calibration(species).ThrowIfFail().Of);
    }

    [Fact]
    public void One_of_several_outputs_is_named_and_ignored_classes_are_left_out()
    {
        var batch = Numbers.Random<Marked>(40, 1);
        var rows = batch.Labels.ToArray().Chunk(3).ToArray();
        int[] kinds = [.. rows.Select((row, i) => i % 5 == 0 ? 7 : (int)row[2])];
        var joined = from level in Dataset.Create<float>([4], batch.Inputs.ToArray(), [.. rows.SelectMany(row => row[..2])], [2])
                     from kind in Dataset.Create<float>([4], batch.Inputs.ToArray(), kinds)
                     from both in Dataset.JoinLabels(level, kind)
                     select both;
        var model = Numbers.Point<Marked>(1, Engine.Cpu);
        var found = model.Calibration(joined.ThrowIfFail(), output: "Kind", batchSize: 9).ThrowIfFail();
        var alone = new MarkedKind(model.B).Calibration(Dataset.Create<float>([4], batch.Inputs.ToArray(), kinds).ThrowIfFail())
            .ThrowIfFail();
        Assert.Equal(32, found.Count);
        Assert.Equal("Kind, the top class", found.Of);
        Assert.Equal(alone.BrierScore, found.BrierScore, 1e-6);
        Assert.Contains("Marked has the outputs Level and Kind: say which by output", Inspected.Fault(model.Calibration(joined.ThrowIfFail())), StringComparison.Ordinal);
        Assert.Contains("there is no output Sort", Inspected.Fault(model.Calibration(joined.ThrowIfFail(), output: "Sort")), StringComparison.Ordinal);
        Assert.Contains("only probabilities can be calibrated", Inspected.Fault(model.Calibration(joined.ThrowIfFail(), output: "Level")), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_told()
    {
        var data = Inspected.Classes(10, 1);
        var model = Numbers.Point<ClassesOfThree>(1, Engine.Cpu);
        Assert.Contains("bins is 0, but must be at least 1", Inspected.Fault(model.Calibration(data, bins: 0)), StringComparison.Ordinal);
        Assert.Contains("there is no class 'cat'; the classes are 0, 1, 2, 3", Inspected.Fault(model.Calibration(data, ofClass: "cat")), StringComparison.Ordinal);
        Assert.Contains("has one output: leave output out", Inspected.Fault(model.Calibration(data, output: "Kind")), StringComparison.Ordinal);
        Assert.Contains("there are no labels", Inspected.Fault(model.Calibration(Dataset.Unlabelled<float>([3], [1, 2, 3]).ThrowIfFail())), StringComparison.Ordinal);
        Assert.Contains("none of CalibrationBins", Inspected.Fault(model.Calibration(data, strategy: (CalibrationBins)7)), StringComparison.Ordinal);
        Assert.Contains("predicts numbers: only probabilities can be calibrated", Inspected.Fault(Numbers.Point<NumberOfThree>(1, Engine.Cpu).Calibration(Inspected.Numbers(5, 1))), StringComparison.Ordinal);
        Assert.Contains("learns margins", Inspected.Fault(Numbers.Point<MarginOfThree>(1, Engine.Cpu).Calibration(Inspected.Numbers(5, 1))), StringComparison.Ordinal);
        Assert.Contains("NaN", Inspected.Fault(Inspected.With<ClassesOfThree>([double.NaN, .. new double[11]], 0, 0, 0, 0).Calibration(data)), StringComparison.Ordinal);
    }
}
