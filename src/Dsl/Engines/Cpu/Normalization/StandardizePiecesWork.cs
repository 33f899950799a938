using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// <see cref="ITensorEngine.Standardize"/> when the numbers of a mean lie side by side, such as those of a row or a sample. Its items are
/// these pieces.
/// </summary>
internal readonly record struct StandardizePiecesWork<TLanes, TVector>(
    CpuBuffer X, double Epsilon, CpuBuffer Destination, CpuBuffer Mean, CpuBuffer Variance) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        var (length, width) = ((nuint)(X.Count / Mean.Count), (nuint)TLanes.Count);
        for (var piece = start; piece < end; piece++)
        {
            ref var x = ref Unsafe.Add(ref X.First, piece * length);
            ref var to = ref Unsafe.Add(ref Destination.First, piece * length);
            var first = (float)(LineSums<TLanes, TVector>.Of(ref x, length) / length);
            var shift = TLanes.Broadcast(first);
            var (distances, squares) = LineSums<TLanes, TVector>.OfDistances(ref x, shift, length);
            var error = distances / length;
            var square = Math.Max(squares / length - error * error, 0);
            var factor = 1 / Math.Sqrt(square + Epsilon);
            Unsafe.Add(ref Mean.First, piece) = (float)(first + error);
            Unsafe.Add(ref Variance.First, piece) = (float)square;

            var (factors, offset) = (TLanes.Broadcast((float)factor), TLanes.Broadcast((float)(-error * factor)));
            for (nuint i = 0; i < length; i += width)
                CpuEngine<TLanes, TVector>.Store(
                    TLanes.MultiplyAdd(TLanes.Subtract(TLanes.Load(ref x, i), shift), factors, offset), ref to, i, length);
        }
    }
}
