using ModelDsl.Engines;
using ModelDsl.Tests.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>Rows, columns and norms at sizes around those of the groups of threads, against the reference.</summary>
public sealed class RowTests
{
    private static readonly int[] Lengths = [1, 2, 3, 10, 15, 16, 17, 63, 64, 65, 127, 129, 256, 257, 300, 1000];
    private static readonly int[] Heights = [2, 63, 64, 65, 127, 128, 129, 500, 3000];

    public static TheoryData<int> AllLengths => [.. Lengths];

    public static TheoryData<int> AllHeights => [.. Heights];

    [Theory, MemberData(nameof(AllLengths))]
    public void Rows_of_any_length_are_those_of_the_reference(int length)
    {
        foreach (var rows in new[] { 1, 5, 65 })
        {
            Shape shape = [rows, length];
            Compare.Agree(length, m => m.Engine.Softmax(m.Random(shape, -9, 9), m.Result(shape)));
            Compare.Agree(length, m => m.Engine.LogSoftmax(m.Random(shape, -9, 9), m.Result(shape)));
            Compare.Agree(length, m => m.Engine.SoftmaxGradient(m.Random(shape, 0, 1), m.Random(shape), m.Result(shape)));
            Compare.Agree(9 * length, m => m.Engine.SoftmaxCrossEntropy(
                m.Random(shape, -9, 9), m.Random(shape, 0, 1), m.Result([rows]), m.Result(shape)));
            Compare.Agree(9 * length, m => m.Engine.SparseSoftmaxCrossEntropy(
                m.Random(shape, -9, 9), m.Labels(rows, length), m.Result([rows]), m.Result(shape)));
            Compare.Agree(9, m => m.Engine.SigmoidCrossEntropy(
                m.Random(shape, -9, 9), m.Random(shape, 0, 1), m.Result([rows]), m.Result(shape)));
            Compare.Agree(length, m => m.Engine.SoftmaxCrossEntropyGradient(
                m.Random(shape, 0, 1), m.Random(shape, 0, 1), m.Random([rows]), m.Result(shape)));
            Compare.Agree(1, m => m.Engine.SparseSoftmaxCrossEntropyGradient(
                m.Random(shape, 0, 1), m.Labels(rows, length), m.Random([rows]), m.Result(shape)));
            Compare.Agree(1, m => m.Engine.SigmoidCrossEntropyGradient(
                m.Random(shape, 0, 1), m.Random(shape, 0, 1), m.Random([rows]), m.Result(shape)));
            Standardize(shape, 1, [rows]);
        }
    }

    /// <summary>Such a row counts nothing, but its loss is not a number either.</summary>
    [Fact]
    public void A_row_without_targets_whose_logits_are_not_numbers_has_no_loss() => Compare.Agree(1, m => m.Engine.SoftmaxCrossEntropy(
        m.Of([3, 2], [double.NaN, 1, 2, 3, double.PositiveInfinity, 4]), m.Of([3, 2], new double[6]), m.Result([3]), m.Result([3, 2])));

    [Theory, MemberData(nameof(AllHeights))]
    public void Columns_of_any_height_are_standardized_as_by_the_reference(int height)
    {
        foreach (var channels in new[] { 1, 3, 5, 17, 32, 33, 65 })
        {
            Standardize([height, channels], channels, [channels]);
            Compare.Agree(height, m => m.Engine.SumProducts(
                m.Random([height, channels]), m.Random([height, channels]), m.Result([channels])));
        }
        // Channels of samples, and groups of channels.
        Standardize([3, height, 5], 5, [3, 5]);
        Standardize([2, height, 6], 2, [2, 2]);
        Standardize([height, 6], 3, [3]);
    }

    /// <summary>The numbers lie 1 apart; a sum of squares without the mean would lose them.</summary>
    [Theory]
    [InlineData(1e3), InlineData(1e6), InlineData(-1e7)]
    public void Columns_far_from_zero_keep_their_digits(double distance)
    {
        foreach (var height in new[] { 70, 300, 5000 })
            Compare.Agree(height, m =>
            {
                var x = m.Of([height, 3], [.. Enumerable.Range(0, height * 3).Select(i => distance + (i * 7919 % 64))]);
                m.Engine.Standardize(x, 3, 1e-3, m.Result([height, 3]), m.Result([3]), m.Result([3]));
            });
    }

