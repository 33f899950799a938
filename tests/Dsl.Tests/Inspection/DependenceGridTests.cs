using LanguageExt;
using ModelDsl.Inspection;
using static LanguageExt.Prelude;

namespace ModelDsl.Tests.Inspection;

/// <summary>The points of a partial dependence, for features of several columns.</summary>
public class DependenceGridTests
{
    [Fact]
    public void A_category_has_a_point_for_each_column_and_one_for_none()
    {
        float[] rows = [.. Enumerable.Range(0, 40).SelectMany(i => (float[])[i % 5 == 0 ? 1 : 0, i % 5 == 1 ? 1 : 0, i % 5 >= 3 ? 1 : 0])];
        var found = Grid(rows, 3, points: 2);
        Assert.Equal([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]], found);
    }

    [Fact]
    public void A_number_beside_an_indicator_has_points_that_occur()
    {
        float[] rows = [.. Enumerable.Range(0, 101).SelectMany(i => (float[])[i % 10 == 5 ? 50 : i, i % 10 == 5 ? 1 : 0])];
        var found = Grid(rows, 2, points: 5)!;
        Assert.Equal(5, found.Length);
        Assert.All(found, point => Assert.Contains(rows.Chunk(2), row => row[0] == point[0] && row[1] == point[1]));
        Assert.Equal(found.Select(point => point[0]), found.Select(point => point[0]).Order());
        Assert.Equal(3, Grid([0, 0, 1, 0, 0, 1, 1, 0], 2, points: 4)!.Length);
    }

    [Theory]
    [InlineData(0, 1), InlineData(0.5, 3), InlineData(1, 5), InlineData(0.05, 1), InlineData(0.3, 1.96)]
    public void Quantiles_are_those_of_mquantiles(double share, double expected) =>
        Assert.Equal(expected, DependenceGrid.Quantile([1, 2, 3, 4, 5], share), 1e-12);

    [Fact]
    public void One_sample_has_one_point() => Assert.Equal([[7.0]], Grid([7], 1, 20));

    private static double[][]? Grid(float[] rows, int width, int points)
    {
        var feature = new DataFeature("f", 0, width);
        var data = Dataset.Unlabelled<float>([width], rows).Bind(set => set.WithFeatures(Seq1(feature))).ThrowIfFail();
        return DependenceGrid.Of(data, feature, points, 0.05, 0.95, isIndex: false, []);
    }

    /// <summary>As in scikit-learn: as many values as points are spread by percentiles; fewer values are the points themselves.</summary>
    [Fact]
    public void As_many_values_as_points_are_spread()
    {
        var data = Dataset.Unlabelled<float>([1], [0, 0, 0, 1, 10]).ThrowIfFail();
        var feature = new DataFeature("x", 0);
        Assert.Equal([0.0, 1, 10], DependenceGrid.Of(data, feature, 4, 0, 1, false, [])!.Select(point => point[0]));
        Assert.Equal([0.0, 5, 10], DependenceGrid.Of(data, feature, 3, 0, 1, false, [])!.Select(point => point[0]));
    }
}
