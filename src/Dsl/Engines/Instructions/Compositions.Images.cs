namespace ModelDsl.Engines;

/// <content>Convolutions and averages: products with patches.</content>
internal static partial class Compositions
{
    public static void Convolution(
        ITensorEngine engine, TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation,
        TensorBuffer destination)
    {
        var patches = Patches(engine, destination, window, x.Columns, destination);
        engine.Patches(x, window, patches);
        engine.MatMul(patches, kernel, Transpose.None, destination);
        Finish(engine, bias, activation, destination);
    }

    public static void ConvolutionImageGradient(
        ITensorEngine engine, TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        var patches = Patches(engine, gradient, window, destination.Columns, destination);
        engine.MatMul(gradient, kernel, Transpose.Right, patches);
        engine.PatchesGradient(patches, window, destination);
    }

    public static void ConvolutionKernelGradient(
        ITensorEngine engine, TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var patches = Patches(engine, gradient, window, x.Columns, destination);
        engine.Patches(x, window, patches);
        engine.MatMul(patches, gradient, Transpose.Left, destination);
    }

    public static void DepthwiseConvolution(
        ITensorEngine engine, TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        var patches = Patches(engine, destination, window, x.Columns, destination);
        engine.Patches(x, window, patches);
        engine.MatMul(patches, Diagonals(engine, kernel, x.Columns, destination), Transpose.Right, destination);
    }

    public static void DepthwiseImageGradient(
        ITensorEngine engine, TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        var patches = Patches(engine, gradient, window, destination.Columns, destination);
        engine.MatMul(gradient, Diagonals(engine, kernel, destination.Columns, destination), Transpose.None, patches);
        engine.PatchesGradient(patches, window, destination);
    }

    public static void DepthwiseKernelGradient(
        ITensorEngine engine, TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var patches = Patches(engine, gradient, window, x.Columns, destination);
        engine.Patches(x, window, patches);
        var products = Temporaries.Of(engine, destination, 3, [x.Columns, destination.Count]);
        engine.MatMul(gradient, patches, Transpose.Left, products);
        engine.Multiply(products, Identities(engine, x.Columns, destination), products);
        engine.SumRows(products, destination);
    }

    /// <summary>Divides the sum of each window's cells by the number of cells inside the image.</summary>
    public static void AveragePool(ITensorEngine engine, TensorBuffer x, Window window, TensorBuffer destination)
    {
        engine.DepthwiseConvolution(x, Ones(engine, 101, [window.Height * window.Width * x.Columns], destination), window, destination);
        engine.Divide(destination, Counts(engine, x, window, destination, destination), destination);
    }

    public static void AveragePoolGradient(ITensorEngine engine, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var shares = Temporaries.Of(engine, destination, 4, gradient.Shape.Dimensions);
        engine.Divide(gradient, Counts(engine, destination, window, gradient, destination), shares);
        engine.DepthwiseImageGradient(shares, Ones(engine, 101, [window.Height * window.Width * destination.Columns], destination),
            window, destination);
    }

    /// <summary>Counts the cells of each window that lie inside the image.</summary>
    private static TensorBuffer Counts(
        ITensorEngine engine, TensorBuffer images, Window window, TensorBuffer results, TensorBuffer destination)
    {
        var counts = Temporaries.Of(engine, destination, 5, results.Shape.Dimensions);
        var kernel = Ones(engine, 101, [window.Height * window.Width * images.Columns], destination);
        engine.DepthwiseConvolution(Ones(engine, 102, images.Shape.Dimensions, destination), kernel, window, counts);
        return counts;
    }

    private static TensorBuffer Ones(ITensorEngine engine, int place, ReadOnlySpan<int> shape, TensorBuffer destination) =>
        Temporaries.Of(engine, destination, place, shape, static (e, buffer) => e.Fill(1, buffer));

    private static TensorBuffer Patches(
        ITensorEngine engine, TensorBuffer results, Window window, int channels, TensorBuffer destination) =>
        Temporaries.Of(engine, destination, 0,
            [results.Shape[0], results.Shape[1], results.Shape[2], window.Height * window.Width * channels]);

    /// <summary>
    /// Writes a depthwise kernel as a convolution's kernel, transposed: <c>[channels, cells·channels]</c>, 0 between different channels.
    /// </summary>
    private static TensorBuffer Diagonals(ITensorEngine engine, TensorBuffer kernel, int channels, TensorBuffer destination)
    {
        var diagonals = Temporaries.Of(engine, destination, 1, [channels, kernel.Count]);
        engine.ScaleRows(Identities(engine, channels, destination, kernel.Count), kernel, diagonals);
        return diagonals;
    }

    /// <summary>Returns 1 for the same channel in row and column, otherwise 0: <c>[channels, cells·channels]</c>.</summary>
    private static TensorBuffer Identities(ITensorEngine engine, int channels, TensorBuffer destination, int? columns = null) =>
        Temporaries.Of(engine, destination, 100, [channels, columns ?? destination.Count], static (e, buffer) =>
        {
            var numbers = new float[buffer.Count];
            for (var i = 0; i < numbers.Length; i++) numbers[i] = i / buffer.Columns == i % buffer.Columns % buffer.Rows ? 1 : 0;
            e.Write(numbers, buffer);
        });
}
