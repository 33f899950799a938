using FsCheck;
using FsCheck.Fluent;
using ModelDsl.Engines;

namespace ModelDsl.Tests.Engines;

public abstract partial class EngineLaws
{
    /// <summary>Any window, with images and places of any size. The span of the windows may be smaller or larger than the image.</summary>
    private static readonly Gen<(Window Window, Shape Images, Shape Places, int Seed)> Windowed =
        from height in Gen.Choose(1, 4)
        from width in Gen.Choose(1, 4)
        from strideHeight in Gen.Choose(1, 3)
        from strideWidth in Gen.Choose(1, 3)
        from dilationHeight in Gen.Choose(1, 3)
        from dilationWidth in Gen.Choose(1, 3)
        from top in Gen.Choose(0, 3)
        from left in Gen.Choose(0, 3)
        from images in Gen.Choose(1, 6).ArrayOf(2)
        from places in Gen.Choose(1, 5).ArrayOf(2)
        from samples in Gen.Choose(1, 3)
        from channels in Gen.OneOf(Gen.Elements(1, 2, 3, 4, 8, 16, 32), Gen.Choose(1, 40))
        from seed in Gen.Choose(0, int.MaxValue)
        select (
            new Window(height, width, strideHeight, strideWidth, dilationHeight, dilationWidth, top, left),
            Shape.Create(samples, images[0], images[1], channels), Shape.Create(samples, places[0], places[1], channels), seed);

    [Fact]
    public void Patches_of_any_window_are_those_of_plain_loops() => ForAllWindows((window, images, places, seed) =>
    {
        Shape patches = [places[0], places[1], places[2], window.Height * window.Width * images[3]];
        Agree(seed, m => m.Random(images), patches, (e, x, y) => e.Patches(x, window, y));
        Agree(seed, m => m.Random(patches), images, (e, x, y) => e.PatchesGradient(x, window, y));
    });

    [Fact]
    public void Depthwise_convolutions_of_any_window_are_those_of_plain_loops() => ForAllWindows((window, images, places, seed) =>
    {
        Shape kernel = [window.Height, window.Width, images[3], 1];
        AgreeOnTwo(seed, images, kernel, places, (e, x, k, y) => e.DepthwiseConvolution(x, k, window, y));
        AgreeOnTwo(seed, places, kernel, images, (e, g, k, y) => e.DepthwiseImageGradient(g, k, window, y));
        AgreeOnTwo(seed, images, places, kernel, (e, x, g, y) => e.DepthwiseKernelGradient(x, g, window, y));
    });

    [Fact]
    public void Convolutions_of_any_window_are_those_of_plain_loops() => ForAllWindows((window, images, places, seed) =>
    {
        var filters = 1 + seed % 50;
        Shape kernel = [window.Height * window.Width * images[3], filters], results = [places[0], places[1], places[2], filters];
        AgreeOnTwo(seed, images, kernel, results, (e, x, k, y) => e.Convolution(x, k, window, null, ActivationKind.Linear, y), kernel[0]);
        AgreeOnTwo(seed, results, kernel, images, (e, g, k, y) => e.ConvolutionImageGradient(g, k, window, y), kernel.Size / images[3]);
        AgreeOnTwo(seed, images, results, kernel, (e, x, g, y) => e.ConvolutionKernelGradient(x, g, window, y), results.Size / filters);
    });

    /// <summary>Convolutions of several blocks of patches, with blocks that end in the middle of an image or of a row.</summary>
    [Theory]
    [InlineData(3, 3, 9, 11, 40), InlineData(5, 5, 12, 9, 70), InlineData(1, 3, 1, 300, 2), InlineData(2, 2, 20, 20,
        1), InlineData(7, 7, 8, 8, 64)]
    public void Convolutions_of_many_blocks_are_those_of_plain_loops(int height, int width, int rows, int columns, int channels)
    {
        foreach (var window in new[] { new Window(height, width), new(height, width, Top: height / 2, Left: width / 2),
            new(height, width, 2, 1, Left: 1) })
            foreach (var filters in new[] { 1, 9, 48, 96 })
            {
                Shape images = [3, rows, columns, channels], kernel = [height * width * channels, filters];
                Shape results = [3, (rows + window.Top - height) / window.StrideHeight + 1, columns + window.Left - width + 1, filters];
                AgreeOnTwo(
                    filters, images, kernel, results, (e, x, k, y) =>
                        e.Convolution(x, k, window, null, ActivationKind.Linear, y), kernel[0]);
                AgreeOnTwo(filters, results, kernel, images, (e, g, k, y) => e.ConvolutionImageGradient(g, k, window, y),
                    height * width * filters);
                AgreeOnTwo(filters, images, results, kernel, (e, x, g, y) => e.ConvolutionKernelGradient(x, g, window, y),
                    results.Size / filters);
            }
    }

