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

    private static void MapWith<TActivation>(TActivation activation, TensorBuffer x, TensorBuffer destination)
        where TActivation : struct, IActivationWith<TVector> =>
        Map(new VectorFunctions<TLanes, TVector>.ActivatedWith<TActivation>(activation), x, destination);

    private static void MapGradientWith<TActivation>(TActivation activation, TensorBuffer x, TensorBuffer gradient, TensorBuffer destination)
        where TActivation : struct, IActivationWith<TVector> =>
        Zip(new VectorFunctions<TLanes, TVector>.ActivatedWithGradient<TActivation>(activation), x, gradient, destination);
}
