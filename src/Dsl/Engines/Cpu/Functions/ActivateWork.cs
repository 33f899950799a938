using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <inheritdoc cref="ITensorEngine.Activate"/>
internal readonly record struct ActivateWork<TLanes, TVector>(ActivationKind Activation, CpuBuffer X, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public void Run(nuint start, nuint end) =>
        CpuEngine<TLanes, TVector>.Activate(
            Activation, ref Unsafe.Add(ref X.First, start), ref Unsafe.Add(ref Destination.First, start), end - start);
}

/// <inheritdoc cref="ITensorEngine.ActivateGradient"/>
internal readonly record struct ActivateGradientWork<TLanes, TVector>(
    ActivationKind Activation, CpuBuffer Saved, CpuBuffer Gradient, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public void Run(nuint start, nuint end) =>
        CpuEngine<TLanes, TVector>.ActivateGradient(
            Activation, ref Unsafe.Add(ref Saved.First, start), ref Unsafe.Add(ref Gradient.First, start),
            ref Unsafe.Add(ref Destination.First, start), end - start);
}
