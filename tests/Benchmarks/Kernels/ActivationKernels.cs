using BenchmarkDotNet.Attributes;
using ModelDsl.Engines;

namespace Benchmarks.Kernels;

/// <summary>Activations of a batch of W3's first layer, forward and backward.</summary>
public class ActivationKernels
{
    private TensorBuffer x = null!, gradient = null!, output = null!;

    /// <summary>The activation to measure.</summary>
    [Params(ActivationKind.Relu, ActivationKind.Sigmoid, ActivationKind.Tanh, ActivationKind.Gelu)]
    public ActivationKind Kind { get; set; }

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup() => (x, gradient, output) = (Products.Filled([128, 512]), Products.Filled([128, 512]), Products.Filled([128, 512]));

    /// <summary>The activation.</summary>
    [Benchmark]
    public void Activate() => Engine.Cpu.Activate(Kind, x, output);

    /// <summary>Its adjoint.</summary>
    [Benchmark]
    public void ActivateGradient() => Engine.Cpu.ActivateGradient(Kind, x, gradient, output);
}
