using BenchmarkDotNet.Attributes;
using ModelDsl.Engines;

namespace Benchmarks.Kernels;

/// <summary>
/// Mish as a user's function, in the kernels that the generator writes (tests/Generators.Tests/Emit/Snapshots), beside the built-in one.
/// The input is a batch of W3's first layer.
/// </summary>
public class MapKernels
{
    private TensorBuffer x = null!, gradient = null!, output = null!;

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup() => (x, gradient, output) = (Products.Filled([128, 512]), Products.Filled([128, 512]), Products.Filled([128, 512]));

    /// <summary>The built-in activation.</summary>
    [Benchmark]
    public void BuiltIn() => Engine.Cpu.Activate(ActivationKind.Mish, x, output);

    /// <summary>The user's function.</summary>
    [Benchmark]
    public void Own() => Engine.Cpu.Map<Mish>([x, output], []);

    /// <summary>The built-in adjoint.</summary>
    [Benchmark]
    public void BuiltInGradient() => Engine.Cpu.ActivateGradient(ActivationKind.Mish, x, gradient, output);

    /// <summary>The adjoint of the user's function.</summary>
    [Benchmark]
    public void OwnGradient() => Engine.Cpu.Map<MishSlope>([x, gradient, output], []);

    private readonly struct Mish : IKernel
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct
        {
            var x = at.Load(0);
            var softplus = TMath.Softplus(x);
            var tanh = TMath.Tanh(softplus);
            var product = TMath.Multiply(x, tanh);
            at.Store(1, product);
        }
    }

    private readonly struct MishSlope : IKernel
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct
        {
            var x = at.Load(0);
            var softplus = TMath.Softplus(x);
            var sigmoid = TMath.Sigmoid(x);
            var tanh = TMath.Tanh(softplus);
            var product = TMath.Multiply(tanh, tanh);
            var difference = TMath.Subtract(TMath.Number(1.0), product);
            var product2 = TMath.Multiply(sigmoid, difference);
            var product3 = TMath.Multiply(product2, x);
            var chosen = TMath.Equal(product2, TMath.Number(0.0), product2, product3);
            var sum = TMath.Add(tanh, chosen);
            var y = at.Load(1);
            var product4 = TMath.Multiply(y, sum);
            var chosen2 = TMath.Equal(y, TMath.Number(0.0), y, product4);
            at.Store(2, chosen2);
        }
    }
}
