using FsCheck;
using FsCheck.Fluent;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Tests.Convolutions;

/// <summary>
/// Compares convolutions with their definition, written as plain loops. Shapes, strides, dilations, paddings and groups are random.
/// </summary>
public class ConvolutionLaws
{
    private sealed record Case(
        WindowSpec Window, int Height, int Width, int Samples, int Groups, int Inputs, int Outputs, bool UseBias, int Seed)
    {
        public int[] Images(int channels) => Window.OverSequence ? [Width, channels] : [Height, Width, channels];
    }

    private static readonly Gen<Case> Cases =
        from overSequence in Gen.Elements(true, false)
        from size in Gen.Choose(1, 3).ArrayOf(2)
        from strides in Gen.Choose(1, 3)
        from dilation in Gen.Choose(1, 2)
        from padding in Gen.Elements(WindowPadding.Valid, WindowPadding.Same, WindowPadding.Causal)
        from pads in Gen.Choose(0, 4).ArrayOf(4)
        from padsGiven in Gen.Elements(true, false)
        from image in Gen.Choose(5, 7).ArrayOf(2)
        from samples in Gen.Choose(1, 2)
        from groups in Gen.Choose(1, 3)
        from inputs in Gen.Choose(1, 3)
        from outputs in Gen.Choose(1, 3)
        from useBias in Gen.Elements(true, false)
        from seed in Gen.Choose(0, int.MaxValue)
        let allowed = padding == WindowPadding.Causal && !overSequence ? WindowPadding.Same : padding
        select new Case(
            new WindowSpec(overSequence ? 1 : size[0], size[1], overSequence ? 1 : strides, strides, dilation,
                padsGiven ? WindowPadding.Valid : allowed, overSequence)
            {
                Pads = !padsGiven ? [] : overSequence ? [0, 0, pads[2], pads[3]] : [.. pads],
            },
            overSequence ? 1 : image[0], image[1], samples, groups, inputs, outputs, useBias, seed);

    [Fact]
    public void A_convolution_is_a_sum_over_its_window_and_its_group() => ForAll(c =>
    {
        var (channels, filters) = (c.Groups * c.Inputs, c.Groups * c.Outputs);
        var layer = new LoweredLayer(
            new FilterSpec("A", filters, c.Groups, Weight("Kernel"), c.Window, "Linear", c.UseBias, Weight("Bias")), c.Images(channels), c.Seed, c.Samples);
        Assert.Equal([.. c.Window.Size, c.Inputs, filters], layer.ShapeOf(0));
        Close(Windows(c, channels, filters, layer.Shape, (pixel, cell, filter) =>
        {
            var first = filter / c.Outputs * c.Inputs;
            return Enumerable.Range(0,
                c.Inputs).Sum(i => layer.Input[pixel + first + i] * layer.Parameter(0)[(cell * c.Inputs + i) * filters + filter]);
        }, c.UseBias ? layer.Parameter(1) : null), layer.Output);
    });

    [Fact]
    public void A_depthwise_convolution_weighs_each_channel_by_itself() => ForAll(c =>
    {
        if (c.Window.OverSequence) return;
        var (channels, multiplier) = (c.Inputs, c.Outputs);
        var layer = new LoweredLayer(
            new DepthwiseSpec("A", multiplier, Weight("Depthwise"), c.Window, "Linear", c.UseBias, Weight("Bias")), c.Images(channels), c.Seed, c.Samples);
        Assert.Equal([c.Window.Height, c.Window.Width, channels, multiplier], layer.ShapeOf(0));
        Close(Windows(c, channels, channels * multiplier, layer.Shape, (pixel, cell, output) =>
            layer.Input[pixel + output / multiplier] * layer.Parameter(0)[cell * channels * multiplier + output], c.UseBias
                ? layer.Parameter(1) : null), layer.Output);
    });

    [Fact]
    public void A_separable_convolution_mixes_what_a_depthwise_one_finds() => ForAll(c =>
    {
        if (c.Window.OverSequence) return;
        var (channels, multiplier, filters) = (c.Inputs, c.Groups, c.Outputs);
        var layer = new LoweredLayer(
            new SeparableSpec("A", filters, multiplier, Weight("Depthwise"), Weight("Pointwise"), c.Window, "Linear", c.UseBias, Weight("Bias")),
            c.Images(channels), c.Seed, c.Samples);
        Assert.Equal([1, 1, channels * multiplier, filters], layer.ShapeOf(1));
        Close(Windows(c, channels, filters, layer.Shape, (pixel, cell, filter) => Enumerable.Range(0, channels * multiplier).Sum(found =>
            layer.Input[pixel + found / multiplier] * layer.Parameter(0)[cell * channels * multiplier + found]
                * layer.Parameter(1)[found * filters + filter]),
            c.UseBias ? layer.Parameter(2) : null), layer.Output);
    });

