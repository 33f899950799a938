using BenchmarkDotNet.Attributes;
using ModelDsl.Engines;

namespace Benchmarks.Kernels;

/// <summary>Matrix products.</summary>
public class MatMulKernels
{
    private TensorBuffer a = null!, b = null!, c = null!;

    /// <summary>The products, those of workload GEMM.</summary>
    public static IEnumerable<MatrixProduct> All => Products.All;

    /// <summary>The product to measure.</summary>
    [ParamsSource(nameof(All))]
    public MatrixProduct Product { get; set; } = null!;

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup() =>
        (a, b, c) = (Products.Filled(Product.ShapeOfA), Products.Filled(Product.ShapeOfB), Products.Filled([Product.M, Product.N]));

    /// <summary>The product.</summary>
    [Benchmark]
    public void MatMul() => Engine.Cpu.MatMul(a, b, Product.Transpose, c);
}
