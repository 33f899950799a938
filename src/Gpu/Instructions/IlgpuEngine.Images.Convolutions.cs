using ILGPU;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    /// <summary>
    /// Groups of threads that are enough for the largest GPUs of today: four for each of 132 multiprocessors. Sizes alone decide in how
    /// many parts a sum is computed, so that every device adds in the same order.
    /// </summary>
    private const int ManyGroups = 512;

    /// <summary>
    /// Computes linear and rectified results in one launch. Other activations are a launch of their own: their registers and instructions
    /// would lengthen every instance of the product.
    /// </summary>
    public void Convolution(
        TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var product = Product(x, window, destination) with
        {
            Factors = Numbers(kernel),
            Bias = Numbers(bias ?? destination),
            HasBias = bias is null ? 0 : 1,
            Destination = Numbers(destination),
            Rows = destination.Rows,
            Columns = destination.Columns,
            Steps = kernel.Count / destination.Columns,
            FactorColumn = 1,
        };
        var isFused = activation is ActivationKind.Linear or ActivationKind.Relu;
        var forward = new ForwardProduct(this, product);
        Visit(isFused ? activation : ActivationKind.Linear, ref forward);
        if (!isFused) Activations.Map(this, activation, destination, destination);
    }

    public void ConvolutionImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var (filters, channels) = (gradient.Columns, destination.Columns);
        var back = new Window(
            window.Height, window.Width, DilationHeight: -window.DilationHeight, DilationWidth: -window.DilationWidth,
            Top: -window.Top, Left: -window.Left);
        var product = Product(gradient, back, destination) with
        {
            Factors = Numbers(kernel),
            Bias = Numbers(destination),
            Destination = Numbers(destination),
            Rows = destination.Rows,
            Columns = channels,
            Steps = window.Height * window.Width * filters,
            SkippedRows = new(window.StrideHeight),
            SkippedColumns = new(window.StrideWidth),
            FactorColumn = filters,
            FactorCell = channels * filters,
        };
        if (window.StrideHeight == 1 && window.StrideWidth == 1) Run<Backward, Identity>(product);
        else Run<BackwardWithStride, Identity>(product);
    }

    /// <summary>The sums go over all places of a batch, and the results are few: groups compute parts of the sums.</summary>
    public void ConvolutionKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var product = Product(x, window, gradient) with
        {
            Factors = Numbers(gradient),
            Bias = Numbers(destination),
            Destination = Numbers(destination),
            Rows = destination.Count / gradient.Columns,
            Columns = gradient.Columns,
            Steps = gradient.Rows,
            FactorColumn = 1,
        };
        var parts = Parts(ManyGroups / Tiles(product), product.Steps, 128);
        if (parts == 1) Run<OfKernel, Identity>(product);
        else
        {
            var scratch = Scratch(destination, parts * destination.Count);
            // Whole tiles: only the last part has a last tile that is not full.
            var steps = (product.Steps + parts - 1) / parts;
            Run<OfKernel, Identity>(product with { Destination = scratch, StepsOfPart = (steps + 15) / 16 * 16 }, parts);
            Sum(scratch, parts, 1, destination);
        }
    }

    /// <summary>Returns in how many parts a sum is computed.</summary>
    /// <param name="most">The most parts.</param>
    /// <param name="terms">Number of terms of the sum.</param>
    /// <param name="least">The fewest terms for which a part is worth a group.</param>
    private static int Parts(int most, int terms, int least) => Math.Max(1, Math.Min(most, terms / least));

    /// <summary>Adds parts of sums, in order.</summary>
    private void Sum(ArrayView<float> parts, int count, double factor, TensorBuffer destination) =>
        Each(PartKernels.Sum, destination.Count, new PartArguments
        {
            X = parts,
            Destination = Numbers(destination),
            Parts = count,
            Count = destination.Count,
            Factor = (float)factor,
        });

    /// <summary>Launches a product, with a narrow tile for few columns.</summary>
    private void Run<TConvolution, TActivation>(ConvolutionArguments product, int parts = 1)
        where TConvolution : struct, IConvolution where TActivation : struct, IActivation
    {
        if (parts == 1) product.StepsOfPart = product.Steps;
        var threads = new KernelConfig(Tiles(product) * parts, ConvolutionTiles.Threads);
        if (IsNarrow(product)) Launch(ConvolutionKernels<TConvolution, NarrowTile, TActivation>.Method, threads, product);
        else Launch(ConvolutionKernels<TConvolution, WideTile, TActivation>.Method, threads, product);
    }

    private static bool IsNarrow(ConvolutionArguments product) => product.Columns <= NarrowTile.Columns;

    private static int Tiles(ConvolutionArguments product)
    {
        return IsNarrow(product) ? Of<NarrowTile>() : Of<WideTile>();

        int Of<TTile>() where TTile : struct, IConvolutionTile =>
            ((product.Rows - 1) / TTile.Rows + 1) * ((product.Columns - 1) / TTile.Columns + 1);
    }

    /// <summary>Returns the way of a window over images, and the size of its places.</summary>
    private static ConvolutionArguments Product(TensorBuffer images, Window window, TensorBuffer places) => new()
    {
        X = Numbers(images),
        Height = images.Shape[1],
        Width = images.Shape[2],
        Channels = images.Shape[3],
        StrideHeight = window.StrideHeight,
        StrideWidth = window.StrideWidth,
        DilationHeight = window.DilationHeight,
        DilationWidth = window.DilationWidth,
        Top = window.Top,
        Left = window.Left,
        PlaceRows = new(places.Shape[1]),
        PlaceColumns = new(places.Shape[2]),
        CellColumns = new(window.Width),
        CellChannels = new(images.Shape[3]),
    };

    private readonly struct ForwardProduct(IlgpuEngine engine, ConvolutionArguments product) : IActivationVisitor
    {
        public void Visit<TActivation>() where TActivation : struct, IActivation => engine.Run<Forward, TActivation>(product);
    }
}
