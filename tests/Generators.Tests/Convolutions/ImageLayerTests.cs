using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Tests.Convolutions;

/// <summary>Layers that move the pixels of images, against their definitions.</summary>
public class ImageLayerTests
{
    [Fact]
    public void Zero_padding_adds_zeros_and_cropping_takes_them_away()
    {
        var padded = new LoweredLayer(new EdgesSpec("A", "ZeroPadding2D", 1, 2, 0, 3), [2, 3, 2], seed: 1);
        Assert.Equal([5, 6, 2], padded.Shape);
        Each(padded, (n, y, x, c) => y is >= 1 and < 3 && x < 3 ? padded.Input[((n * 2 + y - 1) * 3 + x) * 2 + c] : 0);

        var cropped = new LoweredLayer(new EdgesSpec("A", "Cropping2D", 1, 2, 0, 3), [5, 6, 2], seed: 1);
        Assert.Equal([2, 3, 2], cropped.Shape);
        Each(cropped, (n, y, x, c) => cropped.Input[((n * 5 + y + 1) * 6 + x) * 2 + c]);
    }

    [Fact]
    public void Up_sampling_repeats_every_pixel()
    {
        var layer = new LoweredLayer(new UpSamplingSpec("A", 3, 2), [2, 3, 2], seed: 1);
        Assert.Equal([6, 6, 2], layer.Shape);
        Each(layer, (n, y, x, c) => layer.Input[((n * 2 + y / 3) * 3 + x / 2) * 2 + c]);
    }

    [Fact]
    public void A_permutation_counts_from_one()
    {
        var layer = new LoweredLayer(new PermuteSpec("A", [3, 1, 2]), [2, 3, 4], seed: 1);
        Assert.Equal([4, 2, 3], layer.Shape);
        Each(layer, (n, y, x, c) => layer.Input[((n * 2 + x) * 3 + c) * 4 + y]);
    }

    [Theory]
    [InlineData("MaxPooling1D"), InlineData("AveragePooling1D")]
    public void Pools_over_sequences_leave_out_what_lies_outside(string name)
    {
        var window = new WindowSpec(1, 3, 1, 2, 1, WindowPadding.Same, OverSequence: true);
        var layer = new LoweredLayer(new PoolingSpec("A", name, window), [6, 2], seed: 1);
        Assert.Equal([3, 2], layer.Shape);
        for (var i = 0; i < layer.Output.Length; i++)
        {
            var (n, place, channel) = (i / 6, i / 2 % 3, i % 2);
            // Distance two and width three: one zero, at the end.
            var seen = Enumerable.Range(2 * place,
                3).Where(step => step < 6).Select(step => layer.Input[(n * 6 + step) * 2 + channel]).ToArray();
            Assert.Equal(name == "MaxPooling1D" ? seen.Max() : seen.Average(), layer.Output[i], 1e-12);
        }
    }

    [Theory]
    [InlineData("GlobalMaxPooling1D"), InlineData("GlobalAveragePooling1D")]
    public void Global_pools_over_sequences_see_every_step(string name)
    {
        var layer = new LoweredLayer(new GlobalPoolingSpec("A", name), [5, 3], seed: 1);
        Assert.Equal([3], layer.Shape);
        for (var i = 0; i < layer.Output.Length; i++)
        {
            var seen = Enumerable.Range(0, 5).Select(step => layer.Input[(i / 3 * 5 + step) * 3 + i % 3]).ToArray();
            Assert.Equal(name == "GlobalMaxPooling1D" ? seen.Max() : seen.Average(), layer.Output[i], 1e-12);
        }
    }

    private static void Each(LoweredLayer layer, Func<int, int, int, int, double> expected)
    {
        var (height, width, channels) = (layer.Shape[0], layer.Shape[1], layer.Shape[2]);
        for (var i = 0; i < layer.Output.Length; i++)
            Assert.Equal(expected(i / (height * width * channels), i / (width * channels) % height, i / channels % width, i % channels),
                layer.Output[i]);
    }
}
