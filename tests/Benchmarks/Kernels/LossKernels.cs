using BenchmarkDotNet.Attributes;
using ModelDsl.Engines;

namespace Benchmarks.Kernels;

/// <summary>Softmax and cross-entropy on logits, forward and backward.</summary>
public class LossKernels
{
    private TensorBuffer logits = null!, labels = null!, losses = null!, probabilities = null!, gradient = null!;

    /// <summary>Samples in a batch.</summary>
    [Params(32, 1024)]
    public int Rows { get; set; }

    /// <summary>Number of classes.</summary>
    [Params(10, 1000)]
    public int Classes { get; set; }

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (logits, probabilities, gradient, losses) =
            (Products.Filled([Rows, Classes]), Products.Filled([Rows, Classes]), Products.Filled([Rows, Classes]), Products.Filled([Rows]));
        labels = Engine.Cpu.Allocate(ElementType.Int32, [Rows]);
        Engine.Cpu.Write([.. Enumerable.Range(0, Rows).Select(row => row % Classes)], labels);
    }

    /// <summary>Losses and probabilities.</summary>
    [Benchmark]
    public void SparseSoftmaxCrossEntropy() => Engine.Cpu.SparseSoftmaxCrossEntropy(logits, labels, losses, probabilities);

    /// <summary>The gradient of the logits.</summary>
    [Benchmark]
    public void SparseSoftmaxCrossEntropyGradient() =>
        Engine.Cpu.SparseSoftmaxCrossEntropyGradient(probabilities, labels, losses, gradient);
}
