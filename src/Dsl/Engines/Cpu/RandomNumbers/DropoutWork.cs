using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// <see cref="ITensorEngine.Dropout"/>. Its items are the parts that <see cref="RandomParts"/> counts. The random numbers of a part are
/// drawn onto the stack, and no mask is stored.
/// </summary>
internal readonly record struct DropoutWork<TLanes, TVector>(
    CpuBuffer X, double Rate, RandomKey Key, uint Stream, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(HotLoop.Options), SkipLocalsInit]
    public void Run(nuint start, nuint end)
    {
        Span<float> uniforms = stackalloc float[RandomParts.Length];
        ref var uniform = ref MemoryMarshal.GetReference(uniforms);
        var least = TLanes.Broadcast(Philox.LeastKept(Rate));
        var (scale, zero, width) = (TLanes.Broadcast((float)(1.0 / (1.0 - Rate))), TLanes.Broadcast(0f), (nuint)TLanes.Count);
        for (var part = start; part < end; part++)
        {
            var (begin, length) = RandomParts.Of(part, Destination.Count);
            Philox.Fill(uniforms[..(int)length], Key, Stream, (uint)begin / 4);
            ref var from = ref Unsafe.Add(ref X.First, begin);
            ref var to = ref Unsafe.Add(ref Destination.First, begin);
            for (nuint i = 0; i < length; i += width)
            {
                var scaled = TLanes.Multiply(scale, TLanes.Load(ref from, i));
                CpuEngine<TLanes, TVector>.Store(TLanes.Less(TLanes.Load(ref uniform, i), least, zero, scaled), ref to, i, length);
            }
        }
    }
}
