using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public abstract partial class EngineLaws
{
    /// <summary>
    /// A float32 sum of these numbers has an error larger than their spread. The mean must be corrected by the mean distance from it.
    /// </summary>
    [Fact]
    public void Numbers_far_from_zero_and_close_together_have_their_mean_and_spread()
    {
        const int rows = 4001, columns = 3;
        const double epsilon = 1e-6;
        var memory = new GuardedMemory(Engine, 5);
        var x = memory.Random([rows, columns], 1000.29, 1000.31);
        var (y, mean, variance) = (memory.Result([rows, columns]), memory.Result([columns]), memory.Result([columns]));
        Engine.Standardize(x, columns, epsilon, y, mean, variance);
        for (var j = 0; j < columns; j++)
        {
            double[] column = [.. memory.Read(x).Chunk(columns).Select(row => row[j])];
            var center = column.Average();
            var square = column.Average(v => (v - center) * (v - center));
            // Half the distance between float32 numbers near 1000, with a small margin.
            Assert.Equal(center, memory.Read(mean)[j], 3.2e-5);
            Assert.Equal(1, memory.Read(variance)[j] / square, 1e-4);
            double[] expected = [.. column.Select(v => (v - center) / Math.Sqrt(square + epsilon))];
            AssertClose(expected, [.. memory.Read(y).Chunk(columns).Select(row => row[j])], 1e-3);
        }
    }
}