    /// <summary>One part of a column lies far from the others.</summary>
    [Fact]
    public void A_column_whose_parts_are_far_from_each_other_is_standardized_as_by_the_reference() => Compare.Agree(2000, m =>
    {
        var x = m.Of([2000, 2], [.. Enumerable.Range(0, 4000).Select(i => i < 100 ? 1000.0 + i % 7 : i % 11)]);
        m.Engine.Standardize(x, 2, 1e-3, m.Result([2000, 2]), m.Result([2]), m.Result([2]));
    });

    public static TheoryData<string, double[]> Norms => new()
    {
        { "below the limit", [0.1, -0.2, 0.3] },
        { "above it", [3, -4, 12] },
        { "zero", [0, 0, 0] },
        { "large", [1e30, -2e30, 5] },
        { "largest", [3e38, 3e38, -3e38, 1e-30] },
        { "small", [1e-30, 2e-35, 1e-44] },
        { "of all sizes", [1e-30, 1, 1e25, -7] },
        { "around 2⁵⁰", [1.2e15, -1.1e15, 1e15] },
        { "around 2⁻⁵⁰", [9e-16, 8.8e-16, -8e-16] },
        { "infinite", [1, double.PositiveInfinity, 2] },
        { "not a number", [1, double.NaN, 1e30] },
    };

    [Theory, MemberData(nameof(Norms))]
    public void Norms_of_any_size_are_clipped_as_by_the_reference(string name, double[] numbers)
    {
        foreach (var limit in new[] { 1.0, 1e-3, 1e3, 1e-30 })
        {
            var (expected, actual) = (Clipped(Engine.Reference), Clipped(TestDevice.Engine));
            for (var i = 0; i < numbers.Length; i++)
                Assert.True(
                    expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= 1e-6 * Math.Abs(expected[i]) + 1e-44,
                    $"{name}, limit {limit}: expected {expected[i]:R}, got {actual[i]:R}.");

            double[] Clipped(ITensorEngine engine) => Compare.Run(engine, m =>
                m.Engine.ClipNorm(m.Changed(m.Of([numbers.Length], [.. numbers.Select(v => (double)(float)v)])), limit))[0];
        }
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(255), InlineData(1024), InlineData(1025), InlineData(5000), InlineData(300_000)]
    public void Squares_of_any_number_of_terms_are_summed_and_clipped_as_by_the_reference(int count)
    {
        Compare.Agree(1, m =>
        {
            // The mean, so that the error is that of one rounding.
            m.Engine.SumOfSquares(m.Random([count]), 1.0 / Math.Max(count, 1), m.Result([]));
        });
        Compare.Agree(1, m => m.Engine.ClipNorm(m.Changed(m.Random([count])), 0.5));
    }

    [Theory]
    [InlineData(1), InlineData(3), InlineData(4), InlineData(5), InlineData(1023), InlineData(4097), InlineData(1_050_001)]
    public void Random_numbers_are_those_of_the_reference_at_every_place(int count)
    {
        var key = new RandomKey(5, 9);
        foreach (var rate in count > 10_000 ? new[] { 0.1 } : [0, 0.1, 0.5, 0.999])
            Compare.Agree(1, m => m.Engine.Dropout(m.Random([count]), rate, key, 3, m.Result([count])));
        Compare.Agree(1, m => m.Engine.Uniform(key, 3, m.Result([count])));
        Compare.Agree(1, m => m.Engine.Normal(key, 3, m.Result([count])));
    }

    private static void Standardize(Shape shape, int groups, Shape statistics)
    {
        Compare.Agree(shape.Size / statistics.Size, m =>
            m.Engine.Standardize(m.Random(shape), groups, 0.01, m.Result(shape), m.Result(statistics), m.Result(statistics)));
        Compare.Agree(shape.Size / statistics.Size, m => m.Engine.StandardizeGradient(
            m.Random(shape), m.Random(statistics, 0.1, 4), m.Random(shape), groups, 0.01, m.Result(shape)));
    }
}
