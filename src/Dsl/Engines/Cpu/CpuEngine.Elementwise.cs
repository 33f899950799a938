namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Fill(double value, TensorBuffer destination) => Floats(destination).Fill((float)value);

    public void Copy(TensorBuffer x, TensorBuffer destination) => Floats(x).CopyTo(Floats(destination));

    public void Add(TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        Zip(default(VectorFunctions<TLanes, TVector>.Sum), a, b, destination);

    public void Subtract(TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        Zip(default(VectorFunctions<TLanes, TVector>.Difference), a, b, destination);

    public void Multiply(TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        Zip(default(VectorFunctions<TLanes, TVector>.Product), a, b, destination);

    public void Scale(TensorBuffer x, double factor, TensorBuffer destination) =>
        Map(new VectorFunctions<TLanes, TVector>.Multiple(factor), x, destination);

    public void AddScaled(TensorBuffer a, TensorBuffer b, double factor, TensorBuffer destination)
    {
        if (a == destination && ((CpuBuffer)b).State.Waiting is WaitingGradient<TLanes, TVector> waiting && waiting.IsOf(a, b))
            waiting.Descend((float)factor);
        else Zip(new VectorFunctions<TLanes, TVector>.ScaledSum(factor), a, b, destination);
    }

    public void LeaveToDescent(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer samples)
    {
        ((CpuBuffer)gradient).State.Waiting ??= new WaitingGradient<TLanes, TVector>((CpuBuffer)parameters, (CpuBuffer)gradient);
        ((CpuBuffer)samples).State.StaysUntilDescent = true;
    }

    public void Activate(ActivationKind activation, TensorBuffer x, TensorBuffer destination) =>
        Share(new ActivateWork<TLanes, TVector>(activation, (CpuBuffer)x, (CpuBuffer)destination), destination);

    public void ActivateGradient(ActivationKind activation, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination) =>
        Share(
            new ActivateGradientWork<TLanes, TVector>(activation, (CpuBuffer)saved, (CpuBuffer)gradient, (CpuBuffer)destination), destination);

    internal static void Activate(ActivationKind activation, ref float x, ref float to, nuint count)
    {
        switch (activation)
        {
            case ActivationKind.Relu or ActivationKind.Threshold: Map<VectorActivations<TLanes, TVector>.Relu>(ref x, ref to, count); break;
            case ActivationKind.Sigmoid: Map<VectorActivations<TLanes, TVector>.Sigmoid>(ref x, ref to, count); break;
            case ActivationKind.Tanh: Map<VectorActivations<TLanes, TVector>.Tanh>(ref x, ref to, count); break;
            case ActivationKind.LeakyRelu: Map<VectorActivations<TLanes, TVector>.LeakyRelu>(ref x, ref to, count); break;
            case ActivationKind.Relu6: Map<VectorActivations<TLanes, TVector>.Relu6>(ref x, ref to, count); break;
            case ActivationKind.Elu: Map<VectorActivations<TLanes, TVector>.Elu>(ref x, ref to, count); break;
            case ActivationKind.Selu: Map<VectorActivations<TLanes, TVector>.Selu>(ref x, ref to, count); break;
            case ActivationKind.Softplus: Map<VectorActivations<TLanes, TVector>.Softplus>(ref x, ref to, count); break;
            case ActivationKind.Softsign: Map<VectorActivations<TLanes, TVector>.Softsign>(ref x, ref to, count); break;
            case ActivationKind.Exponential: Map<VectorActivations<TLanes, TVector>.Exponential>(ref x, ref to, count); break;
            case ActivationKind.Silu: Map<VectorActivations<TLanes, TVector>.Silu>(ref x, ref to, count); break;
            case ActivationKind.HardSigmoid: Map<VectorActivations<TLanes, TVector>.HardSigmoid>(ref x, ref to, count); break;
            case ActivationKind.Celu: Map<VectorActivations<TLanes, TVector>.Celu>(ref x, ref to, count); break;
            case ActivationKind.Gelu: Map<VectorActivations<TLanes, TVector>.Gelu>(ref x, ref to, count); break;
            case ActivationKind.GeluTanh: Map<VectorActivations<TLanes, TVector>.GeluTanh>(ref x, ref to, count); break;
            case ActivationKind.Mish: Map<VectorActivations<TLanes, TVector>.Mish>(ref x, ref to, count); break;
            case ActivationKind.HardSilu: Map<VectorActivations<TLanes, TVector>.HardSilu>(ref x, ref to, count); break;
            case ActivationKind.HardTanh: Map<VectorActivations<TLanes, TVector>.HardTanh>(ref x, ref to, count); break;
            case ActivationKind.TanhShrink: Map<VectorActivations<TLanes, TVector>.TanhShrink>(ref x, ref to, count); break;
            case ActivationKind.SoftShrink: Map<VectorActivations<TLanes, TVector>.SoftShrink>(ref x, ref to, count); break;
            case ActivationKind.HardShrink: Map<VectorActivations<TLanes, TVector>.HardShrink>(ref x, ref to, count); break;
            case ActivationKind.Squareplus: Map<VectorActivations<TLanes, TVector>.Squareplus>(ref x, ref to, count); break;
            case ActivationKind.LogSigmoid: Map<VectorActivations<TLanes, TVector>.LogSigmoid>(ref x, ref to, count); break;
            case ActivationKind.SparsePlus: Map<VectorActivations<TLanes, TVector>.SparsePlus>(ref x, ref to, count); break;
            case ActivationKind.SparseSigmoid: Map<VectorActivations<TLanes, TVector>.SparseSigmoid>(ref x, ref to, count); break;
            default: throw BufferChecks.NotElementwise(activation);
        }
    }

    internal static void ActivateGradient(ActivationKind activation, ref float saved, ref float gradient, ref float to, nuint count)
    {
        switch (activation)
        {
            case ActivationKind.Relu or ActivationKind.Threshold: MapGradient<VectorActivations<TLanes, TVector>.Relu>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Sigmoid: MapGradient<VectorActivations<TLanes, TVector>.Sigmoid>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Tanh: MapGradient<VectorActivations<TLanes, TVector>.Tanh>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.LeakyRelu: MapGradient<VectorActivations<TLanes, TVector>.LeakyRelu>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Relu6: MapGradient<VectorActivations<TLanes, TVector>.Relu6>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Elu: MapGradient<VectorActivations<TLanes, TVector>.Elu>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Selu: MapGradient<VectorActivations<TLanes, TVector>.Selu>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Softplus: MapGradient<VectorActivations<TLanes, TVector>.Softplus>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Softsign: MapGradient<VectorActivations<TLanes, TVector>.Softsign>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Exponential: MapGradient<VectorActivations<TLanes, TVector>.Exponential>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Silu: MapGradient<VectorActivations<TLanes, TVector>.Silu>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.HardSigmoid: MapGradient<VectorActivations<TLanes, TVector>.HardSigmoid>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Celu: MapGradient<VectorActivations<TLanes, TVector>.Celu>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Gelu: MapGradient<VectorActivations<TLanes, TVector>.Gelu>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.GeluTanh: MapGradient<VectorActivations<TLanes, TVector>.GeluTanh>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Mish: MapGradient<VectorActivations<TLanes, TVector>.Mish>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.HardSilu: MapGradient<VectorActivations<TLanes, TVector>.HardSilu>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.HardTanh: MapGradient<VectorActivations<TLanes, TVector>.HardTanh>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.TanhShrink: MapGradient<VectorActivations<TLanes, TVector>.TanhShrink>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.SoftShrink: MapGradient<VectorActivations<TLanes, TVector>.SoftShrink>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.HardShrink: MapGradient<VectorActivations<TLanes, TVector>.HardShrink>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.Squareplus: MapGradient<VectorActivations<TLanes, TVector>.Squareplus>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.LogSigmoid: MapGradient<VectorActivations<TLanes, TVector>.LogSigmoid>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.SparsePlus: MapGradient<VectorActivations<TLanes, TVector>.SparsePlus>(ref saved, ref gradient, ref to, count); break;
            case ActivationKind.SparseSigmoid: MapGradient<VectorActivations<TLanes, TVector>.SparseSigmoid>(ref saved, ref gradient, ref to, count); break;
            default: throw BufferChecks.NotElementwise(activation);
        }
    }

    private static void Map<TActivation>(ref float from, ref float to, nuint count) where TActivation : struct, IActivation<TVector> =>
        Maps<TLanes, TVector>.Map(default(VectorFunctions<TLanes, TVector>.Activated<TActivation>), ref from, ref to, count);

    private static void MapGradient<TActivation>(ref float from, ref float upstream, ref float to, nuint count)
        where TActivation : struct, IActivation<TVector> =>
        Maps<TLanes, TVector>.Zip(
            default(VectorFunctions<TLanes, TVector>.ActivatedGradient<TActivation>), ref from, ref upstream, ref to, count);

    private static void Map<TFunction>(TFunction function, TensorBuffer x, TensorBuffer destination)
        where TFunction : struct, IFunction<TVector> =>
        Share(new MapWork<TLanes, TVector, TFunction>(function, (CpuBuffer)x, (CpuBuffer)destination), destination);

    private static void Zip<TFunction>(TFunction function, TensorBuffer a, TensorBuffer b, TensorBuffer destination)
        where TFunction : struct, IBinaryFunction<TVector> =>
        Share(new ZipWork<TLanes, TVector, TFunction>(function, (CpuBuffer)a, (CpuBuffer)b, (CpuBuffer)destination), destination);
}
