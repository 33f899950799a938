using ModelDsl.CompilerServices;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Initial;

/// <summary>Initial values against Keras's formulas: the bounds exactly, the moments within five standard errors.</summary>
public class InitializersTests
{
    private const double TruncatedKurtosis = 2.3655;

    public static readonly Shape[] Shapes = [[300], [37, 41], [3, 5, 11, 17], [7, 9, 31]];

    /// <summary>Shapes with their fans, computed by hand.</summary>
    public static TheoryData<int[], double, double> FanRows() => new()
    {
        { [], 1, 1 },
        { [7], 7, 7 },
        { [3, 5], 3, 5 },
        { [4, 3, 5], 12, 20 },
        { [3, 2, 8, 16], 48, 96 },
        { [2, 3, 4, 5, 6], 120, 144 },
    };

    [Theory]
    [MemberData(nameof(FanRows))]
    public void Fans_count_the_cells_of_a_window(int[] shape, double fanIn, double fanOut) =>
        Assert.Equal((fanIn, fanOut), Initializers.Fans(Shape.Create(shape)));

    /// <summary>Uniform initializers with half the width of their range, from the fans.</summary>
    [Fact]
    public void Uniform_initializers_fill_their_range()
    {
        foreach (var shape in Shapes)
        {
            var (fanIn, fanOut) = Initializers.Fans(shape);
            Check(Initializers.GlorotUniform(shape, 3, 1), -Math.Sqrt(6 / (fanIn + fanOut)), Math.Sqrt(6 / (fanIn + fanOut)));
            Check(Initializers.HeUniform(shape, 3, 1), -Math.Sqrt(6 / fanIn), Math.Sqrt(6 / fanIn));
            Check(Initializers.LecunUniform(shape, 3, 1), -Math.Sqrt(3 / fanIn), Math.Sqrt(3 / fanIn));
            Check(Initializers.RandomUniform(shape, 3, 1), -0.05, 0.05);
            Check(Initializers.RandomUniform(shape, 3, 1, 2, 5), 2, 5);
            Check(Initializers.VarianceScaling(shape, 3, 1, 0.7, Fan.Out, Distribution.Uniform), -Math.Sqrt(2.1 / fanOut),
                Math.Sqrt(2.1 / fanOut));
        }

        static void Check(Tensor tensor, double low, double high)
        {
            var values = tensor.ToArray();
            Assert.InRange(values.Min(), low, low + (high - low) / 40);
            Assert.InRange(values.Max(), high - (high - low) / 40, high);
            CheckMoments(values, (low + high) / 2, (high - low) / Math.Sqrt(12), kurtosis: 1.8);
        }
    }

    [Fact]
    public void Normal_initializers_have_their_mean_and_variance()
    {
        foreach (var shape in Shapes)
        {
            var (_, fanOut) = Initializers.Fans(shape);
            CheckMoments(Initializers.RandomNormal(shape, 9, 2).ToArray(), 0, 0.05, kurtosis: 3);
            CheckMoments(Initializers.RandomNormal(shape, 9, 2, 1.5, 0.3).ToArray(), 1.5, 0.3, kurtosis: 3);
            var scaled = Initializers.VarianceScaling(shape, 9, 2, 0.5, Fan.Out, Distribution.UntruncatedNormal).ToArray();
            CheckMoments(scaled, 0, Math.Sqrt(0.5 / fanOut), kurtosis: 3);
            Assert.Contains(scaled, w => Math.Abs(w) > 2.2 * Math.Sqrt(0.5 / fanOut));
        }
    }

    /// <summary>
    /// After truncation the variance is that of the formula. No number lies beyond two standard deviations of the untruncated distribution.
    /// </summary>
    [Fact]
    public void Truncated_initializers_are_cut_at_two_deviations()
    {
        const double cut = 0.87962566103423978;
        foreach (var shape in Shapes)
        {
            var (fanIn, fanOut) = Initializers.Fans(shape);
            Check(Initializers.TruncatedNormal(shape, 5, 0), 0, 0.05 * cut);
            Check(Initializers.TruncatedNormal(shape, 5, 0, -1, 2), -1, 2 * cut);
            Check(Initializers.GlorotNormal(shape, 5, 0), 0, Math.Sqrt(2 / (fanIn + fanOut)));
            Check(Initializers.HeNormal(shape, 5, 0), 0, Math.Sqrt(2 / fanIn));
            Check(Initializers.LecunNormal(shape, 5, 0), 0, Math.Sqrt(1 / fanIn));
            Check(Initializers.VarianceScaling(shape, 5, 0), 0, Math.Sqrt(1 / fanIn));
            Check(Initializers.VarianceScaling(shape, 5, 0, 3, Fan.Average), 0, Math.Sqrt(6 / (fanIn + fanOut)));
        }

        static void Check(Tensor tensor, double mean, double deviation)
        {
            var values = tensor.ToArray();
            var limit = 2 * deviation / cut;
            Assert.All(values, w => Assert.InRange(w, mean - limit * 1.000001, mean + limit * 1.000001));
            Assert.Contains(values, w => Math.Abs(w - mean) > 0.9 * limit);
            CheckMoments(values, mean, deviation, TruncatedKurtosis);
        }
    }