    /// <summary>Batches and numbers of filters for which libraries choose other kernels than for the small sizes above.</summary>
    [Theory]
    [InlineData(1, 1), InlineData(1, 2), InlineData(2, 1), InlineData(3, 1), InlineData(3, 2), InlineData(5, 1)]
    public void Convolutions_of_many_images_and_filters_are_those_of_plain_loops(int size, int stride)
    {
        var window = new Window(size, size, stride, stride);
        foreach (var (samples, channels, filters) in new[] { (16, 1, 33), (17, 8, 40), (64, 3, 70), (16, 17, 100) })
        {
            var places = (6 - size) / stride + 1;
            Shape images = [samples, 6, 6, channels], kernel = [size * size * channels, filters], results = [samples, places,
                places, filters];
            AgreeOnTwo(filters, images, kernel, results,
                (e, x, k, y) => e.Convolution(x, k, window, null, ActivationKind.Linear, y), kernel[0]);
            AgreeOnTwo(filters, results, kernel, images, (e, g, k, y) => e.ConvolutionImageGradient(g, k, window, y),
                size * size * filters);
            AgreeOnTwo(filters, images, results, kernel, (e, x, g, y) => e.ConvolutionKernelGradient(x, g, window, y),
                results.Size / filters);
            Shape frames = [samples, 6, 6, filters];
            Agree(filters, m => m.Random(frames), results, (e, x, y) => e.MaxPool(x, window, y));
            Agree(filters, m => m.Random(frames), results, (e, x, y) => e.AveragePool(x, window, y));
            Agree(filters, m => m.Random(results), frames, (e, g, y) => e.AveragePoolGradient(g, window, y));
            AgreeOnTwo(filters, frames, [size, size, filters, 1], results, (e, x, k, y) => e.DepthwiseConvolution(x, k, window, y));
        }
    }

    [Fact]
    public void Pools_of_any_window_are_those_of_plain_loops() => ForAllWindows((window, images, places, seed) =>
    {
        if (!EachHasACell(window, images, places)) return;
        TensorBuffer Image(GuardedMemory memory)
        {
            // Few different numbers, and some NaN: some windows have several maxima, and some have none.
            var numbers = memory.Read(memory.Random(images)).Select(v => Math.Round(v))
                .Select((v, i) => (i + seed) % 23 == 0 ? double.NaN : v);
            return memory.Of(images, [.. numbers]);
        }
        Agree(seed, Image, places, (e, x, y) => e.MaxPool(x, window, y));
        Agree(seed, m => m.Random(images), places, (e, x, y) => e.AveragePool(x, window, y));
        Agree(seed, m => m.Random(places), images, (e, x, y) => e.AveragePoolGradient(x, window, y));
        Agree(seed, m =>
        {
            var (x, maxima) = (Image(m), m.Result(places));
            m.Engine.MaxPool(x, window, maxima);
            m.Engine.MaxPoolGradient(x, maxima, m.Random(places), window, m.Result(images));
            return x;
        }, images, (e, x, y) => e.Copy(x, y));
        Agree(seed, m =>
        {
            var (x, maxima) = (Image(m), m.Result(places));
            m.Engine.MaxPool(x, window, maxima);
            m.Engine.MaxPoolTangent(x, maxima, m.Random(images), window, m.Result(places));
            return x;
        }, images, (e, x, y) => e.Copy(x, y));
    });

    [Fact]
    public void Of_equal_maxima_the_first_gets_the_gradient()
    {
        var memory = new GuardedMemory(engine, 1);
        var x = memory.Of([1, 2, 3, 1], 5, 5, 4, 3, 5, 5);
        var (maxima, gradient, result) = (memory.Result([1, 1, 2, 1]), memory.Of([1, 1, 2, 1], 10, 1), memory.Result([1, 2, 3, 1]));
        var window = new Window(2, 2);
        engine.MaxPool(x, window, maxima);
        engine.MaxPoolGradient(x, maxima, gradient, window, result);
        Assert.Equal([5, 5], memory.Read(maxima));
        Assert.Equal([10, 1, 0, 0, 0, 0], memory.Read(result));
    }

    [Fact]
    public void Of_equal_maxima_the_first_has_the_tangent()
    {
        var memory = new GuardedMemory(engine, 1);
        var (x, tangent) = (memory.Of([1, 2, 3, 1], 5, 5, 4, 3, 5, 5), memory.Of([1, 2, 3, 1], 10, 20, 30, 40, 50, 60));
        var (maxima, result) = (memory.Result([1, 1, 2, 1]), memory.Result([1, 1, 2, 1]));
        var window = new Window(2, 2);
        engine.MaxPool(x, window, maxima);
        engine.MaxPoolTangent(x, maxima, tangent, window, result);
        Assert.Equal([10, 20], memory.Read(result));
    }

