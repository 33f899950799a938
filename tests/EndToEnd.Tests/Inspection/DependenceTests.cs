using FsCheck.Xunit;
using LanguageExt;
using ModelDsl.EndToEnd.Tests.Models;
using ModelDsl.Engines;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>Partial dependence: the part of a feature in the prediction.</summary>
public class DependenceTests
{
    private static readonly Dataset Data = Inspected.Numbers(60, 1);

    /// <summary>The prediction of a sum of parts is the feature's part and a constant.</summary>
    [Property(MaxTest = 20)]
    public void A_sum_depends_on_a_feature_as_its_part_does(int seed, byte batch)
    {
        var data = Inspected.Numbers(2 + (byte)seed, seed);
        foreach (var engine in Numbers.Engines)
        {
            var model = Inspected.With<SumOfCurves>([1.5, -2, 0.25], 0.5).To(engine);
            Func<double, double>[] parts = [x => 1.5 * x * x, x => -2 * Math.Tanh(x), x => 0.25 * x];
            string[] names = ["width", "age", "height"];
            for (var f = 0; f < 3; f++)
            {
                var found = model.PartialDependence(data, names[f], points: 7, batchSize: 1 + batch).ThrowIfFail();
                Assert.InRange(found.Points.Count, 2, 7);
                var first = found.Points[0];
                foreach (var point in found.Points)
                    Assert.Equal(parts[f](point.Value[0]) - parts[f](first.Value[0]), point.Mean[0] - first.Mean[0], 1e-4);
            }
        }
    }

    /// <summary>The user thinks in the units of the file: scaling moves the model, not the axis.</summary>
    [Fact]
    public void The_grid_is_in_the_units_before_scaling()
    {
        var standardized = Data | Scale(0.5f) | Standardize(Standardization.Fit(Data | Scale(0.5f)));
        var scaled = standardized.ThrowIfFail();
        var model = Inspected.With<NumberOfThree>([2, -1, 3], 1);
        var plain = Unscaled(model, Standardization.Fit(Data | Scale(0.5f)), 0.5);
        foreach (var name in (string[])["width", "age", "height"])
        {
            var (expected, found) = (plain.PartialDependence(Data, name).ThrowIfFail(), model.PartialDependence(scaled, name)
                .ThrowIfFail());
            Assert.Equal(expected.Points.Map(point => point.Value).ToArray(), found.Points.Map(point => point.Value).ToArray());
            Assert.Equal(expected.Points.Map(point => point.Label).ToArray(), found.Points.Map(point => point.Label).ToArray());
            Numbers.Close(expected.Points.Map(point => point.Mean[0]), found.Points.Map(point => point.Mean[0]), 1e-4);
        }
        // A joined set has a transform in each part.
        var parts = from one in Dataset.Create<float>([2], [.. Columns(0, 2)], [.. Data.ToBatch().Labels.ToArray()], [1]).Bind(WithFeatureNames("width", "age"))
                    from two in Dataset.Unlabelled<float>([1], [.. Columns(2, 3)]).Bind(WithFeatureNames("height"))
                    from joined in Dataset.Join(one | Scale(4), two | Scale(0.25f))
                    select joined | Scale(0.5f);
        var of = model.PartialDependence(parts.ThrowIfFail(), "age", grid: [20, 30]).ThrowIfFail();
        Assert.Equal(-1 * 2 * 10, of.Points[1].Mean[0] - of.Points[0].Mean[0], 1e-4);
        var height = Inspected.With<NumberOfThree>([0, 0, 8], 1).PartialDependence(parts.ThrowIfFail(), "height", grid: [1, 2]).ThrowIfFail();
        Assert.Equal([2.0, 3.0], height.Points.Map(point => point.Mean[0]).ToArray());
    }

    [Fact]
    public void Individual_curves_have_the_dependence_as_their_mean()
    {
        var weighted = Data | WithSampleWeights([.. Enumerable.Range(0, 60).Select(i => i % 4 * 0.5f)]);
        var model = Numbers.Point<DeepClasses>(3, Engine.Cpu);
        var found = model.PartialDependence(weighted.ThrowIfFail(), "width", points: 5, individual: true, batchSize: 7).ThrowIfFail();
        Assert.Equal(Shape.Create(60, 5, 4), found.Individual!.Shape);
        Assert.Equal(["0", "1", "2", "3"], found.Outputs.ToArray());
        var all = found.Individual.ToArray();
        for (var p = 0; p < 5; p++)
        {
            for (var c = 0; c < 4; c++)
            {
                var (sum, total) = (0.0, 0.0);
                for (var i = 0; i < 60; i++) (sum, total) = (sum + i % 4 * 0.5 * all[(i * 5 + p) * 4 + c], total + i % 4 * 0.5);
                Assert.Equal(sum / total, found.Points[p].Mean[c], 1e-12);
            }
        }
        var one = weighted.ThrowIfFail().ToTensor().ToArray();
        one[3 * 11] = (float)found.Points[2].Value[0];
        Numbers.Close(model.Predict(Tensor.Create([60, 3], one)).ThrowIfFail().ToDoubles().Skip(44).Take(4),
            all.Skip((11 * 5 + 2) * 4).Take(4).Select(x => (double)x), 1e-6);
        Assert.Null(model.PartialDependence(Data, "width").ThrowIfFail().Individual);
    }

