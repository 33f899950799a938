using LanguageExt;
using ModelDsl.EndToEnd.Tests.Models;
using static ModelDsl.Functions;

namespace ModelDsl.EndToEnd.Tests.Inspection;

/// <summary>The figures of scikit-learn 1.2.1 on the same numbers and the same model; goldens.py beside this file prints them.</summary>
public class ScikitTests
{
    private const int Count = 60;

    private static readonly float[][] Samples = [.. Enumerable.Range(0, Count)
        .Select(i => (float[])[7 * i % 60 / 10f, i * i * 13 % 47 / 5f, i % 4])];

    private static readonly float[] Targets = [.. Samples
        .Select((x, i) => 1.2f * x[0] - 0.8f * x[1] + 0.5f * x[2] - 1 + (i * 29 % 17 - 8) / 2f)];

    private static readonly Dataset Numbers = Create(Targets);

    private static readonly Dataset Answers = Create([.. Targets.Select(target => target > 0 ? 1f : 0f)]);

    private static readonly YesOfThree Yes = Inspected.With<YesOfThree>([0.9, -0.7, 0.4], -0.8);

    private static Dataset Create(float[] labels) =>
        Dataset.Create<float>([3], [.. Samples.SelectMany(x => x)], labels, [1]).Bind(WithFeatureNames("a", "b", "c")).ThrowIfFail();

    [Fact]
    public void Partial_dependence()
    {
        Check("a", 6, [0.241, 1.3246, 2.4082, 3.4918, 4.5754, 5.659],
            [0.07356259295523472, 0.14137374145155823, 0.24061138280460184, 0.3662066098934412, 0.5070686697095385, 0.6497249582732838],
            [0.046393134983209225, 0.11426879503154964, 0.25490515200039143, 0.47567422013516386, 0.706378564323229, 0.8644906678138424]);
        Check("b", 5, [1, 3, 5, 7, 9],
            [0.7626973234638718, 0.5567436308963752, 0.33698080008175096, 0.15721083813691164, 0.054394558511694495],
            [0.9838570946252947, 0.9376141486200057, 0.7875131558774608, 0.47751517520820014, 0.18392172741950435]);
        Check("c", 20, [0, 1, 2, 3],
            [0.2569391419875939, 0.30058271127495384, 0.3471218421378219, 0.39616421875622276],
            [0.49250056244937984, 0.5914589784327803, 0.6835208937363159, 0.7631450157268556]);

        static void Check(string feature, int points, double[] grid, double[] means, double[] ofSample7)
        {
            var found = Yes.PartialDependence(Answers, feature, points, individual: true).ThrowIfFail();
            Tests.Numbers.Close(grid, found.Points.Map(point => point.Value[0]), 1e-6);
            Tests.Numbers.Close(means, found.Points.Map(point => point.Mean[0]), 1e-6);
            Tests.Numbers.Close(ofSample7, found.Individual!.ToDoubles().Skip(7 * grid.Length).Take(grid.Length), 1e-6);
        }
    }

    [Fact]
    public void Calibration_curve_and_scores()
    {
        var uniform = Yes.Calibration(Answers, bins: 7).ThrowIfFail();
        Tests.Numbers.Close([0.07692307692307693, 0.5454545454545454, 0.6666666666666666, 1, 0.6666666666666666, 1, 1],
            uniform.Bins.Map(bin => bin.Observed), 1e-12);
        Tests.Numbers.Close(
            [0.045603468343201725, 0.22279462554177012, 0.37088323475343693, 0.5510456927206819, 0.621998447001381, 0.7856837767340923,
                0.9265609191358627],
            uniform.Bins.Map(bin => bin.Predicted), 1e-6);
        var quantile = Yes.Calibration(Answers, bins: 7, strategy: CalibrationBins.Quantile).ThrowIfFail();
        Tests.Numbers.Close([0, 0, 0.2222222222222222, 0.5, 0.6666666666666666, 0.875, 1], quantile.Bins.Map(bin => bin.Observed), 1e-12);
        Tests.Numbers.Close(
            [0.010901516734512402, 0.04052311881928367, 0.08482128619537373, 0.20922763334240202, 0.3335799136378751, 0.65704650798727,
                0.9028955533520941],
            quantile.Bins.Map(bin => bin.Predicted), 1e-6);
        foreach (var found in (Calibration[])[uniform, quantile])
            Tests.Numbers.Close([0.14195535240724783, 0.4211826112924858], [found.BrierScore, found.LogLoss], 1e-6);
    }

    /// <summary>The permutations differ, so the means differ by chance: by at most four standard errors.</summary>
    [Fact]
    public void Permutation_importance()
    {
        var line = Inspected.With<NumberOfThree>([0.9, -0.7, 0.4], -0.8);
        Check(line.PermutationImportance(Numbers, repeats: Repeats).ThrowIfFail(),
            [7.236478704, 7.345091525333334, 0.43583461333333334], [1.369079215563979, 1.5502015914247074, 0.3090868081589979]);
        Check(Yes.PermutationImportance(Answers, Metric.Accuracy, repeats: Repeats).ThrowIfFail(),
            [0.1168225, 0.16545916666666666, -0.00872416666666669], [0.044712857265680424, 0.05064199234029447, 0.025167495005683643]);

        static void Check(PermutationImportance found, double[] means, double[] deviations)
        {
            for (var f = 0; f < 3; f++)
            {
                Assert.Equal(means[f], found.Features[f].Mean, 4 * deviations[f] / Math.Sqrt(Repeats));
                Assert.Equal(1, found.Features[f].Deviation / deviations[f], 0.15);
            }
        }
    }

    private const int Repeats = 1000;
}