    /// <summary>The tangent and the gradient of one pool are transposes of each other: <c>g·(J·t) = (Jᵀ·g)·t</c>.</summary>
    [Fact]
    public void The_tangent_of_a_pool_is_the_transpose_of_its_gradient() => ForAllWindows((window, images, places, seed) =>
    {
        if (!EachHasACell(window, images, places)) return;
        var memory = new GuardedMemory(engine, seed);
        var (x, tangent, gradient) = (memory.Random(images), memory.Random(images), memory.Random(places));
        engine.Write(memory.Read(x).Select(v => Math.Round(v)).ToArray(), x);
        var (maxima, forward, backward) = (memory.Result(places), memory.Result(places), memory.Result(images));
        engine.MaxPool(x, window, maxima);
        engine.MaxPoolTangent(x, maxima, tangent, window, forward);
        engine.MaxPoolGradient(x, maxima, gradient, window, backward);
        double Dot(TensorBuffer a, TensorBuffer b) => memory.Read(a).Zip(memory.Read(b), (v, w) => v * w).Sum();
        AssertClose([Dot(gradient, forward)], [Dot(backward, tangent)], 1e-4 * Math.Sqrt(places.Size));
    });

    [Theory]
    [InlineData(2, 2, 4, 6, 32), InlineData(2, 2, 5, 7, 32), InlineData(2, 2, 4, 4, 16), InlineData(2, 2, 6, 4,
        3), InlineData(2, 2, 7, 6, 24)]
    [InlineData(3, 2, 6, 8, 32), InlineData(1, 3, 4, 7, 16), InlineData(1, 1, 3, 2, 32)]
    public void Pools_side_by_side_reach_every_cell_once(int height, int width, int rows, int columns, int channels)
    {
        var window = new Window(height, width, height, width);
        Shape images = [2, rows, columns, channels], places = [2, rows / height, columns / width, channels];
        for (var seed = 0; seed < 5; seed++)
        {
            Agree(seed, m => m.Random(places), images, (e, g, y) => e.AveragePoolGradient(g, window, y));
            Agree(seed, m =>
            {
                // Only two numbers occur, so nearly every window has several maxima.
                var x = m.Of(images, [.. m.Read(m.Random(images)).Select(v => (double)Math.Sign(v))]);
                var maxima = m.Result(places);
                m.Engine.MaxPool(x, window, maxima);
                m.Engine.MaxPoolGradient(x, maxima, m.Random(places), window, m.Result(images));
                return x;
            }, images, (e, x, y) => e.Copy(x, y));
        }
    }

    private static void ForAllWindows(Action<Window, Shape, Shape, int> law) =>
        Prop.ForAll(Windowed.ToArbitrary(), t => law(t.Window, t.Images, t.Places, t.Seed))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    /// <summary>Checks that an instruction with two operands agrees with the reference.</summary>
    private void AgreeOnTwo(
        int seed, Shape first, Shape second, Shape result,
        Action<ITensorEngine, TensorBuffer, TensorBuffer, TensorBuffer> call, int terms = 4)
    {
        // The second operand is read through the closure; both memories make the operands in the same order.
        TensorBuffer other = null!;
        Agree(seed, m =>
        {
            other = m.Random(second);
            return m.Random(first);
        }, result, (e, x, y) => call(e, x, other, y), terms);
    }

    /// <summary>Checks that an instruction whose numbers are sums of this many terms agrees with the reference.</summary>
    private void Agree(
        int seed, Func<GuardedMemory, TensorBuffer> operand, Shape result,
        Action<ITensorEngine, TensorBuffer, TensorBuffer> call, int terms = 4)
    {
        double[][] Run(ITensorEngine on)
        {
            var memory = new GuardedMemory(on, seed);
            var x = operand(memory);
            call(on, x, memory.Result(result));
            memory.CheckGuards();
            return memory.Results();
        }
        var (results, numbers) = OnBoth(Run);
        foreach (var (expected, actual) in results.Zip(numbers)) AssertClose(expected, actual, 4.0 * Math.Sqrt(terms) * Tolerance);
    }

    /// <summary>Tells whether each window has a cell inside the image; without one it has no maximum and no mean.</summary>
    private static bool EachHasACell(Window window, Shape images, Shape places)
    {
        bool All(int count, int stride, int before, int size, int dilation, int length) => Enumerable.Range(0, count).All(place =>
            Enumerable.Range(0, size).Any(cell => place * stride - before + cell * dilation is var at && at >= 0 && at < length));
        return All(places[1], window.StrideHeight, window.Top, window.Height, window.DilationHeight, images[1])
            && All(places[2], window.StrideWidth, window.Left, window.Width, window.DilationWidth, images[2]);
    }

    [Theory]
    [InlineData(24), InlineData(48), InlineData(40)]
    public void A_convolution_whose_last_block_has_ten_places_agrees_with_the_reference(int filters)
    {
        // 266 places: a block of 256, whose kernel is packed in advance, and the rest.
        var (expected, actual) = (Convolve(ModelDsl.Engine.Reference), Convolve(Engine));
        AssertClose(expected, actual, Tolerance * 4.0 * Math.Sqrt(72));

        double[] Convolve(ITensorEngine on)
        {
            var memory = new GuardedMemory(on, filters);
            var result = memory.Result([7, 2, 19, filters]);
            on.Convolution(
                memory.Random([7, 2, 19, 8]), memory.Random([72, filters]), new Window(3, 3, Top: 1, Left: 1), memory.Random([filters]),
                ActivationKind.Relu, result);
            memory.CheckGuards();
            return memory.Results()[0];
        }
    }
}