    [Fact]
    public void Classes_have_their_names_and_indices_are_only_those_that_occur()
    {
        var named = Dataset.Create<float>([3], [0, 1, 0, 4, 0, 1, 2, 0, 0], [0, 1, 2], ["a", "b", "c", "d"]).ThrowIfFail();
        Assert.Equal(["a", "b", "c", "d"], Numbers.Point<ClassesOfThree>(1, Engine.Cpu).PartialDependence(named, "x1").ThrowIfFail().Outputs.ToArray());
        float[] words = [.. Enumerable.Range(0, 40).SelectMany(i => (float[])[i * 3 % 5, i, -i])];
        var data = Dataset.Unlabelled<float>([3], words).ThrowIfFail();
        var model = Numbers.Point<LookedUp>(1, Engine.Cpu);
        Assert.Equal([0.0, 1, 2, 3, 4], model.PartialDependence(data, "x0").ThrowIfFail().Points.Map(point => point.Value[0]).ToArray());
        Assert.Equal([0.0, 2, 4], model.PartialDependence(data, "x0", points: 3, low: 0, high: 1).ThrowIfFail().Points.Map(point => point.Value[0]).ToArray());
        Assert.Contains("the point 5 of x0 is not an index, a whole number from 0 to 4", Inspected.Fault(model.PartialDependence(data, "x0", grid: [1, 5])), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_input_is_told()
    {
        var model = Numbers.Point<NumberOfThree>(1, Engine.Cpu);
        Assert.Equal("NumberOfThree can't be inspected like this: there is no feature 'weight': the features are width, age, height.",
            Inspected.Fault(model.PartialDependence(Data, "weight")));
        Assert.Contains("there is no feature 'Age': write age", Inspected.Fault(model.PartialDependence(Data, "Age")), StringComparison.Ordinal);
        Assert.Contains("points is 1, but must be at least 2", Inspected.Fault(model.PartialDependence(Data, "age", points: 1)), StringComparison.Ordinal);
        Assert.Contains("low is 0.5 and high is 0.5", Inspected.Fault(model.PartialDependence(Data, "age", low: 0.5, high: 0.5)), StringComparison.Ordinal);
        Assert.Contains("the grid is empty", Inspected.Fault(model.PartialDependence(Data, "age", grid: [])), StringComparison.Ordinal);
        Assert.Contains("grid[1] is NaN", Inspected.Fault(model.PartialDependence(Data, "age", grid: [1, double.NaN])), StringComparison.Ordinal);
        Assert.Contains("too large for float32", Inspected.Fault(model.PartialDependence(Data, "age", grid: [1e300])), StringComparison.Ordinal);
        Assert.Contains("takes samples of shape", Inspected.Fault(model.PartialDependence(Dataset.Unlabelled<float>([2], [1, 2]).ThrowIfFail(), "x1")), StringComparison.Ordinal);
        float[] mostlyZero = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 && i < 60 ? i : 0f)];
        Assert.Contains("the percentiles 0.05 and 0.5 of x0 are both 0",
            Inspected.Fault(model.PartialDependence(Dataset.Unlabelled<float>([3], mostlyZero).ThrowIfFail(), "x0", points: 5, high: 0.5)), StringComparison.Ordinal);
        var weightless = Data | WithSampleWeights(new float[60]);
        Assert.Contains("all weights of samples are 0", Inspected.Fault(model.PartialDependence(weightless.ThrowIfFail(), "age")), StringComparison.Ordinal);
        Assert.Contains("NaN", Inspected.Fault(Inspected.With<NumberOfThree>([double.NaN, 0, 0], 0).PartialDependence(Data, "age")), StringComparison.Ordinal);
    }

    /// <summary>Returns the model of unscaled numbers that predicts as a model of scaled ones.</summary>
    private static NumberOfThree Unscaled(NumberOfThree model, Standardization fitted, double factor)
    {
        var weights = model.Output.Kernel.ToDoubles();
        var bias = model.Output.Bias!.ToDoubles()[0];
        var raw = new double[3];
        for (var i = 0; i < 3; i++) (raw[i], bias) = (weights[i] * factor / fitted.Deviations[i], bias
            - weights[i] * fitted.Means[i] / fitted.Deviations[i]);
        return Inspected.With<NumberOfThree>(raw, bias);
    }

    private static IEnumerable<float> Columns(int from, int to) => Data.ToTensor().ToArray().Chunk(3).SelectMany(row => row[from..to]);
}
