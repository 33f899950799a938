using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <inheritdoc cref="ITensorEngine.Map"/>
internal readonly struct KernelWork<TLanes, TVector, TKernel> : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TKernel : struct, IKernel
{
    private readonly KernelBuffers buffers;
    private readonly KernelNumbers numbers;

    public KernelWork(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers)
    {
        for (var i = 0; i < buffers.Length; i++) this.buffers[i] = (CpuBuffer)buffers[i];
        for (var i = 0; i < numbers.Length; i++) this.numbers[i] = (float)numbers[i];
    }

    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        var at = new LaneElements<TLanes, TVector>(in buffers, in numbers, end);
        for (var i = start; i < end; i += (nuint)TLanes.Count)
        {
            at.Index = i;
            TKernel.Run<TVector, LaneArithmetic<TLanes, TVector>, LaneElements<TLanes, TVector>>(ref at);
        }
    }
}
