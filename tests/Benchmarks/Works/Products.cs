using System.Diagnostics;
using Benchmarks.Peers;
using ModelDsl.Engines;

namespace Benchmarks;

/// <summary>GEMM: matrix products, both square ones and those of a training step.</summary>
public static class Products
{
    private const double FlopsOfASample = 1e9;

    /// <summary>The products, in the order in which they run.</summary>
    public static IReadOnlyList<MatrixProduct> All { get; } =
    [
        new("square", 256, 256, 256),
        new("square", 512, 512, 512),
        new("square", 1024, 1024, 1024),
        .. Step("W1's layer", 32, 784, 10),
        .. Step("W2's first layer", 32, 784, 100),
        .. Step("W3's first layer", 128, 784, 512),
    ];

    /// <summary>A contest for each product; the goal is for large ones.</summary>
    public static IEnumerable<Contest> Open(Dataset images)
    {
        TorchEngine.Available(TorchEngine.Cpu).ThrowIfFail();
        var blas = OpenBlas.Load();
        foreach (var product in All)
        {
            var torch = new TorchProduct(product);
            List<Side> sides =
            [
                new(Side.ModelDsl, Ours(product)), new(Training.TorchSharp, () => Measure(product, torch.Run)) { Blas = Libtorch.Blas },
            ];
            if (blas is not null) sides.Add(OpenBlasSide(product, blas));
            yield return new Contest($"{product}", sides, torch)
            {
                Flops = product.Flops,
                Goals = Math.Min(Math.Min(product.M, product.K), product.N) >= 256 ? [Goal.OfPeak(0.75), Goal.Times(1, OpenBlas.Name)] : [],
                Notes = blas is null ? [$"{OpenBlas.Name} is left out: there is no {OpenBlas.Library}"] : [],
            };
        }
    }

    private static Side OpenBlasSide(MatrixProduct product, OpenBlas blas)
    {
        var (a, b, c) = (Numbers(product.ShapeOfA), Numbers(product.ShapeOfB), new float[product.M * product.N]);
        return new(OpenBlas.Name, () => Measure(product, () => blas.Multiply(product, a, b, c))) { Blas = blas.Kernels };
    }

    /// <summary>
    /// The products of a dense layer in a step: the forward product, and those for the gradients of its kernel and its input.
    /// </summary>
    private static IEnumerable<MatrixProduct> Step(string layer, int rows, int inputs, int units) =>
    [
        new($"{layer}, forward", rows, inputs, units),
        new($"{layer}, kernel's gradient", inputs, rows, units, Transpose.Left),
        new($"{layer}, input's gradient", rows, units, inputs, Transpose.Right),
    ];

    private static Func<Sample> Ours(MatrixProduct product)
    {
        var (a, b, c) = (Filled(product.ShapeOfA), Filled(product.ShapeOfB),
            Engine.Cpu.Allocate(ElementType.Float, [product.M, product.N]));
        return () => Measure(product, () => Engine.Cpu.MatMul(a, b, product.Transpose, c));
    }

    /// <summary>Returns a buffer of numbers that are no special case for any processor.</summary>
    public static TensorBuffer Filled(Shape shape)
    {
        var buffer = Engine.Cpu.Allocate(ElementType.Float, shape);
        Engine.Cpu.Write(Numbers(shape), buffer);
        return buffer;
    }

    private static float[] Numbers(Shape shape)
    {
        var random = new Random(42);
        var values = new float[shape.Size];
        for (var i = 0; i < values.Length; i++) values[i] = random.NextSingle() - 0.5f;
        return values;
    }

    private static Sample Measure(MatrixProduct product, Action multiply)
    {
        var times = (int)Math.Ceiling(FlopsOfASample / product.Flops);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++) multiply();
        return new Sample(Stopwatch.GetElapsedTime(started).TotalSeconds / times);
    }
}

/// <summary>A matrix product: <c>[m, k]·[k, n]</c>.</summary>
/// <param name="Role">The place where it occurs.</param>
/// <param name="M">Rows of the result.</param>
/// <param name="K">Length of the sums.</param>
/// <param name="N">Columns of the result.</param>
/// <param name="Transpose">The operands that lie transposed in memory.</param>
public sealed record MatrixProduct(string Role, int M, int K, int N, Transpose Transpose = Transpose.None)
{
    /// <summary>Floating-point operations; a multiply-add counts as two.</summary>
    public double Flops => 2.0 * M * K * N;

    /// <summary>The shape of the left operand in memory.</summary>
    public Shape ShapeOfA => Transpose is Transpose.Left ? [K, M] : [M, K];

    /// <summary>The shape of the right operand in memory.</summary>
    public Shape ShapeOfB => Transpose is Transpose.Right ? [N, K] : [K, N];

    /// <inheritdoc/>
    public override string ToString() => $"{M} × {K} × {N}{(Transpose == Transpose.None ? "" : $", {Transpose} transposed".ToLowerInvariant())} ({Role})";
}