    /// <summary>
    /// The columns (or the rows if there are fewer) are orthogonal with the gain as their length. The triangle's diagonal is positive.
    /// </summary>
    [Theory]
    [InlineData(1, new[] { 5, 5 })]
    [InlineData(0.5, new[] { 40, 12 })]
    [InlineData(2, new[] { 12, 40 })]
    [InlineData(1, new[] { 3, 3, 4, 20 })]
    [InlineData(1, new[] { 1, 9 })]
    [InlineData(3, new[] { 128, 128 })]
    public void An_orthogonal_matrix_times_its_transpose_is_the_squared_gain(double gain, int[] dimensions)
    {
        var shape = Shape.Create(dimensions);
        var values = Initializers.Orthogonal(shape, 11, 4, gain).ToArray();
        var (rows, columns) = (shape.Size / shape[^1], shape[^1]);
        var (length, count) = (Math.Max(rows, columns), Math.Min(rows, columns));
        for (var a = 0; a < count; a++)
            for (var b = 0; b < count; b++)
            {
                var dot = Enumerable.Range(0, length).Sum(i => (double)At(i, a) * At(i, b));
                Assert.Equal(a == b ? gain * gain : 0, dot, 1e-5 * gain * gain);
            }

        float At(int i, int vector) => rows < columns ? values[vector * columns + i] : values[i * columns + vector];
    }

    [Fact]
    public void Constant_initializers_are_what_they_say()
    {
        Assert.All(Initializers.Zeros([3, 4]).ToArray(), w => Assert.Equal(0, w));
        Assert.All(Initializers.Ones([3, 4]).ToArray(), w => Assert.Equal(1, w));
        Assert.All(Initializers.Constant([5], -0.25).ToArray(), w => Assert.Equal(-0.25, w));
        Assert.All(Initializers.Constant([5]).ToArray(), w => Assert.Equal(0, w));
        Assert.Equal([2, 0, 0, 0, 2, 0], Initializers.Identity([2, 3], 2).ToArray());
        Assert.Equal([1, 0, 0, 1, 0, 0], Initializers.Identity([3, 2]).ToArray());
    }

    /// <summary>
    /// The same seed and parameter give the same bits; another seed or parameter gives others. A longer tensor starts with the same
    /// numbers.
    /// </summary>
    [Fact]
    public void Numbers_depend_on_seed_parameter_and_position_alone()
    {
        var makers = new Func<Shape, int, uint, Tensor>[]
        {
            Initializers.GlorotUniform, (s, seed, p) => Initializers.RandomNormal(s, seed, p), (s, seed, p) =>
                Initializers.TruncatedNormal(s, seed, p),
            (s, seed, p) => Initializers.RandomUniform(s, seed, p), (s, seed, p) => Initializers.Orthogonal(s, seed, p),
        };
        foreach (var make in makers)
        {
            var values = make([30, 20], 1, 2).ToArray();
            Assert.Equal(values, make([30, 20], 1, 2).ToArray());
            Assert.NotEqual(values, make([30, 20], 2, 2).ToArray());
            Assert.NotEqual(values, make([30, 20], 1, 3).ToArray());
        }
        Assert.Equal(Initializers.TruncatedNormal([600], 1, 2).ToArray(), Initializers.TruncatedNormal([1000], 1, 2).ToArray()[..600]);
        Assert.Equal(Initializers.RandomNormal([600], 1, 2).ToArray(), Initializers.RandomNormal([1000], 1, 2).ToArray()[..600]);
    }

    /// <summary>The bits come from a run that was made before there were other initializers.</summary>
    [Fact]
    public void Glorot_uniform_keeps_its_bits()
    {
        var limit = Math.Sqrt(6.0 / (3 * 3 * (2 + 5)));
        var expected = Enumerable.Range(0, 90)
            .Select(i => (float)(limit * (2.0 * Philox.Uniform(new RandomKey(42), RandomStreams.Initializer + 6, (uint)i) - 1.0)));
        Assert.Equal(expected, Initializers.GlorotUniform([3, 3, 2, 5], 42, 6).ToArray());
    }

    [Fact]
    public void The_reference_page_has_a_row_for_every_initializer() => Assert.Equal(
        Enum.GetNames<Initializer>().Select(name => $"`{name}`"),
        ReferencePage.Rows("initializers").Select(line => line.Split('|')[1].Trim()));

    private static void CheckMoments(float[] values, double mean, double deviation, double kurtosis)
    {
        var actual = values.Average(w => (double)w);
        var variance = values.Average(w => (w - actual) * (w - actual));
        Assert.InRange(actual, mean - 5 * deviation / Math.Sqrt(values.Length), mean + 5 * deviation / Math.Sqrt(values.Length));
        var error = 5 * Math.Sqrt((kurtosis - 1) / values.Length);
        Assert.InRange(variance / (deviation * deviation), 1 - error, 1 + error);
    }
}
