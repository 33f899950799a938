using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>A kernel over host memory that does not belong to this engine.</summary>
internal readonly unsafe struct HostKernelWork<TLanes, TVector, TKernel> : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TKernel : struct, IKernel
{
    private readonly Addresses addresses;
    private readonly KernelNumbers numbers;
    private readonly int count;

    public HostKernelWork(ReadOnlySpan<nint> addresses, ReadOnlySpan<double> numbers)
    {
        addresses.CopyTo(this.addresses);
        this.numbers = new(numbers);
        count = addresses.Length;
    }

    public void Run(nuint start, nuint end)
    {
        KernelMemory memory = default;
        for (var i = 0; i < count; i++) memory.Place(i, ref *(float*)addresses[i]);
        KernelLoop<TLanes, TVector, TKernel>.Run(in memory, count, in numbers, start, end);
    }

    [InlineArray(KernelLimits.Buffers)]
    private struct Addresses
    {
        private nint first;
    }
}
