using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Divide(TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        TensorPrimitives.Divide(Floats(a), Floats(b), Floats(destination));

    public void Abs(TensorBuffer x, TensorBuffer destination) => TensorPrimitives.Abs(Floats(x), Floats(destination));

    public void Log(TensorBuffer x, TensorBuffer destination) => TensorPrimitives.Log(Floats(x), Floats(destination));

    public void Sqrt(TensorBuffer x, TensorBuffer destination) => TensorPrimitives.Sqrt(Floats(x), Floats(destination));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sign(TensorBuffer x, TensorBuffer destination)
    {
        var (count, zero) = ((nuint)destination.Count, TLanes.Broadcast(0f));
        var (one, minusOne) = (TLanes.Broadcast(1f), TLanes.Broadcast(-1f));
        for (nuint i = 0; i < count; i += (nuint)TLanes.Count)
        {
            var value = TLanes.Load(ref First(x), i);
            Store(TLanes.Less(zero, value, one, TLanes.Less(value, zero, minusOne, value)), ref First(destination), i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Clamp(TensorBuffer x, double least, double most, TensorBuffer destination)
    {
        var (count, low, high) = ((nuint)destination.Count, TLanes.Broadcast((float)least), TLanes.Broadcast((float)most));
        for (nuint i = 0; i < count; i += (nuint)TLanes.Count)
        {
            var value = TLanes.Load(ref First(x), i);
            Store(TLanes.Less(value, low, low, TLanes.Less(high, value, high, value)), ref First(destination), i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ClampGradient(TensorBuffer x, TensorBuffer gradient, double least, double most, TensorBuffer destination)
    {
        var (count, low, high) = ((nuint)destination.Count, TLanes.Broadcast((float)least), TLanes.Broadcast((float)most));
        var zero = TLanes.Broadcast(0f);
        for (nuint i = 0; i < count; i += (nuint)TLanes.Count)
        {
            var value = TLanes.Load(ref First(x), i);
            var within = TLanes.Less(value, low, zero, TLanes.Less(high, value, zero, TLanes.Load(ref First(gradient), i)));
            // What is not a number stays so.
            Store(TLanes.Equal(value, value, within, value), ref First(destination), i, count);
        }
    }
}
