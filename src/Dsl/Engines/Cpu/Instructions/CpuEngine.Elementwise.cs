namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void AddScaled(TensorBuffer a, TensorBuffer b, double factor, TensorBuffer destination)
    {
        if (a == destination && ((CpuBuffer)b).State.Waiting is WaitingGradient<TLanes, TVector> waiting && waiting.IsOf(a, b))
            waiting.Descend((float)factor);
        else Map<Instructions.ScaledSum>([a, b, destination], [factor]);
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
            new ActivateGradientWork<TLanes, TVector>(activation, (CpuBuffer)saved, (CpuBuffer)gradient,
                (CpuBuffer)destination), destination);

    internal static void Activate(ActivationKind activation, ref float x, ref float to, nuint count)
    {
        var values = new Values(ref x, ref to, count);
        Activations.Visit(activation, ref values);
    }

    internal static void ActivateGradient(ActivationKind activation, ref float saved, ref float gradient, ref float to, nuint count)
    {
        var gradients = new Gradients(ref saved, ref gradient, ref to, count);
        Activations.Visit(activation, ref gradients);
    }

    private readonly ref struct Values(ref float x, ref float to, nuint count) : IActivationVisitor
    {
        private readonly ref float x = ref x, to = ref to;

        public void Visit<TActivation>() where TActivation : struct, IActivation =>
            Maps<TLanes, TVector>.Map(default(VectorFunctions<TLanes, TVector>.Activated<TActivation>), ref x, ref to, count);
    }

    private readonly ref struct Gradients(ref float saved, ref float gradient, ref float to, nuint count) : IActivationVisitor
    {
        private readonly ref float saved = ref saved, gradient = ref gradient, to = ref to;

        public void Visit<TActivation>() where TActivation : struct, IActivation =>
            Maps<TLanes, TVector>.Zip(default(VectorFunctions<TLanes, TVector>.ActivatedGradient<TActivation>), ref saved, ref gradient,
                ref to, count);
    }
}
