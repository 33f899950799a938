namespace ModelDsl.Gpu.Tests;

public sealed class QuarterTurnsTests
{
    /// <summary>
    /// Angles of every size, small multiples of π/2 and their neighbours among them. 16367173·2⁷² is, of all float32 numbers, the nearest
    /// to a multiple of π/2 in proportion.
    /// </summary>
    [Fact]
    public void Sines_and_cosines_of_every_number_are_right_to_the_last_digits()
    {
        var random = new Random(5);
        var angles = Enumerable.Range(0, 200_000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)))
            .Concat(Enumerable.Range(-2000, 4001).SelectMany(n => Around((float)(n * Math.PI / 4))))
            .Append((float)(16367173.0 * Math.Pow(2, 72)))
            .Where(float.IsFinite);
        foreach (var angle in angles)
        {
            Check(Math.Sin(angle), GpuFloat.Sin(angle), angle);
            Check(Math.Cos(angle), GpuFloat.Cos(angle), angle);
        }
    }

    [Fact]
    public void Infinity_has_no_sine() =>
        Assert.All([float.NaN, float.PositiveInfinity, float.NegativeInfinity],
            x => Assert.True(float.IsNaN(GpuFloat.Sin(x)) && float.IsNaN(GpuFloat.Cos(x))));

    private static float[] Around(float angle) => [MathF.BitDecrement(angle), angle, MathF.BitIncrement(angle)];

    private static void Check(double expected, float actual, float angle)
    {
        if (!(Math.Abs(actual - expected) <= 3e-7 * Math.Abs(expected)))
            Assert.Fail($"At {angle:R}: expected {expected:R}, got {actual:R}, {Math.Abs(actual / expected - 1)} off.");
    }
}