    /// <summary>
    /// ⟨conv(x), y⟩ = ⟨x, transposed(y)⟩ if both have the same kernel and x has the size of the transposed convolution's output.
    /// </summary>
    [Fact]
    public void A_transposed_convolution_is_the_adjoint_of_the_convolution() => ForAll(c =>
    {
        if (c.Window.OverSequence || (c.Window.Dilation > 1 && c.Window.StrideHeight > 1)) return;
        if (c.Window.Pads.Any(pad => pad > 2)) return;
        var transposed = Transposed(c, outputPadding: null);
        Assert.Equal([c.Window.Height, c.Window.Width, c.Outputs, c.Inputs], transposed.ShapeOf(0));
        var way = new Case(c.Window, transposed.Shape[0], transposed.Shape[1], c.Samples, 1, c.Outputs, c.Inputs, false, c.Seed);
        var x = Enumerable.Range(0, c.Samples * transposed.Shape.Aggregate((a, b) => a * b))
            .Select(i => Math.Sin(i + c.Seed % 100)).ToArray();
        var there = Windows(way, c.Outputs, c.Inputs, [c.Height, c.Width, c.Inputs],
            (pixel, cell, channel) => Enumerable.Range(0, c.Outputs).Sum(f =>
            x[pixel + f] * transposed.Parameter(0)[(cell * c.Outputs + f) * c.Inputs + channel]), null);
        Assert.Equal(there.Zip(transposed.Input, (a, b) => a * b).Sum(), x.Zip(transposed.Output, (a, b) => a * b).Sum(), 1e-9);
    });

    /// <summary>The lengths of Keras's <c>compute_conv_transpose_output_shape</c>.</summary>
    [Theory]
    [InlineData(3, 3, 1, 1, WindowPadding.Valid, null, 5), InlineData(3, 3, 2, 1, WindowPadding.Valid, null, 7), InlineData(4, 2, 3, 1,
        WindowPadding.Valid, null, 12)]
    [InlineData(3, 3, 1, 2, WindowPadding.Valid, null, 7), InlineData(3, 3, 2, 1, WindowPadding.Valid, 0, 7), InlineData(3, 3, 2, 1,
        WindowPadding.Valid, 1, 8)]
    [InlineData(3, 3, 2, 1, WindowPadding.Same, null, 6), InlineData(5, 4, 3, 1, WindowPadding.Same, null, 15), InlineData(3, 3, 1, 2,
        WindowPadding.Same, null, 3)]
    [InlineData(3, 3, 2, 1, WindowPadding.Same, 0, 5), InlineData(3, 3, 2, 1, WindowPadding.Same, 1, 6), InlineData(3, 4, 2, 1,
        WindowPadding.Same, 1, 5)]
    public void A_transposed_convolution_is_as_large_as_in_Keras(
        int length, int size, int strides, int dilation, object padding, int? outputPadding, int expected)
    {
        var window = new WindowSpec(size, 1, strides, strides, dilation, (WindowPadding)padding, false);
        var layer = Transposed(new Case(window, length, 1, 1, 1, 2, 3, true, 5), outputPadding);
        Assert.Equal([expected, outputPadding is null ? strides : layer.Shape[1], 3], layer.Shape);
    }

    /// <summary>
    /// Checks the first row of the output, by the padding of Keras's backends: <c>reach − 1 − left</c> rows of the full sum are cut off
    /// before it.
    /// </summary>
    [Theory]
    [InlineData(WindowPadding.Valid, 0), InlineData(WindowPadding.Valid, 1), InlineData(WindowPadding.Same,
        0), InlineData(WindowPadding.Same, 1)]
    public void Output_padding_is_added_at_the_end(object padding, int outputPadding)
    {
        var window = new WindowSpec(3, 1, 2, 2, 1, (WindowPadding)padding, false);
        var layer = Transposed(new Case(window, 4, 1, 1, 1, 1, 1, false, 5), outputPadding);
        var full = new double[9];
        for (var place = 0; place < 4; place++)
            for (var cell = 0; cell < 3; cell++) full[2 * place + cell] += layer.Input[place] * layer.Parameter(0)[cell];
        // With kernel 3, left is (3 + 1 − 2 + outputPadding + 1) / 2. So one row is cut off with padding same, and none with a padding of
        // 1.
        var skipped = (WindowPadding)padding == WindowPadding.Same ? 2 - Math.Min((2 + outputPadding + 1) / 2, 2) : 0;
        var width = layer.Shape[1];
        var rows = Enumerable.Range(0, layer.Shape[0]).Select(row => layer.Output[row * width]);
        Close([.. full.Skip(skipped).Concat([0.0, 0.0]).Take(layer.Shape[0])], [.. rows]);
    }

