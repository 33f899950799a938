using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>The activations that are functions of each number by itself, as kernels; what engines and generated code must agree on.</summary>
public static partial class Activations
{
    /// <summary>Computes the activation of each element of a buffer by a kernel.</summary>
    internal readonly struct MapValue(ITensorEngine engine, TensorBuffer x, TensorBuffer destination) : IActivationVisitor
    {
        public void Visit<TActivation>() where TActivation : struct, IActivation => engine.Map<Value<TActivation>>([x, destination], []);
    }

    /// <summary>Multiplies each element of a gradient by the derivative, by a kernel.</summary>
    internal readonly struct MapGradient(ITensorEngine engine, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination) : IActivationVisitor
    {
        public void Visit<TActivation>() where TActivation : struct, IActivation =>
            engine.Map<Gradient<TActivation>>([saved, gradient, destination], []);
    }

    private readonly struct Value<TActivation> : IKernel where TActivation : struct, IActivation
    {
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct =>
            at.Store(1, TActivation.Value<TNumber, TMath>(at.Load(0)));
    }

    private readonly struct Gradient<TActivation> : IKernel where TActivation : struct, IActivation
    {
        public static void Run<TNumber, TMath, TElements>(ref TElements at)
            where TMath : struct, IArithmetic<TNumber>
            where TElements : struct, IElements<TNumber>, allows ref struct =>
            at.Store(2, GradientOf<TActivation, TNumber, TMath>(at.Load(0), at.Load(1)));
    }

    /// <summary><c>gradient·f′</c>. Where <paramref name="saved"/> is NaN the result is, even if the derivative is piecewise constant.</summary>
    /// <typeparam name="TActivation">The activation.</typeparam>
    /// <typeparam name="TNumber">What is computed with.</typeparam>
    /// <typeparam name="TMath">Its operations.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber GradientOf<TActivation, TNumber, TMath>(TNumber saved, TNumber gradient)
        where TActivation : struct, IActivation
        where TMath : struct, IArithmetic<TNumber> =>
        TMath.Multiply(gradient, TMath.Equal(saved, saved, TActivation.Slope<TNumber, TMath>(saved), saved));
}
