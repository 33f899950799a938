using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>
/// <see cref="ITensorEngine.ChannelDropout"/>. Its items are images; the numbers of an image's channels are drawn once, and looked at for every
/// pixel.
/// </summary>
internal readonly record struct ChannelDropoutWork<TLanes, TVector>(
    CpuBuffer X, double Rate, RandomKey Key, uint Stream, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        var (columns, width) = ((nuint)X.Columns, (nuint)TLanes.Count);
        var (least, scale) = (TLanes.Broadcast(DropoutWork<TLanes, TVector>.Least(Rate)), TLanes.Broadcast((float)(1.0 / (1.0 - Rate))));
        var (zero, size) = (TLanes.Broadcast(0f), (nuint)(X.Count / X.Shape[0]));
        ref var uniform = ref Scratch.Take(X.Columns);
        for (var image = start; image < end; image++)
        {
            Philox.Fill(MemoryMarshal.CreateSpan(ref uniform, X.Columns), Key, Stream, (uint)image * (((uint)X.Columns + 3) / 4));
            ref var from = ref Unsafe.Add(ref X.First, image * size);
            ref var to = ref Unsafe.Add(ref Destination.First, image * size);
            for (nuint pixel = 0; pixel < size; pixel += columns)
            {
                for (nuint j = 0; j < columns; j += width)
                {
                    var scaled = TLanes.Multiply(scale, TLanes.Load(ref from, pixel + j));
                    CpuEngine<TLanes, TVector>.Store(
                        TLanes.Less(TLanes.Load(ref uniform, j), least, zero, scaled), ref Unsafe.Add(ref to, pixel), j, columns);
                }
            }
        }
    }
}
