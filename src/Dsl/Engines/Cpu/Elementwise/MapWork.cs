using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>A function of each element.</summary>
internal readonly record struct MapWork<TLanes, TVector, TFunction>(TFunction Function, CpuBuffer X, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TFunction : struct, IFunction<TVector>
{
    public void Run(nuint start, nuint end) =>
        Maps<TLanes, TVector>.Map(Function, ref Unsafe.Add(ref X.First, start), ref Unsafe.Add(ref Destination.First, start), end - start);
}

/// <summary>A function of each pair of elements.</summary>
internal readonly record struct ZipWork<TLanes, TVector, TFunction>(TFunction Function, CpuBuffer A, CpuBuffer B, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TFunction : struct, IBinaryFunction<TVector>
{
    public void Run(nuint start, nuint end) =>
        Maps<TLanes, TVector>.Zip(
            Function, ref Unsafe.Add(ref A.First, start), ref Unsafe.Add(ref B.First, start), ref Unsafe.Add(ref Destination.First, start), end - start);
}
