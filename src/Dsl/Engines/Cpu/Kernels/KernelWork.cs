using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <inheritdoc cref="ITensorEngine.Map"/>
internal readonly struct KernelWork<TLanes, TVector, TKernel> : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TKernel : struct, IKernel
{
    private readonly Buffers buffers;
    private readonly KernelNumbers numbers;
    private readonly int count;

    public KernelWork(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers)
    {
        for (var i = 0; i < buffers.Length; i++) this.buffers[i] = (CpuBuffer)buffers[i];
        this.numbers = new(numbers);
        count = buffers.Length;
    }

    public void Run(nuint start, nuint end)
    {
        KernelMemory memory = default;
        for (var i = 0; i < count; i++) memory.Place(i, ref buffers[i].First);
        KernelLoop<TLanes, TVector, TKernel>.RunPadded(in memory, in numbers, start, end);
    }

    [InlineArray(KernelLimits.Buffers)]
    private struct Buffers
    {
        private CpuBuffer first;
    }
}
