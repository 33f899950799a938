using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    /// <summary>Writes the destination in order. Last dimensions that keep their place are copied in one piece.</summary>
    [MethodImpl(HotLoop.Options)]
    public void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        var (rank, piece) = (axes.Length, 1);
        for (; rank > 0 && axes[rank - 1] == rank - 1; rank--) piece *= x.Shape[rank - 1];
        Span<int> steps = stackalloc int[rank];
        Span<int> counters = stackalloc int[rank];
        for (var k = 0; k < rank; k++)
        {
            (steps[k], counters[k]) = (piece, 0);
            for (var inner = axes[k] + 1; inner < rank; inner++) steps[k] *= x.Shape[inner];
        }

        var (count, step) = rank == 0 ? (1, 0) : (destination.Shape[rank - 1], steps[rank - 1]);
        var (offset, total) = (0, (nuint)destination.Count);
        ref var from = ref First(x);
        ref var to = ref First(destination);
        for (nuint at = 0; at < total;)
        {
            var next = offset;
            for (var i = count; i > 0; i--, next += step)
            {
                if (piece == 1) Unsafe.Add(ref to, at++) = Unsafe.Add(ref from, next);
                else
                {
                    for (nuint j = 0; j < (nuint)piece; j += (nuint)TLanes.Count)
                        Store(TLanes.Load(ref from, (nuint)next + j), ref to, at + j, total);
                    at += (nuint)piece;
                }
            }
            for (var k = rank - 2; k >= 0; k--)
            {
                offset += steps[k];
                if (++counters[k] < destination.Shape[k]) break;
                offset -= counters[k] * steps[k];
                counters[k] = 0;
            }
        }
    }

    public void CopyBlocks(TensorBuffer x, Blocks from, TensorBuffer destination, Blocks to, int length, int count)
    {
        var source = Floats(x);
        var target = Floats(destination);
        for (var i = 0; i < count; i++)
            source.Slice(from.First + i * from.Stride, length).CopyTo(target[(to.First + i * to.Stride)..]);
    }
}
