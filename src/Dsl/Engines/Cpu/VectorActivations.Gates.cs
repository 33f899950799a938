using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>Activations that are x times a gate between 0 and 1.</summary>
internal static partial class VectorActivations<TLanes, TVector>
{
    public readonly struct Gelu : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Multiply(x, VectorMath<TLanes, TVector>.Normal(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved)
        {
            var density = VectorMath<TLanes, TVector>.Exp(TLanes.Multiply(Number(-0.5), TLanes.Multiply(saved, saved)));
            return TLanes.MultiplyAdd(TLanes.Multiply(saved, Number(Activations.GeluScale / 2.0)), density, VectorMath<TLanes, TVector>.Normal(saved));
        }
    }

    public readonly struct GeluTanh : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Multiply(x, GeluGate(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved)
        {
            // Far from 0 the gate is constant, and squares would overflow.
            var near = TLanes.Less(Number(30.0), TLanes.Abs(saved), Zero, saved);
            var gate = GeluGate(saved);
            var slope = TLanes.MultiplyAdd(
                TLanes.Multiply(near, near), Number(6.0 * Activations.GeluScale * Activations.GeluCubic), Number(2.0 * Activations.GeluScale));
            return TLanes.Multiply(gate, TLanes.MultiplyAdd(TLanes.Multiply(near, slope), TLanes.Subtract(One, gate), One));
        }
    }

    public readonly struct Mish : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Multiply(x, MishGate(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved)
        {
            var gate = MishGate(saved);
            var slope = TLanes.Multiply(TLanes.Subtract(One, TLanes.Multiply(gate, gate)), VectorMath<TLanes, TVector>.Sigmoid(saved));
            return TLanes.MultiplyAdd(saved, slope, gate);
        }
    }

    public readonly struct HardSilu : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Multiply(x, HardSigmoid.Value(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Less(
                Number(-3.0), saved, TLanes.Less(saved, Number(3.0), TLanes.MultiplyAdd(saved, Number(1.0 / 3.0), Number(0.5)), One), Zero);
    }

    /// <summary>½·(1 + tanh u) = sigmoid(2u), without cancellation where tanh u is near −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector GeluGate(TVector x)
    {
        var growth = TLanes.MultiplyAdd(
            TLanes.Multiply(x, x), Number(2.0 * Activations.GeluScale * Activations.GeluCubic), Number(2.0 * Activations.GeluScale));
        return VectorMath<TLanes, TVector>.Sigmoid(TLanes.Multiply(x, growth));
    }

    /// <summary>tanh(log(1 + eˣ)) = (e²ˣ + 2eˣ)/(e²ˣ + 2eˣ + 2), written with e^−|x|, which never overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MishGate(TVector x)
    {
        var decay = VectorMath<TLanes, TVector>.Decay(x);
        var (square, twice) = (TLanes.Multiply(decay, decay), TLanes.Add(decay, decay));
        var above = TLanes.Less(x, Zero, TLanes.Add(square, twice), TLanes.Add(One, twice));
        var rest = TLanes.Less(x, Zero, Number(2.0), TLanes.Add(square, square));
        return TLanes.Divide(above, TLanes.Add(above, rest));
    }
}
