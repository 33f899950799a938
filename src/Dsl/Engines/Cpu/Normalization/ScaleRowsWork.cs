using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary><see cref="ITensorEngine.ScaleShiftRows"/> with factors. Its items are rows.</summary>
internal readonly record struct ScaleRowsWork<TLanes, TVector>(
    CpuBuffer X, CpuBuffer Factors, CpuBuffer? Shifts, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        var (columns, width, shifts) = ((nuint)X.Columns, (nuint)TLanes.Count, Shifts is not null);
        ref var factor = ref Factors.First;
        ref var shift = ref (Shifts ?? Factors).First;
        for (var row = start; row < end; row++)
        {
            ref var x = ref Unsafe.Add(ref X.First, row * columns);
            ref var to = ref Unsafe.Add(ref Destination.First, row * columns);
            for (nuint j = 0; j < columns; j += width)
            {
                var (value, scale) = (TLanes.Load(ref x, j), TLanes.Load(ref factor, j));
                var scaled = shifts ? TLanes.MultiplyAdd(value, scale, TLanes.Load(ref shift, j)) : TLanes.Multiply(value, scale);
                CpuEngine<TLanes, TVector>.Store(scaled, ref to, j, columns);
            }
        }
    }
}
