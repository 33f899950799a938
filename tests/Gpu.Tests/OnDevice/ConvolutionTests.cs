using ModelDsl.Engines;
using ModelDsl.Tests.Engines;

namespace ModelDsl.Gpu.Tests;

/// <summary>Convolutions and pools at sizes around those of their tiles, against the reference.</summary>
public sealed class ConvolutionTests
{
    private static readonly Window[] Windows =
    [
        new(1, 1), new(3, 3, Top: 1, Left: 1), new(3, 2, 2, 1, Top: 1), new(2, 3, 1, 3, Left: 2), new(3, 3, 2, 2, Top: 1, Left: 1),
        new(2, 2, DilationHeight: 2, DilationWidth: 3, Top: 2, Left: 1), new(3, 2, 2, 3, 2, 2, 3, 1), new(5, 5, 3, 2, 1, 2, 2, 4),
    ];

    [Theory]
    [InlineData(1), InlineData(3), InlineData(5), InlineData(17), InlineData(33), InlineData(64), InlineData(65)]
    public void A_convolution_and_its_gradients_are_those_of_the_reference(int channels)
    {
        foreach (var filters in new[] { 1, 3, 5, 17, 33, 64, 65 })
        {
            var window = Windows[(channels + filters) % Windows.Length];
            var (samples, height, width) = (channels + filters) % 3 == 0 ? (1, 6, 7) : (3, 8, 9);
            var activation = (channels + filters) % 2 == 0 ? ActivationKind.Relu : ActivationKind.Tanh;
            Check(window, [samples, height, width, channels], filters, activation);
        }
    }

    [Fact]
    public void Every_window_with_every_tile_is_that_of_the_reference()
    {
        foreach (var window in Windows)
            foreach (var (channels, filters) in new[] { (3, 5), (5, 33), (33, 3), (34, 70) })
                Check(window, [2, 9, 10, channels], filters, ActivationKind.Relu);
    }

    /// <summary>The places of a part are 128 or more; a row has two of them, and the last row is outside.</summary>
    [Theory]
    [InlineData(126, 3, 5), InlineData(127, 1, 1), InlineData(128, 1, 40), InlineData(191, 2, 2), InlineData(257, 17, 33)]
    [InlineData(1000, 3, 33)]
    public void Sums_of_a_kernels_gradient_that_groups_share_are_those_of_the_reference(int rows, int channels, int filters) =>
        Check(new(1, 2), [1, rows, 2, channels], filters, ActivationKind.Linear);

    [Fact]
    public void A_run_gives_the_same_bits_each_time()
    {
        var first = Gradient();
        Assert.Equal(first, Gradient());

        static double[][] Gradient() => Compare.Run(TestDevice.Engine, m => m.Engine.ConvolutionKernelGradient(
            m.Random([4, 16, 16, 3]), m.Random([4, 16, 16, 9]), new(3, 3, Top: 1, Left: 1), m.Result([27, 9])));
    }

    /// <summary>NaN and infinities stay where their window or their filter is.</summary>
    [Fact]
    public void A_pixel_that_is_NaN_reaches_the_places_of_its_windows_alone()
    {
        var memory = new GuardedMemory(TestDevice.Engine, 3);
        var numbers = new double[8 * 8 * 2];
        numbers[(4 * 8 + 5) * 2 + 1] = double.NaN;
        var result = memory.Result([1, 8, 8, 3]);
        memory.Engine.Convolution(
            memory.Of([1, 8, 8, 2], numbers), memory.Random([18, 3]), new(3, 3, Top: 1, Left: 1), null, ActivationKind.Relu, result);
        var found = memory.Read(result);
        for (var i = 0; i < found.Length; i++)
        {
            var (row, column) = (i / 24, i / 3 % 8);
            Assert.Equal(row is >= 3 and <= 5 && column is >= 4 and <= 6, double.IsNaN(found[i]));
        }
    }

    private static void Check(Window window, Shape images, int filters, ActivationKind activation)
    {
        var (rows, columns) = (Places(images[1], window.Top, window.Height, window.StrideHeight, window.DilationHeight),
            Places(images[2], window.Left, window.Width, window.StrideWidth, window.DilationWidth));
        if (rows < 1 || columns < 1) return;
        Shape kernel = [window.Height * window.Width * images[3], filters], results = [images[0], rows, columns, filters];
        Agree(m => (m.Random(images), m.Random(kernel), m.Result(results)), kernel[0], (e, x, k, y) =>
            e.Convolution(x, k, window, null, activation, y));
        Agree(m => (m.Random(images), m.Random([kernel.Size + filters]), m.Result(results)), kernel[0], (e, x, k, y) =>
            e.Convolution(x, e.View(k, 0, kernel), window, e.View(k, kernel.Size, [filters]), activation, y));
        Agree(m => (m.Random(results), m.Random(kernel), m.Result(images)), kernel.Size / images[3], (e, g, k, y) =>
            e.ConvolutionImageGradient(g, k, window, y));
        Agree(m => (m.Random(images), m.Random(results), m.Result(kernel)), results.Size / filters, (e, x, g, y) =>
            e.ConvolutionKernelGradient(x, g, window, y));

        Shape own = [window.Height, window.Width, images[3], 1], places = [images[0], rows, columns, images[3]];
        Agree(m => (m.Random(images), m.Random(own), m.Result(places)), 9, (e, x, k, y) => e.DepthwiseConvolution(x, k, window, y));
        Agree(m => (m.Random(places), m.Random(own), m.Result(images)), 9, (e, g, k, y) => e.DepthwiseImageGradient(g, k, window, y));
        Agree(m => (m.Random(images), m.Random(places), m.Result(own)), places.Size / images[3], (e, x, g, y) =>
            e.DepthwiseKernelGradient(x, g, window, y));
    }

    /// <summary>One place beyond the last whole window: its cells are partly outside.</summary>
    private static int Places(int size, int before, int cells, int stride, int dilation) =>
        (size + before - (cells - 1) * dilation - 1) / stride + 2;

    private static void Agree(
        Func<GuardedMemory, (TensorBuffer First, TensorBuffer Second, TensorBuffer Result)> buffers, int terms,
        Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer> call) => Compare.Agree(terms, memory =>
        {
            var made = buffers(memory);
            call(memory.Engine, made.First, made.Second, made.Result);
        });
}
