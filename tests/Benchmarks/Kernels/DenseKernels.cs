using BenchmarkDotNet.Attributes;
using ModelDsl.Engines;

namespace Benchmarks.Kernels;

/// <summary>Dense layers: products with bias and activation.</summary>
public class DenseKernels
{
    private TensorBuffer x = null!, kernel = null!, bias = null!, output = null!;

    /// <summary>Samples in a batch.</summary>
    [Params(1, 32, 128)]
    public int Rows { get; set; }

    /// <summary>Units of the layer.</summary>
    [Params(10, 100, 512)]
    public int Units { get; set; }

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup() =>
        (x, kernel, bias, output) =
            (Products.Filled([Rows, 784]), Products.Filled([784, Units]), Products.Filled([Units]), Products.Filled([Rows, Units]));

    /// <summary>A product with 784 inputs, followed by a rectifier.</summary>
    [Benchmark]
    public void Dense() => Engine.Cpu.Dense(x, kernel, Transpose.None, bias, ActivationKind.Relu, output);
}
