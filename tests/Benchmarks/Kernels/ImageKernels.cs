using BenchmarkDotNet.Attributes;
using ModelDsl.Engines;

namespace Benchmarks.Kernels;

/// <summary>The parts of W4's second convolution and pool other than products: 32 images of 14 × 14 with 32 and with 64 channels.</summary>
public class ImageKernels
{
    private static readonly Window Neighbours = new(3, 3, Top: 1, Left: 1);
    private static readonly Window Halves = new(2, 2, 2, 2);
    private TensorBuffer images = null!, patches = null!, features = null!, maxima = null!, gradient = null!;

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup() => (images, patches, features, maxima, gradient) = (
        Products.Filled([32, 14, 14, 32]), Products.Filled([32, 14, 14, 9 * 32]), Products.Filled([32, 14, 14, 64]), Products.Filled(
            [32, 7, 7, 64]),
        Products.Filled([32, 14, 14, 64]));

    /// <summary>Lays out the patches: the rows that are multiplied with a kernel.</summary>
    [Benchmark]
    public void Patches() => Engine.Cpu.Patches(images, Neighbours, patches);

    /// <summary>Its adjoint.</summary>
    [Benchmark]
    public void PatchesGradient() => Engine.Cpu.PatchesGradient(patches, Neighbours, images);

    /// <summary>The maximum of each 2 × 2.</summary>
    [Benchmark]
    public void MaxPool() => Engine.Cpu.MaxPool(features, Halves, maxima);

    /// <summary>Its adjoint.</summary>
    [Benchmark]
    public void MaxPoolGradient() => Engine.Cpu.MaxPoolGradient(features, maxima, maxima, Halves, gradient);

    /// <summary>The mean of each 2 × 2.</summary>
    [Benchmark]
    public void AveragePool() => Engine.Cpu.AveragePool(features, Halves, maxima);
}