    /// <summary>Rows and columns are padded by themselves: the pixels are those of a result with the padding of both.</summary>
    [Theory]
    [InlineData(2, 0), InlineData(0, 1), InlineData(1, 1), InlineData(2, null), InlineData(null, 1)]
    public void Output_paddings_of_rows_and_columns_may_differ(int? rows, int? columns)
    {
        var c = new Case(new WindowSpec(3, 4, 3, 2, 1, WindowPadding.Valid, false), 3, 4, 2, 1, 2, 3, false, 5);
        var layer = Transposed(c, (rows, columns));
        int[] most = [(3 - 1) * 3 + 3 + 2, (4 - 1) * 2 + 4 + 1, 3];
        Assert.Equal([most[0] - 2 + (rows ?? 0), most[1] - 1 + (columns ?? 0), 3], layer.Shape);
        var whole = Transposed(c, (2, 1));
        Assert.Equal(most, whole.Shape);
        Close(
            [
                .. from sample in Enumerable.Range(0, c.Samples)
                   from row in Enumerable.Range(0, layer.Shape[0])
                   from number in Enumerable.Range(0, layer.Shape[1] * 3)
                   select whole.Output[((sample * most[0]) + row) * most[1] * 3 + number],
            ], layer.Output);
    }

    private static LoweredLayer Transposed(Case c, int? outputPadding) => Transposed(c, (outputPadding, outputPadding));

    private static LoweredLayer Transposed(Case c, (int? Rows, int? Columns) more) => new(
        new TransposeSpec("A", c.Outputs, more, Weight("Kernel"), c.Window, "Linear", false, Weight("Bias")), c.Images(c.Inputs), c.Seed, c.Samples);

    /// <summary>Returns the sum over the cells inside the image, plus the bias, for every window and filter.</summary>
    /// <param name="c">The case.</param>
    /// <param name="channels">Numbers in each pixel.</param>
    /// <param name="filters">Numbers at each place.</param>
    /// <param name="output">Shape of a sample of the output.</param>
    /// <param name="term">The term, from the start of a pixel, the cell and the filter.</param>
    /// <param name="bias">A number for each filter.</param>
    private static double[] Windows(Case c, int channels, int filters, int[] output, Func<int, int, int, double> term, double[]? bias)
    {
        var (rows, top) = Places(c.Height, c.Window.Height, c.Window.StrideHeight,
            c.Window.OverSequence ? WindowPadding.Valid : c.Window.Padding, 0);
        var (columns, left) = Places(c.Width, c.Window.Width, c.Window.StrideWidth, c.Window.Padding, 2);
        Assert.Equal(c.Window.OverSequence ? [columns, filters] : [rows, columns, filters], output);
        var sums = new List<double>();
        for (var n = 0; n < c.Samples; n++)
            for (var row = 0; row < rows; row++)
                for (var column = 0; column < columns; column++)
                    for (var filter = 0; filter < filters; filter++)
                    {
                        var sum = bias?[filter] ?? 0;
                        for (var i = 0; i < c.Window.Height; i++)
                            for (var j = 0; j < c.Window.Width; j++)
                            {
                                var (y, x) = (row * c.Window.StrideHeight + i * c.Window.Dilation - top,
                                    column * c.Window.StrideWidth + j * c.Window.Dilation - left);
                                if (y < 0 || y >= c.Height || x < 0 || x >= c.Width) continue;
                                sum += term(((n * c.Height + y) * c.Width + x) * channels, i * c.Window.Width + j, filter);
                            }
                        sums.Add(sum);
                    }
        return [.. sums];

        (int Count, int Before) Places(int length, int size, int stride, WindowPadding padding, int edge)
        {
            var reach = (size - 1) * c.Window.Dilation + 1;
            if (c.Window.Pads.Count > 0)
                return ((length + c.Window.Pads[edge] + c.Window.Pads[edge + 1] - reach) / stride + 1, c.Window.Pads[edge]);
            var count = padding == WindowPadding.Valid ? (length - reach) / stride + 1 : (length + stride - 1) / stride;
            return (count, padding switch
            {
                WindowPadding.Same => Math.Max((count - 1) * stride + reach - length, 0) / 2,
                WindowPadding.Causal => reach - 1,
                _ => 0,
            });
        }
    }

    private static WeightSpec Weight(string tensor) => WeightSpec.Of(tensor, "Zeros");

    private static void Close(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-9));
    }

    private static void ForAll(Action<Case> law) =>
        Prop.ForAll(Cases.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
