using BenchmarkDotNet.Attributes;
using ModelDsl.Engines;

namespace Benchmarks.Kernels;

/// <summary>Updates of all parameters of a model.</summary>
public class OptimizerKernels
{
    private readonly Optimizer sgd = new Sgd(Momentum: 0.9), rmsProp = new RmsProp(), adam = new Adam();
    private TensorBuffer parameters = null!, gradient = null!, first = null!, second = null!;

    /// <summary>Number of parameters: W1's, W2's and W3's.</summary>
    [Params(7_850, 79_510, 535_818)]
    public int Parameters { get; set; }

    /// <summary>Makes the operands; the moments start at zero.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (parameters, gradient) = (Products.Filled([Parameters]), Products.Filled([Parameters]));
        (first, second) = (Engine.Cpu.Allocate(ElementType.Float, [Parameters]), Engine.Cpu.Allocate(ElementType.Float, [Parameters]));
    }

    /// <summary>SGD with momentum.</summary>
    [Benchmark]
    public void SgdWithMomentum() => sgd.Update(Engine.Cpu, parameters, gradient, [first], 1e-6, 0);

    /// <summary>RMSprop.</summary>
    [Benchmark]
    public void RmsProp() => rmsProp.Update(Engine.Cpu, parameters, gradient, [second], 1e-6, 0);

    /// <summary>Adam.</summary>
    [Benchmark]
    public void Adam() => adam.Update(Engine.Cpu, parameters, gradient, [first, second], 1e-6, 0);
}
