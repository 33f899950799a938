using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public abstract partial class EngineLaws
{
    /// <summary>
    /// For [1, 2, 3, 4], the result is the largest alone; for [0.1, 0.4, 0.6, −2], τ is (0.1 + 0.4 + 0.6 − 1)/3; equal numbers get equal
    /// shares.
    /// </summary>
    [Fact]
    public void Sparsemax_has_the_known_values()
    {
        AssertClose([0, 0, 0, 1], Sparsemax(1, 2, 3, 4), 0.0);
        AssertClose([2 / 30.0, 11 / 30.0, 17 / 30.0, 0], Sparsemax(0.1, 0.4, 0.6, -2), 1e-7);
        AssertClose([0.25, 0.25, 0.25, 0.25], Sparsemax(7, 7, 7, 7), 0.0);
        AssertClose([0, 0.75, 0.25], Sparsemax(-1e4, 10000.5, 10000), 0.0);
        AssertClose([0, 0.5, 0.5], Sparsemax(double.NegativeInfinity, 3, 3), 0.0);
        AssertClose([1], Sparsemax(-5), 0.0);
    }

    /// <summary>All other probabilities are farther from the row than the result. The test draws them at random.</summary>
    [Fact]
    public void Sparsemax_gives_the_nearest_probabilities() => ForAll(50, trial =>
    {
        var memory = new GuardedMemory(Engine, trial.Seed);
        var (x, other) = (memory.Read(memory.Random([1, trial.Columns])), memory.Read(memory.Random([1, trial.Columns], 0.0, 1.0)));
        var nearest = Sparsemax(x);
        Assert.Equal(1.0, nearest.Sum(), Tolerance);
        Assert.All(nearest, p => Assert.InRange(p, 0.0, 1.0 + Tolerance));
        var total = other.Sum();
        Assert.True(Distance(nearest) <= Distance([.. other.Select(v => v / total)]) + Tolerance);

        double Distance(double[] p) => p.Zip(x, (a, b) => (a - b) * (a - b)).Sum();
    });

    [Fact]
    public void Sparsemax_of_a_row_that_is_no_number_or_infinite_is_none()
    {
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity })
        {
            foreach (var place in new[] { 0, 1, 2 })
            {
                double[] row = [0.5, -1, 2];
                row[place] = bad;
                Assert.All(Sparsemax(row), v => Assert.True(double.IsNaN(v)));
            }
        }
        var memory = new GuardedMemory(Engine, 1);
        var gradient = memory.Result([2, 2]);
        Engine.SparsemaxGradient(memory.Of([2, 2], double.NaN, double.NaN, 1, 0), memory.Of([2, 2], 1, 2, 3, 4), gradient);
        Assert.Equal([double.NaN, double.NaN, 0, 0], memory.Read(gradient));
    }

    private double[] Sparsemax(params double[] row)
    {
        var memory = new GuardedMemory(Engine, 1);
        var result = memory.Result([1, row.Length]);
        Engine.Sparsemax(memory.Of([1, row.Length], row), result);
        return memory.Read(result);
    }
}
