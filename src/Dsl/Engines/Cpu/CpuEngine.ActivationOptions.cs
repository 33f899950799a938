using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void ActivateWith(ActivationKind activation, ActivationOptions options, TensorBuffer x, TensorBuffer destination)
    {
        switch (activation)
        {
            case ActivationKind.Relu or ActivationKind.LeakyRelu: MapWith(VectorActivations<TLanes, TVector>.ReluWith.Of(options), x, destination); break;
            case ActivationKind.Elu: MapWith(VectorActivations<TLanes, TVector>.EluWith.Of(options), x, destination); break;
            case ActivationKind.Celu: MapWith(VectorActivations<TLanes, TVector>.CeluWith.Of(options), x, destination); break;
            case ActivationKind.SoftShrink: MapWith(VectorActivations<TLanes, TVector>.SoftShrinkWith.Of(options), x, destination); break;
            case ActivationKind.HardShrink: MapWith(VectorActivations<TLanes, TVector>.HardShrinkWith.Of(options), x, destination); break;
            case ActivationKind.Threshold: MapWith(VectorActivations<TLanes, TVector>.ThresholdWith.Of(options), x, destination); break;
            case ActivationKind.Squareplus: MapWith(VectorActivations<TLanes, TVector>.SquareplusWith.Of(options), x, destination); break;
            default: throw BufferChecks.NoOptions(activation);
        }
    }

    public void ActivateWithGradient(
        ActivationKind activation, ActivationOptions options, TensorBuffer x, TensorBuffer gradient, TensorBuffer destination)
    {
        switch (activation)
        {
            case ActivationKind.Relu or ActivationKind.LeakyRelu:
                MapGradientWith(VectorActivations<TLanes, TVector>.ReluWith.Of(options), x, gradient, destination);
                break;
            case ActivationKind.Elu: MapGradientWith(VectorActivations<TLanes, TVector>.EluWith.Of(options), x, gradient, destination); break;
            case ActivationKind.Celu: MapGradientWith(VectorActivations<TLanes, TVector>.CeluWith.Of(options), x, gradient, destination); break;
            case ActivationKind.SoftShrink: MapGradientWith(VectorActivations<TLanes, TVector>.SoftShrinkWith.Of(options), x, gradient, destination); break;
            case ActivationKind.HardShrink: MapGradientWith(VectorActivations<TLanes, TVector>.HardShrinkWith.Of(options), x, gradient, destination); break;
            case ActivationKind.Threshold: MapGradientWith(VectorActivations<TLanes, TVector>.ThresholdWith.Of(options), x, gradient, destination); break;
            case ActivationKind.Squareplus: MapGradientWith(VectorActivations<TLanes, TVector>.SquareplusWith.Of(options), x, gradient, destination); break;
            default: throw BufferChecks.NoOptions(activation);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapWith<TFunction>(TFunction function, TensorBuffer x, TensorBuffer destination)
        where TFunction : struct, IActivationWith<TVector>
    {
        ref var from = ref First(x);
        ref var to = ref First(destination);
        var (count, width) = ((nuint)destination.Count, (nuint)TLanes.Count);
        for (nuint i = 0; i < count; i += width)
        {
            var value = TLanes.Load(ref from, i);
            Store(TLanes.Equal(value, value, function.Value(value), value), ref to, i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapGradientWith<TFunction>(TFunction function, TensorBuffer x, TensorBuffer gradient, TensorBuffer destination)
        where TFunction : struct, IActivationWith<TVector>
    {
        ref var from = ref First(x);
        ref var upstream = ref First(gradient);
        ref var to = ref First(destination);
        var (count, width) = ((nuint)destination.Count, (nuint)TLanes.Count);
        for (nuint i = 0; i < count; i += width)
        {
            var value = TLanes.Load(ref from, i);
            var derivative = TLanes.Equal(value, value, function.Derivative(value), value);
            Store(TLanes.Multiply(TLanes.Load(ref upstream, i), derivative), ref to, i, count);
        }
    }
}
