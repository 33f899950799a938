using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// <see cref="ITensorEngine.Standardize"/> where the numbers of a mean lie side by side, as a row's or a sample's do. Its items are these pieces.
/// </summary>
internal readonly record struct StandardizePiecesWork<TLanes, TVector>(
    CpuBuffer X, double Epsilon, CpuBuffer Destination, CpuBuffer Mean, CpuBuffer Variance) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(nuint start, nuint end)
    {
        var (length, width) = ((nuint)(X.Count / Mean.Count), (nuint)TLanes.Count);
        var whole = length - length % (2 * width);
        var zero = TLanes.Broadcast(0f);
        for (var piece = start; piece < end; piece++)
        {
            ref var x = ref Unsafe.Add(ref X.First, piece * length);
            ref var to = ref Unsafe.Add(ref Destination.First, piece * length);
            var (s0, s1) = (zero, zero);
            nuint i = 0;
            for (; i < whole; i += 2 * width) (s0, s1) = (TLanes.Add(s0, TLanes.Load(ref x, i)), TLanes.Add(s1, TLanes.Load(ref x, i + width)));
            for (; i < length; i += width) s0 = TLanes.Add(s0, CpuEngine<TLanes, TVector>.Within(TLanes.Load(ref x, i), i, length, zero));
            var first = (float)(TLanes.Sum(TLanes.Add(s0, s1)) / (double)length);

            var shift = TLanes.Broadcast(first);
            (s0, s1) = (zero, zero);
            var (q0, q1) = (zero, zero);
            for (i = 0; i < whole; i += 2 * width)
            {
                var (d0, d1) = (TLanes.Subtract(TLanes.Load(ref x, i), shift), TLanes.Subtract(TLanes.Load(ref x, i + width), shift));
                (s0, s1) = (TLanes.Add(s0, d0), TLanes.Add(s1, d1));
                (q0, q1) = (TLanes.MultiplyAdd(d0, d0, q0), TLanes.MultiplyAdd(d1, d1, q1));
            }
            for (; i < length; i += width)
            {
                var distance = CpuEngine<TLanes, TVector>.Within(TLanes.Subtract(TLanes.Load(ref x, i), shift), i, length, zero);
                (s0, q0) = (TLanes.Add(s0, distance), TLanes.MultiplyAdd(distance, distance, q0));
            }
            var error = TLanes.Sum(TLanes.Add(s0, s1)) / (double)length;
            var square = Math.Max(TLanes.Sum(TLanes.Add(q0, q1)) / (double)length - error * error, 0);
            var factor = 1 / Math.Sqrt(square + Epsilon);
            Unsafe.Add(ref Mean.First, piece) = (float)(first + error);
            Unsafe.Add(ref Variance.First, piece) = (float)square;

            var (factors, offset) = (TLanes.Broadcast((float)factor), TLanes.Broadcast((float)(-error * factor)));
            for (i = 0; i < length; i += width)
                CpuEngine<TLanes, TVector>.Store(
                    TLanes.MultiplyAdd(TLanes.Subtract(TLanes.Load(ref x, i), shift), factors, offset), ref to, i, length);
        }
    }
}
