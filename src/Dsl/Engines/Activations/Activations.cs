using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>Elementwise activations, as kernels. Engines and generated code must agree on them.</summary>
public static partial class Activations
{
    /// <summary>Computes <see cref="ITensorEngine.Activate"/> with the engine's <see cref="ITensorEngine.Map"/>.</summary>
    public static void Map(ITensorEngine engine, ActivationKind activation, TensorBuffer x, TensorBuffer destination)
    {
        var map = new ValueMap(engine, x, destination);
        Visit(activation, ref map);
    }

    /// <summary>Computes <see cref="ITensorEngine.ActivateGradient"/> with the engine's <see cref="ITensorEngine.Map"/>.</summary>
    public static void MapGradient(
        ITensorEngine engine, ActivationKind activation, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination)
    {
        var map = new GradientMap(engine, saved, gradient, destination);
        Visit(activation, ref map);
    }

    private readonly struct ValueMap(ITensorEngine engine, TensorBuffer x, TensorBuffer destination) : IActivationVisitor
    {
        public void Visit<TActivation>() where TActivation : struct, IActivation => engine.Map<Value<TActivation>>([x, destination], []);
    }

    private readonly struct GradientMap(
        ITensorEngine engine, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination) : IActivationVisitor
    {
        public void Visit<TActivation>() where TActivation : struct, IActivation =>
            engine.Map<Gradient<TActivation>>([saved, gradient, destination], []);
    }

    private readonly struct Value<TActivation> : IKernel where TActivation : struct, IActivation
    {
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) => at.Store(1, TActivation.Value<TNumber, TMath>(at.Load(0)));
    }

    private readonly struct Gradient<TActivation> : IKernel where TActivation : struct, IActivation
    {
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at) =>
            at.Store(2, GradientOf<TActivation, TNumber, TMath>(at.Load(0), at.Load(1)));
    }

    /// <summary>
    /// Returns <c>gradient·f′</c>. The result is NaN where <paramref name="saved"/> is NaN, even if the derivative is piecewise constant.
    /// </summary>
    /// <typeparam name="TActivation">The activation.</typeparam>
    /// <typeparam name="TNumber">The type of the numbers.</typeparam>
    /// <typeparam name="TMath">Its operations.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber GradientOf<TActivation, TNumber, TMath>(TNumber saved, TNumber gradient)
        where TActivation : struct, IActivation
        where TMath : struct, IArithmetic<TNumber> =>
        TMath.Multiply(gradient, TMath.Equal(saved, saved, TActivation.Slope<TNumber, TMath>(saved), saved));
}
