using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary><see cref="ITensorEngine.Patches"/> for some places.</summary>
internal readonly record struct PatchesWork<TLanes, TVector>(CpuBuffer X, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public void Run(nuint start, nuint end)
    {
        var patches = new PatchRows<TLanes, TVector>(X.Shape, Destination.Shape, Window);
        patches.Make(ref X.First, start, end, ref Unsafe.Add(ref Destination.First, start * patches.Length));
    }
}

/// <summary><see cref="ITensorEngine.PatchesGradient"/> for some samples.</summary>
internal readonly record struct PatchesGradientWork<TLanes, TVector>(CpuBuffer Gradient, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public void Run(nuint start, nuint end)
    {
        var patches = new PatchRows<TLanes, TVector>(Destination.Shape, Gradient.Shape, Window);
        var places = WindowCursor.Places(Gradient.Shape);
        Placing<TLanes, TVector>.Clear(Destination, Gradient.Shape, Window, writes: false, start, end);
        patches.AddBack(
            ref Unsafe.Add(ref Gradient.First, start * places * patches.Length), start * places, end * places, ref Destination.First);
    }
}
