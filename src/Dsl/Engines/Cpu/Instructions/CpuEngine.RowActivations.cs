using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    [MethodImpl(HotLoop.Options)]
    public void LogSoftmax(TensorBuffer x, TensorBuffer destination)
    {
        var (columns, width, zero) = ((nuint)x.Columns, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        var least = TLanes.Broadcast(float.NegativeInfinity);
        for (nuint start = 0; start < (nuint)destination.Count; start += columns)
        {
            ref var from = ref Unsafe.Add(ref First(x), start);
            ref var to = ref Unsafe.Add(ref First(destination), start);
            var (maxima, sum) = (least, default(RunningSum<TLanes, TVector>));
            for (nuint j = 0; j < columns; j += width) maxima = TLanes.Max(maxima, Within(TLanes.Load(ref from, j), j, columns, least));
            maxima = TLanes.Broadcast(TLanes.Max(maxima));
            for (nuint j = 0; j < columns; j += width)
                sum.Add(Within(Float32Math<TLanes, TVector>.Exp(TLanes.Subtract(TLanes.Load(ref from, j), maxima)), j, columns, zero));
            var logSum = TLanes.Broadcast((float)Math.Log(sum.Total()));
            for (nuint j = 0; j < columns; j += width)
                Store(TLanes.Subtract(TLanes.Subtract(TLanes.Load(ref from, j), maxima), logSum), ref to, j, columns);
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void PRelu(TensorBuffer x, TensorBuffer slopes, TensorBuffer destination)
    {
        var (runs, width, zero) = (new SlopeRuns(x.Shape, slopes.Shape), (nuint)TLanes.Count, TLanes.Broadcast(0f));
        var length = (nuint)runs.Length;
        for (var run = 0; run < runs.Count; run++)
        {
            ref var from = ref Unsafe.Add(ref First(x), run * runs.Length);
            ref var slope = ref Unsafe.Add(ref First(slopes), runs.Offset(run));
            ref var to = ref Unsafe.Add(ref First(destination), run * runs.Length);
            var shared = TLanes.Broadcast(slope);
            for (nuint j = 0; j < length; j += width)
            {
                var value = TLanes.Load(ref from, j);
                var below = TLanes.Multiply(runs.Shared ? shared : TLanes.Load(ref slope, j), value);
                Store(TLanes.Less(zero, value, value, below), ref to, j, length);
            }
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void PReluGradient(TensorBuffer x, TensorBuffer slopes, TensorBuffer gradient, TensorBuffer destination)
    {
        var (runs, width) = (new SlopeRuns(x.Shape, slopes.Shape), (nuint)TLanes.Count);
        var (length, zero, one) = ((nuint)runs.Length, TLanes.Broadcast(0f), TLanes.Broadcast(1f));
        for (var run = 0; run < runs.Count; run++)
        {
            ref var from = ref Unsafe.Add(ref First(x), run * runs.Length);
            ref var g = ref Unsafe.Add(ref First(gradient), run * runs.Length);
            ref var slope = ref Unsafe.Add(ref First(slopes), runs.Offset(run));
            ref var to = ref Unsafe.Add(ref First(destination), run * runs.Length);
            var shared = TLanes.Broadcast(slope);
            for (nuint j = 0; j < length; j += width)
            {
                var value = TLanes.Load(ref from, j);
                var derivative = TLanes.Less(zero, value, one, runs.Shared ? shared : TLanes.Load(ref slope, j));
                Store(TLanes.Multiply(TLanes.Load(ref g, j), TLanes.Equal(value, value, derivative, value)), ref to, j, length);
            }
        }
    }

    [MethodImpl(HotLoop.Options)]
    public void PReluSlopeGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination)
    {
        var (runs, width, zero) = (new SlopeRuns(x.Shape, destination.Shape), (nuint)TLanes.Count, TLanes.Broadcast(0f));
        var length = (nuint)runs.Length;
        var table = new WideTable<TLanes, TVector>(destination.Count);
        for (var run = 0; run < runs.Count; run++)
        {
            ref var from = ref Unsafe.Add(ref First(x), run * runs.Length);
            ref var g = ref Unsafe.Add(ref First(gradient), run * runs.Length);
            var (offset, sum) = ((nuint)runs.Offset(run), default(RunningSum<TLanes, TVector>));
            for (nuint j = 0; j < length; j += width)
            {
                var value = TLanes.Load(ref from, j);
                var part = TLanes.Less(zero, value, zero, TLanes.Multiply(TLanes.Load(ref g, j), value));
                part = Within(part, j, length, zero);
                if (runs.Shared) sum.Add(part);
                else table.Add(offset + j, part);
            }
            if (runs.Shared) table.Add(offset, sum.Total());
        }
        table.Store(ref First(destination));
    }
}
