using ModelDsl.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>Sums in one part and in several, around the sizes at which they are divided, against the reference.</summary>
public sealed class SumTests
{
    [Theory]
    [InlineData(1), InlineData(7), InlineData(255), InlineData(256), InlineData(511), InlineData(512), InlineData(769), InlineData(5000)]
    public void Sums_of_rows_are_those_of_the_reference(int rows)
    {
        foreach (var columns in new[] { 1, 31, 32, 33, 100 })
            Compare.Agree(rows, m => m.Engine.SumRows(m.Random([rows, columns]), m.Result([columns])));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(4095), InlineData(4096), InlineData(8191), InlineData(8192), InlineData(12_289)]
    [InlineData(70_001)]
    public void Sums_of_runs_are_those_of_the_reference(int length)
    {
        foreach (var runs in new[] { 1, 3, 13 })
            Compare.Agree(length, m => m.Engine.SumColumns(m.Random([runs, length]), 0.25, m.Result([runs])));
    }

    [Theory]
    [InlineData(1, 1), InlineData(1, 1000), InlineData(300, 1), InlineData(7, 43), InlineData(64, 64)]
    public void Numbers_are_written_over_their_runs(int runs, int length) =>
        Compare.Agree(1, m => m.Engine.BroadcastColumns(m.Random([runs]), -2, m.Result([runs, length])));

    /// <summary>Parts are added in order, so that each run gives the same bits.</summary>
    [Fact]
    public void A_sum_in_parts_has_the_same_bits_each_time()
    {
        double[] Sum() => Compare.Run(TestDevice.Engine, m => m.Engine.SumRows(m.Random([5000, 3]), m.Result([3])))[0];
        var first = Sum();
        for (var i = 0; i < 5; i++) Assert.Equal(first, Sum());
    }
}
